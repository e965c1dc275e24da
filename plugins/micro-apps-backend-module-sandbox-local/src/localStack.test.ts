import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendLog, readLog } from './deployment/logFile';
import { assertRegistrySources } from './deployment/installDependencies';
import { createLocalDeployment } from './deployment/createLocalDeployment';
import { createLocalRepository } from './repository/createLocalRepository';
import { originOf } from './names';

const author = { name: 'Maya', email: 'maya@example.com' };
const fixture = join(__dirname, '../test-fixtures/tiny-app');
const file = (path: string, text: string) => ({
  path,
  contentBase64: Buffer.from(text).toString('base64'),
});
const appFiles = ['package.json', 'src/server.ts'].map(path =>
  file(path, readFileSync(join(fixture, path), 'utf8')),
);
const place = { appId: 'tea', environment: 'sandbox' };
jest.setTimeout(60_000);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function setUp(firstPort: number) {
  const repository = await createLocalRepository({ root });
  const { head } = await repository.create({
    appId: 'tea',
    files: [...appFiles, file('.npmrc', 'registry=http://127.0.0.1:9/')],
    message: 'First',
    author,
  });
  const make = () =>
    createLocalDeployment({
      root,
      repository,
      issuer: 'http://localhost:7010',
      firstPort,
    });
  return { repository, head, make, deployment: await make() };
}

/** Adds an entry of any mode, which the port itself never makes. */
function commitEntry(mode: string, content: string, path: string): string {
  const git = (args: string[], input = '') =>
    execFileSync(
      'git',
      [
        '--git-dir',
        join(root, 'repositories/tea.git'),
        '-c',
        'user.name=x',
        '-c',
        'user.email=x@example.com',
        ...args,
      ],
      { input },
    )
      .toString()
      .trim();
  const id =
    mode === '160000'
      ? content
      : git(['hash-object', '-w', '--stdin'], content);
  const tree = git(
    ['mktree', '--missing'],
    `${mode} ${mode === '160000' ? 'commit' : 'blob'} ${id}\t${path}\n`,
  );
  return git(['commit-tree', tree, '-m', 'x']);
}

test('a repository keeps commits, and export refuses links out and submodules', async () => {
  const { repository, head } = await setUp(17100);
  expect(await repository.list()).toEqual(['tea']);
  const next = await repository.commit({
    appId: 'tea',
    files: [file('a', '$Format:%H$'), file('.gitattributes', 'a export-subst')],
    message: 'Second\n\nx',
    author,
  });
  expect((await repository.log('tea', 5)).map(c => c.message)).toEqual([
    'Second',
    'First',
  ]);
  await repository.exportTo({
    appId: 'tea',
    commit: next.head,
    directory: join(root, 'out'),
  });
  expect(readFileSync(join(root, 'out/a'), 'utf8')).toBe('$Format:%H$');
  expect(
    await repository.readFile({ appId: 'tea', commit: head, path: 'a' }),
  ).toBeUndefined();
  for (const [mode, content, says] of [
    ['120000', '../../etc/passwd', /leaves the folder/],
    ['120000', '/etc/passwd', /leaves the folder/],
    ['120000', 'sub/../../x', /leaves the folder/],
    ['160000', head, /submodule/],
  ] as const) {
    const directory = join(root, `x${Math.random()}`);
    await expect(
      repository.exportTo({
        appId: 'tea',
        commit: commitEntry(mode, content, 'odd'),
        directory,
      }),
    ).rejects.toThrow(says);
  }
  await expect(
    repository.create({ appId: '../x', files: [], message: 'x', author }),
  ).rejects.toThrow(/lower-case/);
});

test('a copy runs within its limits, survives a bad deployment and a crash of the portal', async () => {
  const { repository, head, make, deployment } = await setUp(17110);
  const first = await deployment.prepare(place);
  expect(first.jwks.keys[0]).not.toHaveProperty('d');
  expect((await deployment.prepare(place)).keyThumbprint).toBe(
    first.keyThumbprint,
  );
  expect(statSync(join(root, 'apps/tea/sandbox/key.json')).mode % 512).toBe(
    0o600,
  );
  try {
    const runtime = await deployment.deploy({
      ...place,
      commit: head,
      clientId: 'c1',
      dataKind: 'sanitised',
    });
    expect(runtime).toMatchObject({ state: 'running', commit: head });
    const address = `http://127.0.0.1:${new URL(first.url).port}`;
    const seen = await (await fetch(address)).json();
    expect(seen).toMatchObject({
      child: 'ERR_ACCESS_DENIED',
      outside: 'ERR_ACCESS_DENIED',
      release: 'ERR_ACCESS_DENIED',
      parent: 'ERR_ACCESS_DENIED',
      inside: 'allowed',
    });
    expect(seen.env).not.toContain('PATH');
    const bad = await repository.commit({
      appId: 'tea',
      files: [file('src/server.ts', 'throw new Error("broken");')],
      message: 'Bad',
      author,
    });
    await expect(
      deployment.deploy({
        ...place,
        commit: bad.head,
        clientId: 'c1',
        dataKind: 'sanitised',
      }),
    ).rejects.toThrow(/broken/);
    expect(await deployment.get(place)).toMatchObject({
      state: 'running',
      commit: head,
    });
    const { process: old } = JSON.parse(
      readFileSync(join(root, 'apps/tea/sandbox/state.json'), 'utf8'),
    );
    const second = await make();
    expect(await second.recover()).toEqual([]);
    expect(await second.get(place)).toMatchObject({
      state: 'running',
      commit: head,
    });
    expect(
      JSON.parse(
        readFileSync(join(root, 'apps/tea/sandbox/state.json'), 'utf8'),
      ).process.pid,
    ).not.toBe(old.pid);
    await fetch(`${address}/die`).catch(() => undefined);
    await new Promise(done => setTimeout(done, 300));
    expect(await second.get(place)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('ended unexpectedly'),
    });
    await second.start(place);
    await second.remove(place);
    expect(existsSync(join(root, 'apps/tea/sandbox'))).toBe(false);
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    await deployment.shutdown();
  }
});

test('packages from anywhere but the registry are refused', () => {
  const check = (entry: Record<string, unknown>) => () =>
    assertRegistrySources({
      manifest: {},
      lock: { lockfileVersion: 3, packages: { 'node_modules/a': entry } },
      registry: 'https://packages.example/',
    });
  expect(check({ resolved: 'https://registry.npmjs.org/a.tgz' })).not.toThrow();
  for (const resolved of [
    'git+ssh://git@example.com/a.git',
    'file:../a',
    'http://evil.example/a.tgz',
  ]) {
    expect(check({ resolved })).toThrow(/registry/);
  }
});

test('logs are bounded and copies of different apps have different hosts', async () => {
  const log = join(root, 'app.log');
  for (let i = 0; i < 800; i += 1) appendLog(log, 'x'.repeat(3990), new Date());
  expect(statSync(log).size + statSync(`${log}.1`).size).toBeLessThan(
    2.1 * 1024 * 1024,
  );
  expect(await readLog(log, 3)).toHaveLength(3);
  expect(originOf({ appId: 'a', environment: 'sandbox', port: 1 })).toBe(
    'http://a.localhost:1',
  );
  expect(originOf({ appId: 'a', environment: 'beta', port: 1 })).toBe(
    'http://a-beta.localhost:1',
  );
});
