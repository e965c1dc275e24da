import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { git } from './git';

/**
 * Writes the files of a commit byte by byte from git's object store. Neither
 * `git archive` nor a checkout is used: attributes of the repository could
 * make those alter content or run filters.
 *
 * @throws Error with a sentence for submodules, links out and odd names
 */
export async function exportCommit(options: {
  repository: string;
  commit: string;
  directory: string;
}): Promise<void> {
  const { repository, commit, directory } = options;
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length > 0) {
    throw new Error('The folder to write the files to is not empty.');
  }
  const listing = await git({
    directory: repository,
    args: ['ls-tree', '-r', '-z', '--full-tree', commit],
  });
  const entries = listing
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map(readEntry);
  const contents = await readBlobs(
    repository,
    entries.map(entry => entry.id),
  );
  // Everything is judged before anything is written.
  entries.forEach((entry, index) => {
    if (entry.mode === '120000') assertInside(entry.path, contents[index]);
  });
  for (const [index, { path, mode }] of entries.entries()) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    if (mode === '120000') await symlink(contents[index].toString(), target);
    else await writeFile(target, contents[index], { flag: 'wx', mode: 0o644 });
  }
}

function readEntry(line: string) {
  const match = /^(\d{6}) (\w+) ([0-9a-f]{40,64})\t([\s\S]+)$/.exec(line);
  const [, mode = '', , id = '', path = ''] = match ?? [];
  if (mode === '160000') {
    throw new Error(
      `"${path}" is a submodule. Put its files into this repository instead.`,
    );
  }
  if (!['100644', '100755', '120000'].includes(mode)) {
    throw new Error(`"${path}" is not a plain file, so it is refused.`);
  }
  assertPath(path);
  return { mode, id, path };
}

/** @throws Error with a sentence unless `path` is a plain path inside. */
export function assertPath(path: string): void {
  const parts = path.split('/');
  const odd = [...path].some(c => c < ' ' || c === '\\' || c === '\uFFFD');
  if (
    odd ||
    parts.some(
      part => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git',
    )
  ) {
    throw new Error(`"${path}" is not a file name that can be used here.`);
  }
}

function assertInside(path: string, content: Buffer): void {
  const target = content.toString('utf8');
  const descent = target.replace(/^(\.\.(\/|$))+/, '').split('/');
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  if (
    target.startsWith('/') ||
    target.includes('\0') ||
    resolved === '..' ||
    resolved.startsWith('../') ||
    // `..` after a name could pass through another link and lead elsewhere.
    descent.includes('..')
  ) {
    throw new Error(
      `"${path}" is a link that leaves the folder. Replace it by a file.`,
    );
  }
}

async function readBlobs(
  repository: string,
  ids: readonly string[],
): Promise<Buffer[]> {
  if (ids.length === 0) return [];
  const out = await git({
    directory: repository,
    args: ['cat-file', '--batch'],
    input: `${ids.join('\n')}\n`,
  });
  let offset = 0;
  return ids.map(() => {
    const end = out.indexOf(10, offset);
    const header = out.subarray(offset, end).toString().split(' ');
    if (header[1] !== 'blob') throw new Error('A file of it is missing.');
    const size = Number(header[2]);
    const content = out.subarray(end + 1, end + 1 + size);
    offset = end + 1 + size + 1;
    return content;
  });
}
