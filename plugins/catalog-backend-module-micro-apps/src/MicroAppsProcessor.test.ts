import { MicroAppsProcessor } from './MicroAppsProcessor';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'forged',
    annotations: {
      'micro-apps.dev/band': 'low',
      'micro-apps.dev/effective-class': 'public',
      'micro-apps.dev/standing': 'active',
      'micro-apps.dev/id': 'lunch-picker',
      'micro-apps.dev/classification': 'internal',
      'example.com/other': 'kept',
    },
  },
};

describe('MicroAppsProcessor', () => {
  const processor = new MicroAppsProcessor();

  it('takes verdicts away from a YAML file and leaves its proposals', async () => {
    const after = await processor.preProcessEntity(entity, {
      type: 'url',
      target: 'https://example.com/catalog-info.yaml',
    });
    expect(after.metadata.annotations).toEqual({
      'micro-apps.dev/classification': 'internal',
      'example.com/other': 'kept',
    });
  });

  it('does not change the entity that it was given', async () => {
    const before = JSON.stringify(entity);
    await processor.preProcessEntity(entity, { type: 'file', target: 'x' });
    expect(JSON.stringify(entity)).toBe(before);
  });

  it('leaves the entities of the registry as they are', async () => {
    expect(
      await processor.preProcessEntity(entity, {
        type: 'micro-apps',
        target: 'lunch-picker',
      }),
    ).toBe(entity);
  });
});
