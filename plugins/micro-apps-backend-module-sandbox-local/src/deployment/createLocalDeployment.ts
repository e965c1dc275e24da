import type { ChildProcess } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DeploymentPort,
  RepositoryPort,
  Runtime,
} from '@micro-apps/plugin-micro-apps-node';
import { canUseOwnUser, npmRegistry } from '@micro-apps/plugin-micro-apps-node';
import { assertName, originOf } from '../names';
import { installDependencies } from './installDependencies';
import { ensureKey } from './keys';
import { lockFolder, removeFolder } from './folders';
import { readLog } from './logFile';
import { endLeftover, identify, type ProcessIdentity } from './processIdentity';
import { releasePort, reservePort } from './reservePort';
import { startProcess, stopProcess } from './startProcess';

interface Place {
  appId: string;
  environment: string;
}

interface Stored {
  state: 'running' | 'stopped' | 'failed';
  commit: string;
  clientId: string;
  release: string;
  reason?: string;
  since: string;
  process?: ProcessIdentity;
}

/** @public */
export interface LocalDeployment extends DeploymentPort {
  /** Whether copies run under user ids of their own. */
  readonly ownUser: boolean;
  /**
   * After a crash of the portal: ends left-over copies, starts again what ran.
   *
   * @returns a sentence for each copy that did not start again
   */
  recover(): Promise<readonly string[]>;
  /** Ends every copy; what ran is started again by `recover`. */
  shutdown(): Promise<void>;
}

/**
 * Runs copies of apps as processes of this computer.
 *
 * @public
 */
export async function createLocalDeployment(options: {
  root: string;
  repository: Pick<RepositoryPort, 'exportTo'>;
  issuer: string;
  firstPort?: number;
  registry?: string;
}): Promise<LocalDeployment> {
  const { repository, issuer, firstPort = 7101 } = options;
  await mkdir(join(options.root, 'apps'), { recursive: true });
  const root = await realpath(options.root);
  const apps = join(root, 'apps');
  const ports = join(root, 'ports');
  await chmod(root, 0o711);
  await chmod(apps, 0o711);
  const ownUser = await canUseOwnUser([apps, process.execPath]);
  const running = new Map<string, ChildProcess>();
  const queue = new Map<string, Promise<unknown>>();
  let registry: Promise<string> | undefined;

  const keyOf = (place: Place) =>
    `${assertName(place.appId)}/${assertName(place.environment)}`;
  const folderOf = (place: Place) => join(apps, keyOf(place));
  function inTurn<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const key = keyOf(place);
    const next = (queue.get(key) ?? Promise.resolve()).then(work, work);
    queue.set(
      key,
      next.catch(() => undefined),
    );
    return next;
  }
  async function read(place: Place): Promise<Stored | undefined> {
    const file = join(folderOf(place), 'state.json');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
  }
  async function write(place: Place, stored: Stored) {
    const file = join(folderOf(place), 'state.json');
    await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  async function prepared(place: Place) {
    const folder = folderOf(place);
    const data = join(folder, 'data');
    await mkdir(data, { recursive: true, mode: 0o711 });
    await mkdir(join(folder, 'releases'), { recursive: true, mode: 0o711 });
    await chmod(join(apps, place.appId), 0o711);
    await chmod(folder, 0o711);
    await chmod(data, 0o700);
    const port = await reservePort({
      folder: ports,
      owner: keyOf(place),
      firstPort,
    });
    const keyFile = join(folder, 'key.json');
    const key = await ensureKey(keyFile);
    const uid = ownUser ? 20000 + (port - firstPort) : undefined;
    if (uid !== undefined) {
      await chown(keyFile, uid, uid);
      await chown(data, uid, uid);
    }
    return {
      folder,
      data,
      port,
      keyFile,
      key,
      uid,
      url: originOf({ ...place, port }),
    };
  }
  async function view(place: Place): Promise<Runtime> {
    const { appId, environment } = place;
    const stored = await read(place);
    const holder = await prepareUrl(place);
    if (!stored) {
      return {
        appId,
        environment,
        state: holder ? 'stopped' : 'absent',
        url: holder,
      };
    }
    const { commit, reason, since } = stored;
    const lost = stored.state === 'running' && !running.has(keyOf(place));
    return {
      appId,
      environment,
      state: lost ? 'stopped' : stored.state,
      commit,
      url: holder,
      since,
      ...(reason ? { reason } : {}),
    };
  }
  async function prepareUrl(place: Place) {
    for (const name of await readdir(ports).catch(() => [])) {
      const holder = await readFile(join(ports, name), 'utf8').catch(() => '');
      if (holder === keyOf(place))
        return originOf({ ...place, port: Number(name) });
    }
    return undefined;
  }
  async function launch(place: Place, stored: Stored) {
    const { data, port, keyFile, uid, url, folder } = await prepared(place);
    const { commit, clientId, release } = stored;
    const key = keyOf(place);
    const child = await startProcess({
      app: {
        release,
        keyFile,
        dataDirectory: data,
        port,
        origin: url,
        issuer,
        peopleApiUrl: `${issuer}/people`,
        clientId,
        environment: place.environment,
        commit,
      },
      logFile: join(folder, 'app.log'),
      uid,
      onExit: lastLine => {
        if (running.get(key) !== child) return;
        running.delete(key);
        inTurn(place, () =>
          write(place, {
            ...stored,
            state: 'failed',
            reason: `The app ended unexpectedly. Its last message: ${
              lastLine || 'none'
            }`,
            since: new Date().toISOString(),
          }),
        ).catch(() => undefined);
      },
    });
    running.set(key, child);
    await write(place, {
      ...stored,
      state: 'running',
      reason: undefined,
      since: new Date().toISOString(),
      process: child.pid ? identify(child.pid) : undefined,
    });
  }
  async function halt(place: Place) {
    const child = running.get(keyOf(place));
    running.delete(keyOf(place));
    if (child) await stopProcess(child);
  }
  async function startStored(place: Place, stored: Stored) {
    try {
      await launch(place, stored);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'It failed.';
      const since = new Date().toISOString();
      await write(place, { ...stored, state: 'failed', reason, since });
      throw error;
    }
  }
  async function list(): Promise<Place[]> {
    const found: Place[] = [];
    for (const appId of await readdir(apps)) {
      for (const environment of await readdir(join(apps, appId))) {
        found.push({ appId, environment });
      }
    }
    return found;
  }

  return {
    ownUser,
    list,
    get: view,
    prepare: place =>
      inTurn(place, async () => {
        const { url, key } = await prepared(place);
        return {
          url,
          redirectUri: `${url}/callback`,
          jwks: { keys: [key.publicJwk] },
          keyThumbprint: key.thumbprint,
        };
      }),
    deploy: ({ appId, environment, commit, clientId, onProgress }) => {
      const place = { appId, environment };
      return inTurn(place, async () => {
        const { folder } = await prepared(place);
        const before = await read(place);
        const wasRunning = running.has(keyOf(place));
        if (
          wasRunning &&
          before?.commit === commit &&
          before.clientId === clientId
        ) {
          return view(place);
        }
        const releases = join(folder, 'releases');
        const release = join(releases, `${Date.now()}-${commit.slice(0, 12)}`);
        try {
          onProgress?.('Copying the files');
          await repository.exportTo({ appId, commit, directory: release });
          onProgress?.('Installing packages');
          await installDependencies({
            release,
            home: join(root, 'npm-home'),
            registry: () => {
              registry ??= options.registry
                ? Promise.resolve(options.registry)
                : npmRegistry();
              return registry;
            },
          });
          await lockFolder(release);
          onProgress?.('Starting the app');
          await halt(place);
          await launch(place, {
            state: 'stopped',
            commit,
            clientId,
            release,
            since: '',
          });
        } catch (error) {
          await removeFolder(release);
          if (before && wasRunning && !running.has(keyOf(place))) {
            await startStored(place, before);
          }
          throw error;
        }
        const old = (await readdir(releases)).sort().slice(0, -3);
        for (const name of old) await removeFolder(join(releases, name));
        return view(place);
      });
    },
    start: place =>
      inTurn(place, async () => {
        const stored = await read(place);
        if (!stored) throw new Error('Nothing is deployed here yet.');
        if (!running.has(keyOf(place))) await startStored(place, stored);
        return view(place);
      }),
    stop: place =>
      inTurn(place, async () => {
        await halt(place);
        const stored = await read(place);
        if (stored) {
          const since = new Date().toISOString();
          await write(place, {
            ...stored,
            state: 'stopped',
            reason: undefined,
            since,
          });
        }
        return view(place);
      }),
    logs: ({ limit, ...place }) =>
      readLog(join(folderOf(place), 'app.log'), limit),
    remove: place =>
      inTurn(place, async () => {
        await halt(place);
        await removeFolder(folderOf(place));
        await releasePort(ports, keyOf(place));
      }),
    async recover() {
      const failed: string[] = [];
      for (const place of await list()) {
        await inTurn(place, async () => {
          const stored = await read(place);
          if (!stored || running.has(keyOf(place))) return;
          const { process: identity, release } = stored;
          if (identity) await endLeftover({ identity, release });
          if (stored.state === 'running') await startStored(place, stored);
        }).catch(error => failed.push(`${keyOf(place)}: ${error.message}`));
      }
      return failed;
    },
    async shutdown() {
      const children = [...running.values()];
      running.clear();
      await Promise.all(children.map(stopProcess));
    },
  };
}
