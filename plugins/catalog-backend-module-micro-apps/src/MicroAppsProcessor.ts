import {
  DEFAULT_NAMESPACE,
  stringifyLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  processingResult,
  type CatalogProcessor,
  type CatalogProcessorEmit,
  type LocationSpec,
} from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_CLASSIFICATION,
  ANNOTATION_DATA_TYPES,
  COMPUTED_ANNOTATIONS,
  MICRO_APP_TYPE,
  type CatalogApp,
} from '@micro-apps/plugin-micro-apps-common';
import { annotationsOf } from './entityOfApp';
import { refreshKeyOf, type RepositoryApps } from './RepositoryApps';

/**
 * Takes computed annotations away from entities that a YAML file describes: a
 * file may propose facts about an app, it can never state its verdict. To the
 * one file that the registry has bound to an app it adds what the registry
 * says. It asks nobody, writes nothing and blocks nothing.
 */
export class MicroAppsProcessor implements CatalogProcessor {
  readonly #apps: RepositoryApps;

  constructor(apps: RepositoryApps) {
    this.#apps = apps;
  }

  getProcessorName() {
    return 'MicroAppsProcessor';
  }

  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
    emit: CatalogProcessorEmit,
    originLocation: LocationSpec,
  ): Promise<Entity> {
    if (location.type === 'micro-apps') return entity;
    const annotations = Object.fromEntries(
      Object.entries(entity.metadata.annotations ?? {}).filter(
        ([key]) => !COMPUTED_ANNOTATIONS.has(key),
      ),
    );
    const { name, namespace = DEFAULT_NAMESPACE } = entity.metadata;
    const id = name.toLowerCase();
    const isMicroApp =
      entity.kind.toLowerCase() === 'component' &&
      entity.spec?.type === MICRO_APP_TYPE &&
      namespace.toLowerCase() === DEFAULT_NAMESPACE;
    if (isMicroApp) emit(processingResult.refresh(refreshKeyOf(id)));
    const app = isMicroApp
      ? this.#apps.of(id, stringifyLocationRef(originLocation))
      : undefined;
    if (!app && !entity.metadata.annotations) return entity;
    return {
      ...entity,
      metadata: {
        ...entity.metadata,
        annotations: { ...annotations, ...(app && addedTo(entity, app)) },
      },
    };
  }
}

/**
 * What the registry says of the app. Class and data types are proposals where
 * the file says them by annotation alone: those stay in its own words, so that
 * the registry never reads its own answer as a proposal.
 */
function addedTo(
  { spec }: Entity,
  app: CatalogApp,
): Readonly<Record<string, string>> {
  const own = spec?.microApp;
  const says = (field: string) =>
    typeof own === 'object' && own !== null && field in own;
  return Object.fromEntries(
    Object.entries(annotationsOf(app)).filter(
      ([key]) =>
        COMPUTED_ANNOTATIONS.has(key) ||
        (key === ANNOTATION_CLASSIFICATION && says('classification')) ||
        (key === ANNOTATION_DATA_TYPES && says('dataTypes')),
    ),
  );
}
