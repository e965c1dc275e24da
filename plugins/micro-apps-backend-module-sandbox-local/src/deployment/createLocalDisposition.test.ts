import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptThing, Runtime } from '@micro-apps/plugin-micro-apps-node';
import { createLocalDisposition } from './createLocalDisposition';

const place = { appId: 'tea', environment: 'sandbox' };

let root: string;
let data: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'disposition-'));
  data = join(root, 'apps/tea/sandbox/data');
  mkdirSync(join(data, 'days'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function setUp(state: Runtime['state'] = 'stopped') {
  const calls: string[] = [];
  const runtime = { ...place, state };
  const deployment = {
    get: async () => runtime,
    stop: jest.fn(async () => {
      calls.push('stop');
      runtime.state = 'stopped';
      return runtime;
    }),
    start: jest.fn(async () => {
      calls.push('start');
      runtime.state = 'running';
      return runtime;
    }),
  };
  return {
    calls,
    deployment,
    port: createLocalDisposition({ root, deployment }),
  };
}

async function listed({ port }: Pick<ReturnType<typeof setUp>, 'port'>) {
  const things: KeptThing[] = [];
  for await (const each of port.list({ appId: 'tea' })) things.push(each);
  return things.sort((a, b) => (a.name < b.name ? -1 : 1));
}

it('lists every file of every place, and nothing of an app that is not there', async () => {
  const set = setUp();
  writeFileSync(join(data, 'records.json'), '{}');
  writeFileSync(join(data, 'days/1'), 'lunch');
  mkdirSync(join(root, 'apps/tea/beta/data'), { recursive: true });
  writeFileSync(join(root, 'apps/tea/beta/data/records.json'), '{}');
  expect(await listed(set)).toEqual([
    { ...thing('days/1', 5), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { ...thing('records.json', 2), environment: expect.any(String) },
    { ...thing('records.json', 2), environment: expect.any(String) },
  ]);
  const none = set.port.list({ appId: 'coffee' });
  expect(await none[Symbol.asyncIterator]().next()).toMatchObject({
    done: true,
  });
});

function thing(name: string, bytes: number) {
  return { environment: 'sandbox', name, bytes, digest: expect.any(String) };
}

it('sees through a newer date, and sees other content', async () => {
  const set = setUp();
  const file = join(data, 'records.json');
  writeFileSync(file, 'old');
  const [before] = await listed(set);
  utimesSync(file, new Date(), new Date());
  expect(await listed(set)).toEqual([before]);
  writeFileSync(file, 'new');
  expect((await listed(set))[0].digest).not.toBe(before.digest);
});

it('deletes for real, and again after a crash without a word', async () => {
  const { port, calls } = setUp();
  writeFileSync(join(data, 'records.json'), '{}');
  writeFileSync(join(data, 'stays'), '{}');
  const asked = {
    ...place,
    names: ['records.json', 'days/none'],
    how: 'delete',
  } as const;
  await port.dispose(asked);
  await port.dispose(asked);
  expect(readdirSync(data).sort()).toEqual(['days', 'stays']);
  expect(calls).toEqual([]);
});

it('archives out of the reach of the app, and overwrites nothing there', async () => {
  const { port } = setUp();
  for (let time = 1; time <= 2; time += 1) {
    writeFileSync(join(data, 'records.json'), String(time));
    await port.dispose({ ...place, names: ['records.json'], how: 'archive' });
  }
  expect(existsSync(join(data, 'records.json'))).toBe(false);
  expect(readdirSync(join(root, 'archive/tea/sandbox')).sort()).toEqual([
    'records.json',
    'records.json.2',
  ]);
});

it('stops a copy that runs while its files go, and starts it again', async () => {
  const { port, calls } = setUp('running');
  await port.dispose({ ...place, names: ['records.json'], how: 'delete' });
  expect(calls).toEqual(['stop', 'start']);
});

it('starts it again, too, when the portal was killed in between', async () => {
  const { port, calls, deployment } = setUp('running');
  deployment.start.mockRejectedValueOnce(new Error('killed'));
  const asked = { ...place, names: ['x'], how: 'delete' } as const;
  await expect(port.dispose(asked)).rejects.toThrow('killed');
  await port.dispose(asked);
  expect(calls).toEqual(['stop', 'start']);
  // And leaves alone what somebody stopped since.
  await deployment.stop();
  await port.dispose(asked);
  expect(calls).toEqual(['stop', 'start', 'stop']);
});

it('follows no link and leaves the folder never', async () => {
  const set = setUp();
  const secret = join(root, 'secret');
  mkdirSync(secret);
  writeFileSync(join(secret, 'x'), 'x');
  symlinkSync(secret, join(data, 'away'));
  expect((await listed(set)).map(({ name }) => name)).toEqual(['away']);
  await set.port.dispose({ ...place, names: ['away/x'], how: 'delete' });
  expect(existsSync(join(secret, 'x'))).toBe(true);
  for (const name of ['../../secret/x', '/etc/passwd', '', 'a//b']) {
    await expect(
      set.port.dispose({ ...place, names: [name], how: 'delete' }),
    ).rejects.toThrow('no data file');
  }
  await set.port.dispose({ ...place, names: ['away'], how: 'delete' });
  expect(existsSync(secret)).toBe(true);
  expect(await listed(set)).toEqual([]);
});
