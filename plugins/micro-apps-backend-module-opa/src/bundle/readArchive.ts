import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** Limits of a bundle: packed, unpacked, number of files. */
export const BUNDLE_LIMITS = {
  packedBytes: 8 * 1024 * 1024,
  bytes: 32 * 1024 * 1024,
  files: 2_000,
} as const;

/**
 * Unpacks a tar.gz into memory; nothing is written to disk. Links, names that
 * leave the bundle, the same name twice and anything over {@link BUNDLE_LIMITS}
 * are refused.
 *
 * @returns the files by name, without a leading slash
 */
export async function readArchive(
  packed: Uint8Array,
): Promise<ReadonlyMap<string, Buffer>> {
  const archive = extract();
  archive.end(await unpack(packed));
  const files = new Map<string, Buffer>();
  for await (const entry of archive) {
    const { name, type = 'file' } = entry.header;
    const path = pathOf(name);
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (type === 'directory') continue;
    if (type !== 'file' || path === undefined || files.has(path)) {
      throw new Error(
        `The bundle holds something that is no plain file: ${name.slice(
          0,
          100,
        )}`,
      );
    }
    files.set(path, Buffer.concat(chunks));
    if (files.size > BUNDLE_LIMITS.files) {
      throw new Error(`The bundle has more than ${BUNDLE_LIMITS.files} files`);
    }
  }
  return files;
}

async function unpack(packed: Uint8Array): Promise<Buffer> {
  const { packedBytes, bytes } = BUNDLE_LIMITS;
  if (packed.byteLength > packedBytes) {
    throw new Error(`The bundle has more than ${packedBytes} bytes`);
  }
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: bytes });
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new Error(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `The bundle unpacks to more than ${bytes} bytes`
        : 'The bundle is no tar.gz',
    );
  }
}

/** `/a/b` and `./a/b` are `a/b`; `undefined` for what leaves the bundle. */
function pathOf(name: string): string | undefined {
  const parts = name
    .replace(/^\.?\/+/, '')
    .replace(/\/$/, '')
    .split('/')
    .filter(part => part !== '.');
  const isPlain = parts.every(
    part => part !== '' && part !== '..' && !/[\\\0]/.test(part),
  );
  return isPlain && parts.length > 0 ? parts.join('/') : undefined;
}
