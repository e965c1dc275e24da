import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DEFAULT_POLICY_SETTINGS } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { CompactSign } from 'jose';
import { pack } from 'tar-stream';
import { fileHash } from '../bundle/fileHash';

/** Files of a bundle by name. */
export type BundleFiles = Record<string, string | Uint8Array>;

/** Packs files as tar.gz. */
export async function packFiles(files: BundleFiles): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name }, Buffer.from(content));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** The shipped rules as an organisation's bundle. */
export function bundleFiles(
  options: { revision?: string; settings?: object; wasm?: Uint8Array } = {},
): BundleFiles {
  const { revision = '2026.11.1', settings = DEFAULT_POLICY_SETTINGS } =
    options;
  return {
    '/.manifest': JSON.stringify({
      revision,
      roots: [''],
      wasm: [{ entrypoint: 'microapp/suite/decision', module: '/policy.wasm' }],
    }),
    '/data.json': JSON.stringify({ microapp: { settings } }),
    '/policy.wasm': options.wasm ?? readShippedPolicy().wasm,
  };
}

/** A key pair; the public half as PEM. */
export function keyPair(): { privateKey: KeyObject; publicKey: string } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: pair.privateKey,
    publicKey: pair.publicKey
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  };
}

/** Adds `.signatures.json`, as `opa sign` would. */
export async function signed(
  files: BundleFiles,
  options: {
    privateKey: KeyObject;
    claims?: object;
    algorithm?: string;
  },
): Promise<BundleFiles> {
  const { privateKey, claims, algorithm = 'SHA-256' } = options;
  const list = Object.entries(files).map(([name, content]) => ({
    name: name.replace(/^\//, ''),
    hash: fileHash({ name, content: Buffer.from(content), algorithm }) ?? '',
    algorithm,
  }));
  const token = await new CompactSign(
    Buffer.from(JSON.stringify({ files: list, ...claims })),
  )
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  return {
    ...files,
    '/.signatures.json': JSON.stringify({ signatures: [token] }),
  };
}
