import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { microAppsPlugin } from '../plugin';
import { createCompany } from './company';
import { useDatabases } from './databases';
import { SECRETS } from './pipelines';

const databases = useDatabases();

/** One address of the REST API. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route that the plugin gives to Backstage's HTTP router. */
export async function routesOf(): Promise<readonly Route[]> {
  const httpRouter = mockServices.httpRouter.mock();
  const backend = await startTestBackend({
    features: [
      microAppsPlugin,
      createCompany().catalog.factory,
      // Some addresses are there only where they are configured.
      mockServices.rootConfig.factory({
        data: { microApps: { scanners: { secrets: [...SECRETS] } } },
      }),
      httpRouter.factory,
      mockServices.database.factory({ knex: await databases.init() }),
    ],
  });
  await backend.stop();
  // Backstage adds its own addresses for permissions.
  return httpRouter.use.mock.calls
    .flatMap(([handler]) => routesIn(handler))
    .filter(({ path }) => path.startsWith('/v1/'));
}

function routesIn(handler: unknown): readonly Route[] {
  if (typeof handler !== 'function') return [];
  const layers: unknown = Reflect.get(handler, 'stack');
  if (!Array.isArray(layers)) return [];
  return layers.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {}).map(method => ({
      method,
      path: String(route.path),
    })),
  );
}
