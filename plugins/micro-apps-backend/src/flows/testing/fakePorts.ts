import { createHash } from 'node:crypto';
import type {
  Commit,
  DeploymentPort,
  DispositionPort,
  OAuthClientPort,
  OAuthClientRequest,
  RepositoryPort,
  Runtime,
} from '@micro-apps/plugin-micro-apps-node';

/** The outside world of one test, as ports and as what they hold. */
export interface FakePorts {
  readonly repository: RepositoryPort;
  readonly deployment: DeploymentPort;
  readonly oauthClients: OAuthClientPort;
  readonly disposition: DispositionPort;
  readonly world: FakeWorld;
}

interface FakePlace {
  readonly thumbprint: string;
  readonly url: string;
  runtime?: Runtime & { clientId: string; dataKind: string };
}

/** What exists outside the database. */
export interface FakeWorld {
  /** Commits by app, oldest first, with all files of each. */
  readonly repositories: Map<
    string,
    (Commit & { files: ReadonlyMap<string, string> })[]
  >;
  /** By `app:environment`. */
  readonly places: Map<string, FakePlace>;
  /** By client id; `token` is the registration access token. */
  readonly clients: Map<string, OAuthClientRequest & { token: string }>;
  /** What apps keep, by `app:environment:name`. */
  readonly kept: Map<string, string>;
  /** What was moved to the archive, as it was named. */
  readonly archived: Set<string>;
  /** What the next disposals fail with. */
  disposeFails?: string;
  /** What the next deployments fail with. */
  deployFails?: string;
  /** What registration fails with. */
  registerFails?: string;
}

/** Ports that keep the contracts of the real adapters, in memory. */
export function createFakePorts(): FakePorts {
  const world: FakeWorld = {
    repositories: new Map(),
    places: new Map(),
    clients: new Map(),
    kept: new Map(),
    archived: new Set(),
  };
  return {
    world,
    repository: fakeRepository(world),
    deployment: fakeDeployment(world),
    oauthClients: fakeOAuthClients(world),
    disposition: fakeDisposition(world),
  };
}

function fakeRepository({ repositories }: FakeWorld): RepositoryPort {
  const head = (appId: string) => repositories.get(appId)?.at(-1);
  function add(
    change: Parameters<RepositoryPort['commit']>[0],
    before: ReadonlyMap<string, string> = new Map(),
  ): string {
    const { appId, message, author } = change;
    const files = new Map(before);
    for (const { path, contentBase64 } of change.files) {
      files.set(path, Buffer.from(contentBase64, 'base64').toString('utf8'));
    }
    const commits = repositories.get(appId) ?? [];
    const id = createHash('sha1')
      .update(JSON.stringify([...files, commits.length]))
      .digest('hex');
    const at = '2026-11-24T10:00:00.000Z';
    commits.push({ id, message, author: author.name, at, files });
    repositories.set(appId, commits);
    return id;
  }
  return {
    async create(options) {
      const url = `file:///repositories/${options.appId}`;
      return { head: head(options.appId)?.id ?? add(options), url };
    },
    async commit(options) {
      const before = head(options.appId);
      if (!before) throw new Error('This app has no repository yet.');
      return { head: add(options, before.files) };
    },
    head: async appId => head(appId)?.id,
    log: async (appId, limit) =>
      [...(repositories.get(appId) ?? [])].reverse().slice(0, limit),
    readFile: async ({ appId, commit, path }) =>
      repositories
        .get(appId)
        ?.find(({ id }) => id === commit)
        ?.files.get(path),
    exportTo: async () => undefined,
    async remove(appId) {
      repositories.delete(appId);
    },
    list: async () => [...repositories.keys()],
  };
}

function fakeDeployment(world: FakeWorld): DeploymentPort {
  const { places } = world;
  const keyOf = (place: { appId: string; environment: string }) =>
    `${place.appId}:${place.environment}`;
  function prepared(asked: { appId: string; environment: string }): FakePlace {
    const place = places.get(keyOf(asked)) ?? {
      thumbprint: `thumbprint-of-${keyOf(asked)}`,
      url: `http://${asked.appId}-${asked.environment}.localhost:7101`,
    };
    places.set(keyOf(asked), place);
    return place;
  }
  async function get(asked: {
    appId: string;
    environment: string;
  }): Promise<Runtime> {
    const { appId, environment } = asked;
    const place = places.get(keyOf(asked));
    return (
      place?.runtime ?? {
        appId,
        environment,
        state: place ? 'stopped' : 'absent',
        url: place?.url,
      }
    );
  }
  async function turn(
    asked: { appId: string; environment: string },
    state: 'running' | 'stopped',
  ) {
    const place = places.get(keyOf(asked));
    if (!place?.runtime) throw new Error('Nothing is deployed here yet.');
    place.runtime = { ...place.runtime, state };
    return place.runtime;
  }
  return {
    get,
    async prepare(asked) {
      const { url, thumbprint } = prepared(asked);
      return {
        url,
        redirectUri: `${url}/callback`,
        jwks: { keys: [{ kty: 'EC', kid: thumbprint }] },
        keyThumbprint: thumbprint,
      };
    },
    async deploy({ appId, environment, commit, clientId, dataKind, ...rest }) {
      rest.onProgress?.('Starting the app');
      if (world.deployFails) {
        const reason = world.deployFails;
        world.deployFails = undefined;
        throw new Error(reason);
      }
      const place = prepared({ appId, environment });
      place.runtime = {
        appId,
        environment,
        state: 'running',
        url: place.url,
        commit,
        clientId,
        dataKind,
      };
      return place.runtime;
    },
    start: asked => turn(asked, 'running'),
    stop: asked => turn(asked, 'stopped'),
    logs: async ({ limit }) =>
      [{ at: '2026-11-24T10:00:00.000Z', text: 'ready' }].slice(-limit),
    async remove(asked) {
      places.delete(keyOf(asked));
      for (const key of world.kept.keys()) {
        if (key.startsWith(`${keyOf(asked)}:`)) world.kept.delete(key);
      }
    },
    list: async () =>
      [...places.keys()].map(key => {
        const [appId, environment] = key.split(':');
        return { appId, environment };
      }),
  };
}

function fakeOAuthClients(world: FakeWorld): OAuthClientPort {
  const { clients } = world;
  let count = 0;
  const issuer = 'http://localhost:7010';
  return {
    issuer,
    async register(request) {
      if (world.registerFails) throw new Error(world.registerFails);
      // The port's contract: the earlier client of the same app is removed.
      for (const [clientId, { softwareId }] of clients) {
        if (softwareId === request.softwareId) clients.delete(clientId);
      }
      count += 1;
      const clientId = `client-${count}`;
      const token = `registration-token-${count}-must-stay-secret`;
      clients.set(clientId, { ...request, token });
      return {
        clientId,
        registrationAccessToken: token,
        registrationClientUri: `${issuer}/reg/${clientId}`,
      };
    },
    async remove({ clientId }) {
      clients.delete(clientId);
    },
    list: async () =>
      [...clients].map(([clientId, { softwareId }]) => ({
        clientId,
        softwareId,
      })),
    async removeById(clientId) {
      clients.delete(clientId);
    },
  };
}

function fakeDisposition(world: FakeWorld): DispositionPort {
  const { kept, archived } = world;
  return {
    async *list({ appId }) {
      for (const [key, content] of kept) {
        const [app, environment, name] = key.split(':');
        if (app !== appId) continue;
        const digest = createHash('sha256').update(content).digest('hex');
        yield { environment, name, digest, bytes: content.length };
      }
    },
    async dispose({ appId, environment, names, how }) {
      if (world.disposeFails) throw new Error(world.disposeFails);
      for (const name of names) {
        const key = `${appId}:${environment}:${name}`;
        if (kept.delete(key) && how === 'archive') archived.add(key);
      }
    },
  };
}
