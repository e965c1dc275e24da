import { mockServices } from '@backstage/backend-test-utils';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { MicroAppsEntityProvider } from './MicroAppsEntityProvider';
import type { RegistryReader } from './readRegistry';
import { catalogApp } from './testing/catalogApp';

async function provide(registry: Partial<RegistryReader>) {
  const mutations: EntityProviderMutation[] = [];
  const connection: EntityProviderConnection = {
    applyMutation: async mutation => {
      mutations.push(mutation);
    },
    refresh: async () => {},
  };
  const provider = new MicroAppsEntityProvider({
    registry: {
      all: async () => [],
      one: async () => undefined,
      ...registry,
    },
    logger: mockServices.logger.mock(),
  });
  await provider.connect(connection);
  return { provider, mutations };
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
});
