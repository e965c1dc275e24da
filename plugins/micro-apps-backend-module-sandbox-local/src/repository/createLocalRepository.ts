import {
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  Commit,
  RepositoryFile,
  RepositoryPort,
} from '@micro-apps/plugin-micro-apps-node';
import { assertName } from '../names';
import { assertPath, exportCommit } from './exportCommit';
import { git } from './git';

interface Change {
  files: readonly RepositoryFile[];
  remove?: readonly string[];
  message: string;
  author: { name: string; email: string };
}

/**
 * One bare git repository for each app, below `root/repositories`.
 *
 * @public
 */
export async function createLocalRepository(options: {
  root: string;
}): Promise<RepositoryPort> {
  await mkdir(join(options.root, 'repositories'), { recursive: true });
  const base = await realpath(join(options.root, 'repositories'));
  const queue = new Map<string, Promise<unknown>>();

  function folderOf(appId: string) {
    return join(base, `${assertName(appId)}.git`);
  }
  /** Two commits of one app wait for each other. */
  function inTurn<T>(appId: string, work: () => Promise<T>): Promise<T> {
    const next = (queue.get(appId) ?? Promise.resolve()).then(work, work);
    queue.set(
      appId,
      next.catch(() => undefined),
    );
    return next;
  }
  async function head(appId: string): Promise<string | undefined> {
    const directory = folderOf(appId);
    if (!(await exists(directory))) return undefined;
    return headOf(directory);
  }

  return {
    head,
    create: ({ appId, ...change }) =>
      inTurn(appId, async () => {
        const folder = folderOf(appId);
        const url = pathToFileURL(folder).href;
        const present = await head(appId);
        if (present) return { head: present, url };
        const temporary = await mkdtemp(join(base, '.new-'));
        try {
          await git({
            directory: temporary,
            args: [
              'init',
              '--bare',
              '--quiet',
              '--template=',
              '--initial-branch=main',
            ],
          });
          const first = await addCommit(temporary, change);
          await rm(folder, { recursive: true, force: true });
          await rename(temporary, folder);
          return { head: first, url };
        } finally {
          await rm(temporary, { recursive: true, force: true });
        }
      }),
    commit: ({ appId, ...change }) =>
      inTurn(appId, async () => {
        if (!(await head(appId))) {
          throw new Error('This app has no repository yet. Create it first.');
        }
        return { head: await addCommit(folderOf(appId), change) };
      }),
    async log(appId, limit) {
      if (!(await head(appId))) return [];
      const out = await git({
        directory: folderOf(appId),
        args: [
          'log',
          `--max-count=${Math.trunc(limit)}`,
          '-z',
          '--format=%H%n%an%n%aI%n%s',
          'HEAD',
        ],
      });
      return out.toString().split('\0').filter(Boolean).map(toCommit);
    },
    async readFile({ appId, commit, path }) {
      if (!isCommit(commit) || !(await head(appId))) return undefined;
      try {
        const out = await git({
          directory: folderOf(appId),
          args: ['cat-file', 'blob', `${commit}:${path}`],
        });
        return out.toString('utf8');
      } catch {
        return undefined;
      }
    },
    async exportTo({ appId, commit, directory }) {
      if (!isCommit(commit)) throw new Error('That is not a commit id.');
      await exportCommit({ repository: folderOf(appId), commit, directory });
    },
    remove: appId =>
      inTurn(appId, () =>
        rm(folderOf(appId), { recursive: true, force: true }),
      ),
    async list() {
      return (await readdir(base))
        .filter(name => /^[a-z0-9-]+\.git$/.test(name))
        .map(name => name.slice(0, -4));
    },
  };
}

async function addCommit(directory: string, change: Change): Promise<string> {
  const { files, remove = [], message, author } = change;
  const parent = await headOf(directory);
  const index = join(directory, `index-${process.pid}-${Math.random()}`);
  const env = {
    GIT_INDEX_FILE: index,
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: 'Micro Apps',
    GIT_COMMITTER_EMAIL: 'micro-apps@localhost',
  };
  try {
    if (parent) await git({ directory, args: ['read-tree', parent], env });
    const lines: string[] = remove.map(path => {
      assertPath(path);
      return `0 ${'0'.repeat(40)}\t${path}\0`;
    });
    for (const { path, contentBase64 } of files) {
      assertPath(path);
      const id = await git({
        directory,
        args: ['hash-object', '-w', '--no-filters', '--stdin'],
        input: Buffer.from(contentBase64, 'base64'),
      });
      lines.push(`100644 ${id.toString().trim()}\t${path}\0`);
    }
    await git({
      directory,
      args: ['update-index', '-z', '--index-info'],
      input: lines.join(''),
      env,
    });
    const tree = (await git({ directory, args: ['write-tree'], env }))
      .toString()
      .trim();
    if (parent) {
      const before = await git({
        directory,
        args: ['rev-parse', `${parent}^{tree}`],
      });
      if (before.toString().trim() === tree) return parent;
    }
    const id = await git({
      directory,
      args: ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-F', '-'],
      input: message,
      env,
    });
    const commit = id.toString().trim();
    await git({
      directory,
      args: [
        'update-ref',
        'refs/heads/main',
        commit,
        ...(parent ? [parent] : []),
      ],
    });
    return commit;
  } finally {
    await rm(index, { force: true });
  }
}

async function headOf(directory: string): Promise<string | undefined> {
  try {
    const out = await git({
      directory,
      args: ['rev-parse', '--verify', '--quiet', 'refs/heads/main'],
    });
    return out.toString().trim();
  } catch {
    return undefined;
  }
}

function toCommit(record: string): Commit {
  const [id = '', author = '', at = '', message = ''] = record.split('\n');
  return { id, author, at: new Date(at).toISOString(), message };
}

function isCommit(id: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
