import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  access,
  lstat,
  mkdir,
  opendir,
  readlink,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  DeploymentPort,
  DispositionPort,
  KeptThing,
} from '@micro-apps/plugin-micro-apps-node';
import { assertName } from '../names';

/** Says, while data goes, that the copy ran before and is started again. */
const RESTART = 'restart';
const LONGEST_NAME = 500;

/**
 * What copies on this computer keep: the files of their `data` folders, each
 * one thing. Its dates are the app's own to set and are not read.
 *
 * A copy that runs is stopped while its files go, because it would write back
 * what it holds in memory, and is started again afterwards.
 *
 * @public
 */
export function createLocalDisposition(options: {
  root: string;
  deployment: Pick<DeploymentPort, 'get' | 'start' | 'stop'>;
}): DispositionPort {
  const { root, deployment } = options;
  const apps = join(root, 'apps');
  const folderOf = (appId: string, environment: string) =>
    join(apps, assertName(appId), assertName(environment));

  return {
    async *list({ appId }) {
      for (const environment of await namesIn(join(apps, assertName(appId)))) {
        const data = join(folderOf(appId, environment), 'data');
        for await (const name of filesIn(data)) {
          const thing = await thingAt(data, name);
          if (thing) yield { environment, name, ...thing };
        }
      }
    },
    async dispose({ appId, environment, names, how }) {
      const place = { appId, environment };
      const folder = folderOf(appId, environment);
      const marker = join(folder, RESTART);
      const { state } = await deployment.get(place);
      if (state === 'running') {
        // Written first: a crash in between does not leave it stopped for good.
        await writeFile(marker, '');
        await deployment.stop(place);
      }
      const data = join(folder, 'data');
      for (const name of names) {
        const path = await pathOf(data, name);
        if (!path) continue;
        if (how === 'delete') {
          await rm(path, { force: true });
        } else {
          await archive(path, join(root, 'archive', appId, environment, name));
        }
      }
      if (await exists(marker)) {
        await deployment.start(place);
        await rm(marker, { force: true });
      }
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Names of what is in a folder; nothing where there is none. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) names.push(entry.name);
  }
  return names.sort();
}

async function* entriesOf(folder: string) {
  const opened = await opendir(folder).catch(error => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (opened) yield* opened;
}

/** Every file below a folder as its path from there; links are not followed. */
async function* filesIn(
  folder: string,
  prefix = '',
): AsyncGenerator<string, void> {
  for await (const entry of entriesOf(join(folder, prefix))) {
    const name = join(prefix, entry.name);
    if (entry.isDirectory()) yield* filesIn(folder, name);
    else yield name;
  }
}

/** What a file holds; `undefined` when it is gone by now. */
async function thingAt(
  data: string,
  name: string,
): Promise<Pick<KeptThing, 'digest' | 'bytes'> | undefined> {
  if (name.length > LONGEST_NAME) {
    throw new Error('The name of a data file of the app is too long.');
  }
  const path = join(data, name);
  const hash = createHash('sha256');
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) hash.update(await readlink(path));
    else if (found.isFile()) {
      for await (const chunk of createReadStream(path)) hash.update(chunk);
    }
    return { digest: hash.digest('hex'), bytes: found.size };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Where a thing is, if it is still there: never outside of the folder, and
 * never through a link that the app put in its way.
 */
async function pathOf(data: string, name: string): Promise<string | undefined> {
  const parts = name.split('/');
  if (parts.some(part => part === '' || part === '.' || part === '..')) {
    throw new Error('This names no data file of the app.');
  }
  let at = data;
  for (const [place, part] of parts.entries()) {
    at = join(at, part);
    const found = await lstat(at).catch(() => undefined);
    if (!found) return undefined;
    if (place < parts.length - 1 && !found.isDirectory()) return undefined;
  }
  return at;
}

/** Out of the app's reach, and for the portal's own user alone. */
async function archive(path: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  // The same name can be archived again; what was there before stays.
  let free = target;
  for (let count = 2; await exists(free); count += 1) {
    free = `${target}.${count}`;
  }
  await rename(path, free);
}

function isAbsent(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ENOENT'
  );
}
