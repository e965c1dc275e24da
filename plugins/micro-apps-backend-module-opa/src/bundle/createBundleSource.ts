import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { boundedFetch } from '../http/boundedFetch';
import type { BundleSource } from './createBundleEngine';
import { BUNDLE_LIMITS } from './readArchive';

const FETCH_TIMEOUT_MS = 10_000;

/**
 * A bundle in a file or at an address; the last good one in a file of its own,
 * so that it outlives a restart.
 */
export function createBundleSource(options: {
  from: { file: string } | { url: URL; token?: string };
  keepIn?: string;
}): BundleSource {
  const { from, keepIn } = options;
  return {
    async fetch() {
      if ('file' in from) return await readBounded(from.file);
      return await boundedFetch(from.url, {
        token: from.token,
        timeoutMs: FETCH_TIMEOUT_MS,
        maxBytes: BUNDLE_LIMITS.packedBytes,
        what: 'The server of the bundle',
      });
    },
    async kept() {
      return keepIn === undefined
        ? undefined
        : await readBounded(keepIn).catch(() => undefined);
    },
    async keep(packed) {
      if (keepIn === undefined) return;
      await mkdir(dirname(keepIn), { recursive: true });
      const half = `${keepIn}.${randomUUID()}`;
      await writeFile(half, packed, { mode: 0o600 });
      await rename(half, keepIn);
    },
  };
}

async function readBounded(file: string): Promise<Uint8Array> {
  const size = await stat(file).then(
    found => found.size,
    () => undefined,
  );
  if (size === undefined)
    throw new Error('The file of the bundle is not there');
  if (size > BUNDLE_LIMITS.packedBytes) {
    throw new Error(
      `The bundle has more than ${BUNDLE_LIMITS.packedBytes} bytes`,
    );
  }
  return await readFile(file);
}
