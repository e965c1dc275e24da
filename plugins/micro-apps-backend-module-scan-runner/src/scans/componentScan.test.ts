import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentBaseline } from '@micro-apps/policy-pack';
import { readLockFile } from '../checkout/lockFile';
import { componentScan } from './componentScan';

const registry = 'https://registry.npmjs.org/';
const integrity = `sha512-${'A'.repeat(86)}==`;
const baseline: ComponentBaseline = {
  revision: 'test',
  reviewedBy: 'a reviewer',
  reviewedAt: '2026-11-01',
  expiresAt: '2027-01-30',
  components: [{ purl: 'pkg:npm/left@1.0.0', integrity, licence: 'MIT' }],
};
const left = {
  version: '1.0.0',
  resolved: 'https://registry.npmjs.org/left/-/left-1.0.0.tgz',
  integrity,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'component-scan-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function scan(
  packages: Record<string, unknown>,
  now = '2026-11-24T10:00:00Z',
) {
  await writeFile(
    join(directory, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }),
  );
  const lockFile = await readLockFile(directory, registry);
  return componentScan({ lockFile, baseline, now: new Date(now) });
}

it('passes a package of the list with the reviewed content', async () => {
  const found = await scan({ 'node_modules/left': left });
  expect(found).toMatchObject({
    kind: 'component-scan',
    outcome: 'pass',
    expiresAt: '2027-01-30T00:00:00.000Z',
  });
  expect(found.lockDigest).toMatch(/^[0-9a-f]{64}$/);
});

it('names the digest of exactly the bytes that npm obeys', async () => {
  const found = await scan({ 'node_modules/left': left });
  const text = JSON.stringify({
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/left': left },
  });
  expect(found.lockDigest).toBe(
    createHash('sha256').update(text).digest('hex'),
  );
});

it('fails an unlisted package, in SARIF too', async () => {
  const found = await scan({
    'node_modules/left': left,
    'node_modules/right': {
      ...left,
      resolved: 'https://registry.npmjs.org/right/-/right-1.0.0.tgz',
    },
  });
  expect(found.outcome).toBe('fail');
  expect(found.sarif).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        invocations: [{ executionSuccessful: true }],
        results: [{ ruleId: 'component/not-approved', level: 'error' }],
      },
    ],
  });
});

it('reads the real name of a renamed package', async () => {
  const found = await scan({
    'node_modules/left': {
      ...left,
      name: 'evil',
      resolved: 'https://registry.npmjs.org/evil/-/evil-1.0.0.tgz',
    },
  });
  expect(found.outcome).toBe('fail');
});

it.each([
  ['a folder', { version: '1.0.0', resolved: 'file:../left' }],
  ['a link', { link: true, resolved: 'packages/left' }],
  [
    'a repository',
    { ...left, resolved: 'git+ssh://git@github.com/left/left.git#abc' },
  ],
  [
    'an archive elsewhere',
    { ...left, resolved: 'https://files.example/l.tgz' },
  ],
])('cannot tell a package from %s', async (_, entry) => {
  const found = await scan({ 'node_modules/left': entry });
  expect(found.outcome).toBe('unknown');
  expect(found.sarif).toMatchObject({
    runs: [{ invocations: [{ executionSuccessful: false }] }],
  });
});

it('knows nothing once the list has ended', async () => {
  const found = await scan(
    { 'node_modules/left': left },
    '2027-01-30T00:00:00Z',
  );
  expect(found.outcome).toBe('unknown');
});

it('knows nothing of a lock file without packages', async () => {
  const found = await scan({});
  expect(found.outcome).not.toBe('pass');
});
