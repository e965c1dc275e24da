import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_BAND,
  ANNOTATION_CLASSIFICATION,
  ANNOTATION_DATA_TYPES,
  ANNOTATION_EFFECTIVE_CLASS,
  ANNOTATION_ID,
  ANNOTATION_STANDING,
  type CatalogApp,
} from '@micro-apps/plugin-micro-apps-common';

/**
 * The catalog entity of an app: facts that anybody signed in may see. Score,
 * findings and dates stay in the API, where they cannot grow stale
 * (architecture, Catalog and repository).
 */
export function entityOfApp(app: CatalogApp): Entity {
  const location = `micro-apps:${app.id}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: app.id,
      namespace: 'default',
      title: app.name,
      description: app.purpose,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        ...annotationsOf(app),
      },
      // An empty list would make the catalog explain how to write YAML.
      ...(app.links.length > 0 && {
        links: app.links.map(({ url, title }) => ({ url, title })),
      }),
    },
    spec: {
      type: 'micro-app',
      lifecycle: app.lifecycle,
      owner: app.owner,
      dependsOn: [...app.dependsOn],
    },
  };
}

/** What the registry says of an app, on whichever entity shows it. */
export function annotationsOf(app: CatalogApp): Record<string, string> {
  return {
    [ANNOTATION_ID]: app.id,
    [ANNOTATION_CLASSIFICATION]: app.classification,
    [ANNOTATION_EFFECTIVE_CLASS]: app.effectiveClass,
    [ANNOTATION_DATA_TYPES]: app.dataTypes.join(',') || 'none',
    [ANNOTATION_BAND]: app.band,
    [ANNOTATION_STANDING]: app.standing,
  };
}
