import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  DATA_CLASSES,
  normaliseText,
  VENDOR_KINDS,
  type Integration,
} from '@micro-apps/governance-core';
import {
  ANNOTATION_APPROVED_UNTIL,
  ANNOTATION_HOSTS,
  ANNOTATION_MINIMUM_CLASS,
  ANNOTATION_PRE_AUTHORISED,
  ANNOTATION_PRIVILEGED,
  ANNOTATION_SCOPE_NAME,
  ANNOTATION_SDK_PACKAGES,
  ANNOTATION_VENDOR_KIND,
} from './annotations';

/**
 * Reads a scope, an API or a vendor from its catalog entity; what is missing or
 * misspelt takes the stricter meaning. Source: requirements R6.
 * @public
 */
export function integrationOf(entity: Entity): Integration {
  const annotations = entity.metadata.annotations ?? {};
  const kind = kindOf(entity);
  // None is told when it is misspelt, and a service of none counts as the worst.
  const told = normaliseText(annotations[ANNOTATION_VENDOR_KIND]).toLowerCase();
  const vendorKind = VENDOR_KINDS.find(each => each === told);
  return {
    kind,
    name: annotations[ANNOTATION_SCOPE_NAME] ?? entity.metadata.name,
    title: entity.metadata.title ?? entity.metadata.name,
    description: entity.metadata.description,
    minimumClass:
      DATA_CLASSES.find(
        each => each === annotations[ANNOTATION_MINIMUM_CLASS],
      ) ?? 'regulated',
    privileged: annotations[ANNOTATION_PRIVILEGED] !== 'false',
    preAuthorised: annotations[ANNOTATION_PRE_AUTHORISED] === 'true',
    vendorKind,
    hosts: listOf(annotations[ANNOTATION_HOSTS]),
    sdkPackages: listOf(annotations[ANNOTATION_SDK_PACKAGES]),
    approvedUntil: annotations[ANNOTATION_APPROVED_UNTIL],
    entityRef: stringifyEntityRef(entity),
  };
}

function kindOf(entity: Entity): Integration['kind'] {
  if (entity.spec?.type === 'vendor') return 'vendor';
  return entity.kind === 'API' ? 'api' : 'scope';
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean);
}
