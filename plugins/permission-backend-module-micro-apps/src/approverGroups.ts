import type { RootConfigService } from '@backstage/backend-plugin-api';

const ROLES = ['security', 'privacy', 'it', 'itLead'];

/** Group references as the catalog spells them. */
export function refs(list: readonly string[] | undefined): string[] {
  return (list ?? []).map(ref => ref.toLocaleLowerCase('en-US'));
}

/**
 * Everybody who may decide on something: the groups of every role, those of
 * single business units included. On what they may decide is the plugin's
 * business, where request and people are known.
 */
export function approverGroups(config: RootConfigService): readonly string[] {
  const everywhere = ROLES.flatMap(role =>
    refs(config.getOptionalStringArray(`microApps.approvers.${role}`)),
  );
  const units: unknown = config.getOptional(
    'microApps.approvers.byBusinessUnit',
  );
  return [...new Set([...everywhere, ...refs(textsIn(units))])];
}

/** Every text at the leaves of a piece of configuration. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
