import { mockServices } from '@backstage/backend-test-utils';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { MicroAppsEntityProvider } from './MicroAppsEntityProvider';
import type { RegistryReader } from './readRegistry';
import { RepositoryApps } from './RepositoryApps';
import { catalogApp } from './testing/catalogApp';

async function provide(registry: Partial<RegistryReader>) {
  const mutations: EntityProviderMutation[] = [];
  const refreshed: (readonly string[])[] = [];
  const repositoryApps = new RepositoryApps();
  const connection: EntityProviderConnection = {
    applyMutation: async mutation => {
      mutations.push(mutation);
    },
    refresh: async ({ keys }) => {
      refreshed.push(keys);
    },
  };
  const provider = new MicroAppsEntityProvider({
    registry: {
      all: async () => [],
      one: async () => undefined,
      ...registry,
    },
    repositoryApps,
    logger: mockServices.logger.mock(),
  });
  await provider.connect(connection);
  return { provider, mutations, refreshed, repositoryApps };
}

describe('MicroAppsEntityProvider', () => {
  it('hands every app of the registry to the catalog', async () => {
    const { provider, mutations } = await provide({
      all: async () => [catalogApp(), catalogApp({ id: 'second' })],
    });
    await provider.syncAll();
    expect(mutations).toHaveLength(1);
    expect(mutations[0]).toMatchObject({
      type: 'full',
      entities: [
        { entity: { metadata: { name: 'lunch-picker' } } },
        { entity: { metadata: { name: 'second' } } },
      ],
    });
  });

  it('changes nothing while the registry cannot be read', async () => {
    const { provider, mutations } = await provide({
      all: async () => {
        throw new Error('connection refused');
      },
      one: async () => {
        throw new Error('connection refused');
      },
    });
    await provider.syncAll();
    await provider.onEvent({ type: 'app.changed', appId: 'lunch-picker' });
    expect(mutations).toEqual([]);
  });

  it('updates one app when an event names it', async () => {
    const { provider, mutations } = await provide({
      one: async id => catalogApp({ id, band: 'high' }),
    });
    await provider.onEvent({ type: 'app.changed', appId: 'where-2-eat' });
    expect(mutations).toMatchObject([
      {
        type: 'delta',
        added: [
          {
            entity: {
              metadata: {
                name: 'where-2-eat',
                annotations: { 'micro-apps.dev/band': 'high' },
              },
            },
          },
        ],
        removed: [],
      },
    ]);
  });

  it.each([undefined, 'text', {}, { appId: 7 }])(
    'ignores an event it cannot read (%p)',
    async payload => {
      const { provider, mutations } = await provide({
        one: async id => catalogApp({ id }),
      });
      await provider.onEvent(payload);
      expect(mutations).toEqual([]);
    },
  );

  it('emits no entity beside the file of a repository, and has the file processed again', async () => {
    const file = 'url:https://git.example.com/catalog-info.yaml';
    let app = catalogApp({ repository: file });
    const { provider, mutations, refreshed, repositoryApps } = await provide({
      all: async () => [app, catalogApp({ id: 'second' })],
      one: async () => app,
    });
    await provider.syncAll();
    expect(mutations).toMatchObject([
      {
        type: 'full',
        entities: [{ entity: { metadata: { name: 'second' } } }],
      },
    ]);
    expect(refreshed).toEqual([['micro-apps:lunch-picker']]);
    expect(repositoryApps.of('lunch-picker', file)).toEqual(app);
    expect(repositoryApps.of('lunch-picker', 'url:https://x')).toBeUndefined();
    // Nothing new, nothing to process.
    await provider.syncAll();
    expect(refreshed).toHaveLength(1);
    app = catalogApp({ repository: file, band: 'high' });
    await provider.onEvent({ appId: 'lunch-picker' });
    expect(mutations.at(-1)).toEqual({
      type: 'delta',
      added: [],
      removed: [
        {
          entityRef: 'component:default/lunch-picker',
          locationKey: 'micro-apps',
        },
      ],
    });
    expect(refreshed).toHaveLength(2);
    // The file is gone: the registry shows the app by itself.
    app = catalogApp();
    await provider.onEvent({ appId: 'lunch-picker' });
    expect(mutations.at(-1)).toMatchObject({ type: 'delta', removed: [] });
    expect(repositoryApps.of('lunch-picker', file)).toBeUndefined();
  });
});
