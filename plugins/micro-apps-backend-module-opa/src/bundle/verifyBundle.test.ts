import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { testsWithOpa } from '@micro-apps/policy-pack/testing';
import {
  bundleFiles,
  keyPair,
  packFiles,
  signed,
  type BundleFiles,
} from '../testing';
import { readArchive } from './readArchive';
import { readBundle } from './readBundle';
import type { VerificationKey } from './verifyBundle';

const { privateKey, publicKey } = keyPair();
const KEY: VerificationKey = { publicKey, algorithm: 'ES256' };

async function reading(
  files: BundleFiles,
  key: VerificationKey | undefined = KEY,
) {
  return await readBundle(await packFiles(files), key);
}

describe('A signed bundle', () => {
  it('is taken when everything in it is what was signed', async () => {
    const bundle = await reading(await signed(bundleFiles(), { privateKey }));
    expect(bundle.revision).toBe('2026.11.1');
    expect(bundle.data).toHaveProperty('microapp.settings.revision');
    expect(bundle.wasm).toEqual(readShippedPolicy().wasm);
  });

  it('is taken whatever the order and blanks of its data', async () => {
    const files = await signed(bundleFiles(), { privateKey });
    const data = JSON.parse(String(files['/data.json']));
    files['/data.json'] = JSON.stringify(data, undefined, 4);
    await expect(reading(files)).resolves.toBeDefined();
  });

  it.each<[string, (files: BundleFiles) => void]>([
    [
      'another rule',
      files => {
        const wasm = Buffer.from(files['/policy.wasm']);
        wasm[wasm.length - 1] ^= 1;
        files['/policy.wasm'] = wasm;
      },
    ],
    [
      'another setting',
      files => {
        files['/data.json'] = String(files['/data.json']).replace(
          '"enforce"',
          '"observe"',
        );
      },
    ],
    [
      'another revision',
      files => {
        files['/.manifest'] = String(files['/.manifest']).replace('.1"', '.2"');
      },
    ],
    ['one file more', files => void (files['/extra/data.json'] = '{"a":1}')],
    ['one file less', files => void delete files['/data.json']],
    ['no signature', files => void delete files['/.signatures.json']],
    [
      'an empty list of signatures',
      files => void (files['/.signatures.json'] = '{"signatures":[]}'),
    ],
    [
      'two signatures',
      files => {
        const { signatures } = JSON.parse(String(files['/.signatures.json']));
        files['/.signatures.json'] = JSON.stringify({
          signatures: [...signatures, ...signatures],
        });
      },
    ],
    [
      'the algorithm "none"',
      files => replaceToken(files, ([, body]) => `${head('none')}.${body}.`),
    ],
    [
      'a secret made of the public key',
      files =>
        replaceToken(files, ([, body]) => {
          const text = `${head('HS256')}.${body}`;
          const mac = createHmac('sha256', publicKey).update(text);
          return `${text}.${mac.digest('base64url')}`;
        }),
    ],
  ])('is refused with %s', async (_, spoil) => {
    const files = await signed(bundleFiles(), { privateKey });
    spoil(files);
    await expect(reading(files)).rejects.toThrow('bundle');
  });

  it('is refused with another key, scope, key id, or a weak hash', async () => {
    const own = await signed(bundleFiles(), {
      privateKey,
      claims: { scope: 'write', keyid: 'k1' },
    });
    const fits = { ...KEY, scope: 'write', keyId: 'k1' };
    await expect(reading(own, fits)).resolves.toBeDefined();
    await expect(reading(own, { ...KEY, scope: 'read' })).rejects.toThrow(
      'scope',
    );
    await expect(reading(own, { ...KEY, keyId: 'k2' })).rejects.toThrow('id');
    const other = keyPair().publicKey;
    await expect(reading(own, { ...KEY, publicKey: other })).rejects.toThrow(
      'configured key',
    );
    const weak = await signed(bundleFiles(), { privateKey, algorithm: 'MD5' });
    await expect(reading(weak)).rejects.toThrow('not what was signed');
  });

  it('needs no signature where no key is set', async () => {
    const packed = await packFiles(bundleFiles());
    await expect(readBundle(packed, undefined)).resolves.toBeDefined();
  });
});

describe('An archive', () => {
  it.each(['../out', 'a/../../out', 'a\\b', '/../x'])(
    'is refused with the name %s',
    async name => {
      const packed = await packFiles({ [name]: 'x' });
      await expect(readArchive(packed)).rejects.toThrow('no plain file');
    },
  );

  it('is refused with the same name twice', async () => {
    const packed = await packFiles({ '/a': 'x', './a': 'y' });
    await expect(readArchive(packed)).rejects.toThrow('no plain file');
  });

  it('is refused when it unpacks to far more than it weighs', async () => {
    const packed = await packFiles({ zeros: Buffer.alloc(40 * 1024 * 1024) });
    expect(packed.length).toBeLessThan(100_000);
    await expect(readArchive(packed)).rejects.toThrow('unpacks to more');
  });

  it('is refused when it is none', async () => {
    await expect(readArchive(Buffer.from('{}'))).rejects.toThrow('no tar.gz');
  });
});

const { opa, test: testWithOpa } = testsWithOpa();

describe("Bundles that OPA's own tools sign", () => {
  testWithOpa('are taken, and refused when something was changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      const keys = join(folder, 'key.pem');
      writeFileSync(
        keys,
        privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
      );
      const content = join(folder, 'content');
      mkdirSync(content);
      const data =
        '{"z":{"text":"<é\\u2028&>","n":1.50,"big":1e3},"a":[null,true]}';
      writeFileSync(join(content, 'data.json'), data);
      const { '/.manifest': manifest } = bundleFiles();
      writeFileSync(join(content, '.manifest'), manifest);
      writeFileSync(join(content, 'policy.wasm'), readShippedPolicy().wasm);
      execFileSync(
        opa,
        ['sign', '--signing-alg', 'ES256', '--signing-key', keys, '-b', '.'],
        { cwd: content },
      );
      const files = Object.fromEntries(
        ['data.json', '.manifest', 'policy.wasm', '.signatures.json'].map(
          name => [name, readFileSync(join(content, name))],
        ),
      );
      await expect(reading(files)).resolves.toMatchObject({
        revision: '2026.11.1',
      });
      const changed = { ...files, 'data.json': data.replace('1.50', '1.51') };
      await expect(reading(changed)).rejects.toThrow('data.json');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function head(alg: string): string {
  return Buffer.from(JSON.stringify({ alg })).toString('base64url');
}

function replaceToken(
  files: BundleFiles,
  change: (parts: readonly string[]) => string,
): void {
  const { signatures } = JSON.parse(String(files['/.signatures.json']));
  files['/.signatures.json'] = JSON.stringify({
    signatures: [change(String(signatures[0]).split('.'))],
  });
}
