import type { Entity } from '@backstage/catalog-model';
import type {
  CatalogProcessor,
  LocationSpec,
} from '@backstage/plugin-catalog-node';
import { COMPUTED_ANNOTATIONS } from '@micro-apps/plugin-micro-apps-common';

/**
 * Takes computed annotations away from entities that a YAML file describes: a
 * file may propose facts about an app, it can never state its verdict. Pure:
 * it reads nothing, writes nothing and blocks nothing.
 */
export class MicroAppsProcessor implements CatalogProcessor {
  getProcessorName() {
    return 'MicroAppsProcessor';
  }

  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
  ): Promise<Entity> {
    const annotations = entity.metadata.annotations;
    if (!annotations || location.type === 'micro-apps') {
      return entity;
    }
    const kept = Object.fromEntries(
      Object.entries(annotations).filter(
        ([key]) => !COMPUTED_ANNOTATIONS.has(key),
      ),
    );
    return { ...entity, metadata: { ...entity.metadata, annotations: kept } };
  }
}
