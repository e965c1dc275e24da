import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSpecializedBackend } from '@backstage/backend-app-api';
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  microAppsAdaptersExtensionPoint,
  type ScanRunnerPort,
} from '@micro-apps/plugin-micro-apps-node';
import express, { type RequestHandler } from 'express';
import type { Knex } from 'knex';
import { ADMINISTRATORS, PRIVACY, SECURITY } from '../../__testUtils__/people';
import type { FakePorts } from '../../flows/testing/fakePorts';
import { microAppsPlugin } from '../../plugin';
import { bareServices } from './bareServices';

/** The plugin as it is, without the rest of Backstage, behind HTTP. */
export interface BareBackend {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Does what is scheduled under this id, once. */
  runTask(id: string): Promise<void>;
  stop(): Promise<void>;
}

/** The key that seals tokens: every process of a test has the same one. */
export const TEST_KEY = Buffer.alloc(32, 7).toString('base64');

/**
 * Starts the real plugin on a database, with neighbours of the test's choice.
 * Migrations run first, as at any start.
 */
export async function startBareBackend(options: {
  knex: Knex;
  ports: Omit<FakePorts, 'world'>;
  scanRunner?: ScanRunnerPort;
  microApps?: JsonObject;
  /** The shipped company rules; none unless told. */
  rules?: BackendFeature;
  /** Sees every request first. */
  before?: RequestHandler;
  complain?: (line: string) => void;
}): Promise<BareBackend> {
  const { knex, ports, scanRunner = { run: async () => [] } } = options;
  const app = express();
  const tasks = new Map<string, () => unknown>();
  if (options.before) app.use(options.before);
  const backend = createSpecializedBackend({
    defaultServiceFactories: [
      ...bareServices({
        app,
        knex,
        config: configOf(options.microApps),
        complain: options.complain,
        tasks,
      }),
    ],
  });
  backend.add(microAppsPlugin);
  backend.add(
    createBackendModule({
      pluginId: 'micro-apps',
      moduleId: 'fake-adapters',
      register(env) {
        env.registerInit({
          deps: { sockets: microAppsAdaptersExtensionPoint },
          async init({ sockets }) {
            sockets.setRepository(ports.repository);
            sockets.setDeployment(ports.deployment);
            sockets.setOAuthClients(ports.oauthClients);
            sockets.setDisposition(ports.disposition);
            sockets.setScanRunner(() => scanRunner);
          },
        });
      },
    }),
  );
  if (options.rules) backend.add(options.rules);
  await backend.start();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) {
    throw new Error('The server has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async runTask(id) {
      const task = tasks.get(id);
      if (!task) throw new Error(`Nothing is scheduled as ${id}`);
      await task();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await backend.stop();
    },
  };
}

function configOf(microApps: JsonObject | undefined): JsonObject {
  return {
    microApps: {
      approvers: {
        security: [`group:default/${SECURITY}`],
        privacy: [`group:default/${PRIVACY}`],
        it: [`group:default/${ADMINISTRATORS}`],
      },
      administrators: [`group:default/${ADMINISTRATORS}`],
      credentials: { key: TEST_KEY },
      ...microApps,
    },
  };
}
