import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { microAppsAdaptersExtensionPoint } from '@micro-apps/plugin-micro-apps-node';
import request from 'supertest';
import { createCompanyRules } from './flows/testing';
import { microAppsPlugin } from './plugin';

const MAYA = 'user:default/maya';
const catalog = catalogServiceMock.factory({
  entities: [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: {
        name: 'maya',
        annotations: { 'micro-apps.dev/subject': 'sub-maya' },
      },
      spec: {},
    },
  ],
});

async function policyOf(features: Parameters<typeof startTestBackend>[0]) {
  const backend = await startTestBackend({
    features: [
      microAppsPlugin,
      catalog,
      eventsServiceFactory,
      mockServices.rootConfig.factory({ data: {} }),
      ...(features?.features ?? []),
    ],
  });
  const answer = await request(backend.server)
    .get('/api/micro-apps/v1/policy')
    .set('authorization', mockCredentials.user.header(MAYA));
  await backend.stop();
  return answer;
}

describe('the plugin', () => {
  it('says that only the rules of the core decide when no module brings others', async () => {
    const { status, body } = await policyOf({});
    expect([status, body]).toMatchObject([
      200,
      { engine: 'none', coreRulesOnly: true, revision: 'core rules only' },
    ]);
  });

  it('shows the rules of the module that is installed', async () => {
    const rules = createBackendModule({
      pluginId: 'micro-apps',
      moduleId: 'rules',
      register(env) {
        env.registerInit({
          deps: { adapters: microAppsAdaptersExtensionPoint },
          async init({ adapters }) {
            adapters.setPolicyEngine(createCompanyRules());
          },
        });
      },
    });
    const { body } = await policyOf({ features: [rules] });
    expect(body).toMatchObject({ engine: 'double', coreRulesOnly: false });
  });
});
