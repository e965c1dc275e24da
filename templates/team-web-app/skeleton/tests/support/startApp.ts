import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { buildContext } from '../../src/buildContext.ts';
import type { Config } from '../../src/config.ts';
import type { Context } from '../../src/context.ts';
import { parseMicroApp } from '../../src/microApp.ts';
import { readRouteTable } from '../../src/routeTable.ts';
import type { Route } from '../../src/routeTable.ts';
import { startSignInService } from './signInService.ts';
import type { Person, SignInService } from './signInService.ts';
import { createVisitor } from './visitor.ts';
import type { Visitor } from './visitor.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The routes that this app declares. */
export const ROUTES: readonly Route[] = readRouteTable(
  join(ROOT, 'routes.json'),
);

/** A registration for tests; the real one may differ in every value. */
export const REGISTRATION = {
  id: 'tea-round',
  name: 'Tea Round',
  purpose: 'One list of the teas that our team likes.',
  owner: 'user:default/alex',
  classification: 'internal',
  effectiveClass: 'internal',
  dataTypes: [{ category: 'preferences', volume: 'under-100' }],
  scopes: ['people:read'],
  endpoints: [],
  vendors: [],
  audience: 'team',
  retentionDays: 30,
  decommissionPlan: 'Delete all entries, then switch the app off.',
  roles: {},
};

export const MEMBER: Person = {
  sub: 'sub-alex',
  name: 'Alex Example',
  roles: ['member'],
};

export const MANAGER: Person = {
  sub: 'sub-robin',
  name: 'Robin Example',
  roles: ['member', 'manager'],
};

/** The whole app on a port of this machine, with real sign-in. */
export type RunningApp = {
  origin: string;
  context: Context;
  service: SignInService;
  /** The lines of the log so far. */
  log(): Record<string, unknown>[];
  logText(): string;
  /** What is on disk. */
  stored(): string;
  /** Somebody new at a browser, signed in when a person is named. */
  visitor(person?: Person): Promise<Visitor>;
  /** Moves the app's clock. */
  later(milliseconds: number): void;
  stop(): Promise<void>;
};

/** Starts the app as `server.ts` does, but in this process. */
export async function startApp(
  options: {
    registration?: Partial<typeof REGISTRATION>;
    environment?: Config['environment'];
    routes?: readonly Route[];
  } = {},
): Promise<RunningApp> {
  const service = await startSignInService();
  const folder = mkdtempSync(join(tmpdir(), 'team-web-app-'));
  const privateKeyFile = join(folder, 'key.json');
  writeFileSync(privateKeyFile, service.clientKey);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `http://tea-round.localhost:${port}`;
  let ahead = 0;
  const lines: string[] = [];
  const context = buildContext({
    config: {
      port,
      host: '127.0.0.1',
      origin,
      issuer: service.issuer,
      clientId: service.clientId,
      privateKeyFile,
      peopleApiUrl: service.peopleApiUrl,
      dataFolder: join(folder, 'data'),
      environment: options.environment ?? 'sandbox',
      commit: 'abc1234',
    },
    microApp: parseMicroApp({ ...REGISTRATION, ...options.registration }),
    now: () => Date.now() + ahead,
    logStream: { write: line => lines.push(line) },
  });
  const routes = options.routes ?? ROUTES;
  server.on('request', createApp({ context, routes }));
  return {
    origin,
    context,
    service,
    log: () => lines.map(line => JSON.parse(line)),
    logText: () => lines.join(''),
    stored: () => readFileSync(join(folder, 'data/records.json'), 'utf8'),
    async visitor(person) {
      const visitor = createVisitor(origin);
      if (person) {
        service.person = person;
        await visitor.signIn();
      }
      return visitor;
    },
    later(milliseconds) {
      ahead += milliseconds;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
