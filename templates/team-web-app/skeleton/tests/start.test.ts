import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { REGISTRATION } from './support/startApp.ts';
import { startSignInService } from './support/signInService.ts';
import type { SignInService } from './support/signInService.ts';
import { createVisitor } from './support/visitor.ts';

const ROOT = join(import.meta.dirname, '..');
const PACKAGES = join(ROOT, 'node_modules');

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts `src/server.ts` as the platform does: Node's permission model on. */
function start(options: {
  release: string;
  reads: readonly string[];
  data: string;
  env: Record<string, string>;
}) {
  const { release, reads, data, env } = options;
  const child = spawn(
    process.execPath,
    [
      '--disable-sigusr1',
      '--permission',
      ...[release, data, ...reads].map(path => `--allow-fs-read=${path}`),
      `--allow-fs-write=${data}`,
      'src/server.ts',
    ],
    { cwd: release, env: { NODE_NO_WARNINGS: '1', ...env } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      output += String(chunk);
    });
  }
  return { child, output: () => output };
}

describe('the start of the app', () => {
  let root = '';
  let service: SignInService;
  let env: Record<string, string>;
  before(async () => {
    service = await startSignInService();
    root = await realpath(await mkdtemp(join(tmpdir(), 'team-web-app-')));
    const release = join(root, 'release');
    await mkdir(join(root, 'data'));
    for (const part of ['src', 'public', 'routes.json', 'package.json']) {
      await cp(join(ROOT, part), join(release, part), { recursive: true });
    }
    await symlink(PACKAGES, join(release, 'node_modules'));
    await writeFile(
      join(release, 'micro-app.json'),
      JSON.stringify(REGISTRATION),
    );
    await writeFile(join(root, 'key.json'), service.clientKey);
    const port = await freePort();
    env = {
      PORT: String(port),
      HOST: '127.0.0.1',
      APP_ORIGIN: `http://tea-round.localhost:${port}`,
      OIDC_ISSUER: service.issuer,
      OIDC_CLIENT_ID: service.clientId,
      OIDC_PRIVATE_KEY_FILE: join(root, 'key.json'),
      PEOPLE_API_URL: service.peopleApiUrl,
      DATA_DIR: join(root, 'data'),
      APP_ENVIRONMENT: 'sandbox',
      GIT_COMMIT: 'abc1234',
    };
  });
  after(async () => {
    await service.stop();
    await rm(root, { recursive: true, force: true });
  });

  const places = () => ({
    release: join(root, 'release'),
    data: join(root, 'data'),
    reads: [join(root, 'key.json'), PACKAGES],
  });

  it('works with only its own folder to read and its data to write, until it is told to end', async () => {
    const { child, output } = start({ ...places(), env });
    const ended = once(child, 'exit');
    for (let waited = 0; !output().includes('"started"'); waited++) {
      assert.ok(child.exitCode === null && waited < 300, output());
      await sleep(50);
    }
    const visitor = createVisitor(String(env['APP_ORIGIN']));
    const page = await visitor.signIn();
    assert.equal(page.status, 200);
    assert.match(page.body, /Sample: quiet Tuesday/);
    const form = { title: 'Sencha', rating: '4', consent: 'yes' };
    assert.equal((await visitor.post('/entries', { form })).status, 303);
    const health = JSON.parse((await visitor.get('/health')).body);
    assert.deepEqual(health, {
      status: 'ok',
      app: 'tea-round',
      environment: 'sandbox',
      commit: 'abc1234',
    });
    child.kill('SIGTERM');
    const [code] = await ended;
    assert.equal(code, 0, output());
    for (const line of output().trim().split('\n')) JSON.parse(line);
  });

  it('stops with one sentence that names what is missing and repeats no value', async () => {
    const { child, output } = start({
      ...places(),
      env: { ...env, DATA_DIR: '', OIDC_ISSUER: 'http://elsewhere.invalid' },
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.match(output(), /^The app cannot start: .*OIDC_ISSUER.*DATA_DIR/);
    assert.doesNotMatch(output(), /elsewhere/);
    assert.equal(output().trim().split('\n').length, 1);
  });

  it('stops with one sentence when its data is damaged, and leaves it alone', async () => {
    const file = join(root, 'data/records.json');
    await writeFile(file, '{"version":1');
    const { child, output } = start({ ...places(), env });
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.match(output(), /its data file is damaged/);
    assert.equal(await readFile(file, 'utf8'), '{"version":1');
  });
});
