import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MICRO_APPS_EVENT_TYPES } from '@micro-apps/plugin-micro-apps-common';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';

const PAGE = readFileSync(
  resolve(__dirname, '../../../../docs/how-to/webhooks.md'),
  'utf8',
);
const SECRET = 's'.repeat(32);

describe('the page about webhooks', () => {
  let folder: string;
  let receiver: ChildProcess;
  let url: string;
  let printed: string;

  beforeAll(async () => {
    const [, code] = /```js\n([\s\S]*?)```/.exec(PAGE) ?? [];
    folder = mkdtempSync(join(tmpdir(), 'receiver-'));
    writeFileSync(join(folder, 'receiver.mjs'), code);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    printed = '';
    receiver = spawn(process.execPath, [join(folder, 'receiver.mjs')], {
      env: { PORT: String(port), WEBHOOK_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout?.on('data', chunk => {
      printed += chunk;
    });
    for (let tries = 0; tries < 100; tries += 1) {
      if (await fetch(url).catch(() => undefined)) return;
      await new Promise(done => setTimeout(done, 50));
    }
    throw new Error('The receiver of the page does not start');
  }, 20_000);
  afterAll(() => {
    receiver.kill();
    rmSync(folder, { recursive: true });
  });

  async function send(options: {
    id: string;
    at?: Date;
    secrets?: string[];
    body?: string;
  }) {
    const { id, at = new Date(), secrets = [SECRET] } = options;
    const body = JSON.stringify({
      type: 'app.registered',
      appId: 'a',
      link: id,
    });
    const { status } = await fetch(url, {
      method: 'POST',
      headers: signDelivery({ body, id, secrets, at }),
      body: options.body ?? body,
    });
    return status;
  }

  it('shows a receiver that takes what we sign, once', async () => {
    expect(await send({ id: 'one' })).toBe(204);
    expect(await send({ id: 'one' })).toBe(204);
    expect(await send({ id: 'two', secrets: ['n'.repeat(32), SECRET] })).toBe(
      204,
    );
    expect(printed).toBe('app.registered a one\napp.registered a two\n');
  });

  it('and nothing else', async () => {
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
    expect(await send({ id: 'x', secrets: ['n'.repeat(32)] })).toBe(401);
    expect(await send({ id: 'x', at: hours(-1) })).toBe(401);
    expect(await send({ id: 'x', at: hours(1) })).toBe(401);
    expect(await send({ id: 'x', body: '{}' })).toBe(401);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(printed).not.toContain(' x');
  });

  it('lists every kind of event and no other', () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z.-]+)` +\|/gm)];
    expect(rows.map(([, kind]) => kind)).toEqual([...MICRO_APPS_EVENT_TYPES]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(done => {
    server.close(done);
  });
  return port;
}
