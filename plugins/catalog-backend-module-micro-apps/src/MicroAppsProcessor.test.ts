import type { Entity } from '@backstage/catalog-model';
import type { CatalogProcessorResult } from '@backstage/plugin-catalog-node';
import { registrationOfEntity } from '@micro-apps/plugin-micro-apps-common';
import { MicroAppsProcessor } from './MicroAppsProcessor';
import { RepositoryApps } from './RepositoryApps';
import { catalogApp } from './testing/catalogApp';

const TARGET = 'https://example.com/catalog-info.yaml';
const file = { type: 'url', target: TARGET };
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'lunch-picker',
    annotations: {
      'micro-apps.dev/band': 'low',
      'micro-apps.dev/effective-class': 'public',
      'micro-apps.dev/standing': 'active',
      'micro-apps.dev/id': 'another-app',
      'micro-apps.dev/classification': 'internal',
      'example.com/other': 'kept',
    },
  },
  spec: { type: 'micro-app' },
};

function processorWith(...apps: ReturnType<typeof catalogApp>[]) {
  const known = new RepositoryApps();
  for (const app of apps) known.put(app);
  const emitted: CatalogProcessorResult[] = [];
  const processor = new MicroAppsProcessor(known);
  return {
    emitted,
    process: (given: Entity, location = file, origin = location) =>
      processor.preProcessEntity(
        given,
        location,
        result => emitted.push(result),
        origin,
      ),
  };
}

describe('MicroAppsProcessor', () => {
  it('takes verdicts away from a YAML file and leaves its proposals', async () => {
    const after = await processorWith().process(entity);
    expect(after.metadata.annotations).toEqual({
      'micro-apps.dev/classification': 'internal',
      'example.com/other': 'kept',
    });
  });

  it('adds what the registry says to the file that it has bound, and to no other', async () => {
    const bound = catalogApp({ repository: `url:${TARGET}` });
    const { process } = processorWith(bound);
    const after = await process(entity);
    expect(after.metadata.annotations).toEqual({
      'micro-apps.dev/id': 'lunch-picker',
      'micro-apps.dev/classification': 'internal',
      'micro-apps.dev/effective-class': 'confidential',
      'micro-apps.dev/band': 'medium',
      'micro-apps.dev/standing': 'active',
      'example.com/other': 'kept',
    });
    for (const [given, origin] of [
      [entity, { type: 'url', target: 'https://example.com/rival.yaml' }],
      [{ ...entity, kind: 'API' }, file],
      [{ ...entity, spec: { type: 'website' } }, file],
      [{ ...entity, metadata: { ...entity.metadata, namespace: 'x' } }, file],
    ] as const) {
      const other = await process(given, file, origin);
      expect(other.metadata.annotations).not.toHaveProperty([
        'micro-apps.dev/band',
      ]);
    }
  });

  it('adds nothing that would be read as a proposal of the file', async () => {
    const { process } = processorWith(
      catalogApp({ repository: `url:${TARGET}`, classification: 'regulated' }),
    );
    for (const microApp of [
      undefined,
      {},
      {
        classification: 'public',
        dataTypes: [{ category: 'names', volume: 'under-100' }],
      },
    ]) {
      const given = {
        ...entity,
        spec: { type: 'micro-app', owner: 'user:default/maya', microApp },
      };
      const after = await process(given);
      expect(registrationOfEntity(after)).toEqual(registrationOfEntity(given));
      const says = microApp !== undefined && 'classification' in microApp;
      expect(after.metadata.annotations).toMatchObject({
        'micro-apps.dev/classification': says ? 'regulated' : 'internal',
      });
    }
  });

  it('asks to be run again when the registry has something new to say', async () => {
    const { process, emitted } = processorWith();
    await process(entity);
    await process({ ...entity, kind: 'API' });
    expect(emitted).toEqual([
      { type: 'refresh', key: 'micro-apps:lunch-picker' },
    ]);
  });

  it('does not change the entity that it was given', async () => {
    const before = JSON.stringify(entity);
    await processorWith(catalogApp({ repository: `url:${TARGET}` })).process(
      entity,
    );
    expect(JSON.stringify(entity)).toBe(before);
  });

  it('leaves the entities of the registry as they are', async () => {
    const { process } = processorWith();
    expect(
      await process(entity, { type: 'micro-apps', target: 'lunch-picker' }),
    ).toBe(entity);
  });
});
