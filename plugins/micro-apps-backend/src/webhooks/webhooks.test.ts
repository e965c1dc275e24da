import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { MicroAppsEvent } from '@micro-apps/plugin-micro-apps-common';
import { verifyDelivery } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { useDatabases } from '../__testUtils__/databases';
import { eventOf } from '../kernel/auditEvents';
import { createDatabase } from '../kernel/database';
import { createWebhooks } from './createWebhooks';
import { readWebhooks } from './readWebhooks';

const SECRET = 's'.repeat(32);
const NEW_SECRET = 'n'.repeat(32);
const databases = useDatabases();

jest.setTimeout(60_000);

type Answer = (req: IncomingMessage, body: string) => number | 'hang' | 'reset';

describe('webhooks', () => {
  let knex: Knex;
  let now: Date;
  let server: Server;
  let url: string;
  let answer: Answer;
  let received: { body: string; headers: IncomingMessage['headers'] }[];

  beforeEach(async () => {
    knex = await databases.init();
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    now = new Date('2026-11-25T08:00:00.000Z');
    received = [];
    answer = () => 200;
    server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += chunk;
      const status = answer(req, body);
      if (status === 'hang') return;
      if (status === 'reset') {
        req.socket.resetAndDestroy();
        return;
      }
      if (status < 300) received.push({ body, headers: req.headers });
      if (status === 302) res.setHeader('location', 'http://169.254.169.254/');
      res.statusCode = status;
      res.end('ignored');
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function later(seconds: number) {
    now = new Date(now.getTime() + seconds * 1000);
  }

  function webhooks(
    changes: Record<string, unknown> = {},
    others: object[] = [],
  ) {
    const logger = mockServices.logger.mock();
    const read = readWebhooks(
      mockServices.rootConfig({
        data: {
          microApps: {
            webhooks: [
              {
                id: 'siem',
                url,
                secret: SECRET,
                events: ['*'],
                allowPrivate: true,
                ...changes,
              },
              ...others,
            ],
          },
        },
      }),
    );
    const hooks = createWebhooks(
      { database: createDatabase(knex), clock: () => now, logger },
      {
        webhooks: read,
        baseUrl: 'https://portal.example.com/',
        limits: { connectMs: 300, totalMs: 300 },
      },
    );
    return Object.assign(hooks, { logger });
  }

  function event(seq: number, appId = 'where2eat'): MicroAppsEvent {
    const made = eventOf({
      seq,
      at: now.toISOString(),
      action: 'request.opened',
      appId,
      details: { requestId: `r-${seq}` },
    });
    if (!made) throw new Error('No event');
    return made;
  }

  async function happen(
    hooks: ReturnType<typeof webhooks>,
    ...events: MicroAppsEvent[]
  ) {
    await knex.transaction(async tx => {
      for (const each of events) await hooks.note(tx, each);
    });
  }

  const sequences = () =>
    received.map(({ body }): number => JSON.parse(body).sequence);

  it('are told once, signed, with a whole link and a lasting id', async () => {
    const hooks = webhooks();
    await happen(hooks, event(1));
    await happen(hooks, event(1));
    await hooks.drain();
    expect(received).toHaveLength(1);
    const [{ body, headers }] = received;
    expect(JSON.parse(body)).toEqual({
      ...event(1),
      link: 'https://portal.example.com/catalog/default/component/where2eat/risk',
    });
    const check = (secret: string, at = now) =>
      verifyDelivery({
        headers,
        body: Buffer.from(body),
        secrets: [secret],
        now: at,
      });
    expect(check(SECRET)).toMatchObject({ ok: true, id: 'siem:event-1' });
    expect(check(NEW_SECRET)).toMatchObject({ ok: false });
    await hooks.stop();
  });

  it('are signed with both secrets while one takes the place of the other', async () => {
    const hooks = webhooks({ secret: [NEW_SECRET, SECRET] });
    await happen(hooks, event(1));
    await hooks.drain();
    const [{ body, headers }] = received;
    for (const secret of [SECRET, NEW_SECRET]) {
      expect(
        verifyDelivery({
          headers,
          body: Buffer.from(body),
          secrets: [secret],
          now,
        }),
      ).toMatchObject({ ok: true });
    }
    await hooks.stop();
  });

  it('get what they asked for and nothing else', async () => {
    const hooks = webhooks({ events: ['app.*', 'request.decided'] });
    const registered = { ...event(2), type: 'app.registered' as const };
    await happen(hooks, event(1), registered);
    await hooks.drain();
    expect(sequences()).toEqual([2]);
    await hooks.stop();
  });

  it('that were down for a day get everything in order and nothing is lost', async () => {
    const states: Answer[] = [
      () => 503,
      () => 'reset',
      () => 'hang',
      () => 429,
    ];
    let attempts = 0;
    answer = (...asked) => {
      attempts += 1;
      return states[attempts % states.length](...asked);
    };
    const hooks = webhooks();
    const apps = ['a', 'b', 'c'];
    const total = 30;
    for (let seq = 1; seq <= total; seq += 1) {
      await happen(hooks, event(seq, apps[seq % 3]));
    }
    for (let hour = 0; hour < 24; hour += 1) {
      await hooks.drain();
      later(3600);
    }
    expect(received).toEqual([]);
    answer = () => 204;
    await hooks.drain();
    expect([...sequences()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: total }, (_, index) => index + 1),
    );
    for (const app of apps) {
      const ofApp = received
        .map(({ body }) => JSON.parse(body))
        .filter(({ appId }) => appId === app)
        .map(({ sequence }) => sequence);
      expect(ofApp).toEqual([...ofApp].sort((a, b) => a - b));
    }
    expect(hooks.logger.error).not.toHaveBeenCalled();
    await hooks.stop();
  });

  it.each([[400], [404], [302]])(
    'that answer %s set the event aside after eight attempts and get the rest',
    async status => {
      answer = (_req, body) => (JSON.parse(body).sequence === 1 ? status : 200);
      const hooks = webhooks();
      await happen(hooks, event(1), event(2), event(3, 'other'));
      await hooks.drain();
      expect(sequences()).toEqual([3]);
      for (let attempt = 1; attempt < 8; attempt += 1) {
        later(300);
        await hooks.drain();
      }
      expect(sequences()).toEqual([3, 2]);
      const row = await knex('micro_apps_outbox')
        .where({ message_key: 'siem:event-1' })
        .first();
      expect(row).toMatchObject({ state: 'failed', attempts: 8 });
      expect(row.reason).toContain(`It answered ${status}`);
      expect(hooks.logger.error).toHaveBeenCalledTimes(1);
      await hooks.stop();
    },
  );

  it('that hang hold up no other', async () => {
    const slow = createServer(() => {});
    await new Promise<void>(done => {
      slow.listen(0, '127.0.0.1', done);
    });
    const { port } = slow.address() as AddressInfo;
    const hooks = webhooks({ url: `http://127.0.0.1:${port}/` }, [
      { id: 'fine', url, secret: SECRET, events: ['*'], allowPrivate: true },
    ]);
    await happen(hooks, event(1), event(2));
    await hooks.drain();
    expect(sequences()).toEqual([1, 2]);
    await hooks.stop();
    slow.closeAllConnections();
    slow.close();
  });

  it('go to nobody inside, whatever the name says', async () => {
    const port = new URL(url).port;
    const hooks = webhooks({
      url: `https://localhost:${port}/`,
      allowPrivate: false,
    });
    await happen(hooks, event(1));
    await hooks.drain();
    const row = await knex('micro_apps_outbox')
      .where({ message_key: 'siem:event-1' })
      .first();
    expect(row.reason).toContain('Nothing is sent to localhost');
    expect(received).toEqual([]);
    await hooks.stop();
  });

  it('that are no longer configured leave nothing waiting for ever', async () => {
    const before = webhooks();
    await happen(before, event(1));
    const after = webhooks({ id: 'other' });
    await happen(after, event(2));
    await after.start();
    await after.drain();
    const rows = await knex('micro_apps_outbox')
      .whereLike('topic', 'webhook.%')
      .orderBy('id')
      .select('state', 'reason');
    expect(rows).toEqual([
      { state: 'failed', reason: expect.stringContaining('no longer') },
      { state: 'done', reason: null },
    ]);
    await after.stop();
    await before.stop();
  });
});

describe('the configuration of webhooks', () => {
  const GOOD = {
    id: 'siem',
    url: 'https://siem.example.com/hook',
    secret: SECRET,
    events: ['*'],
  };
  const read = (...webhooks: object[]) =>
    readWebhooks(
      mockServices.rootConfig({
        data: JSON.parse(JSON.stringify({ microApps: { webhooks } })),
      }),
    );

  it('may be left out', () => {
    expect(readWebhooks(mockServices.rootConfig())).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['no id', { id: 'A B' }, /small letters/],
    ['no address', { url: 'siem' }, /whole address/],
    ['plain http', { url: 'http://siem.example.com' }, /needs https/],
    ['another protocol', { url: 'file:///etc/passwd' }, /needs https/],
    ['a password', { url: 'https://me:pw@siem.example.com' }, /password/],
    ['an inner address', { url: 'https://10.0.0.1/' }, /cannot be reached/],
    ['a decimal address', { url: 'https://2130706433/' }, /cannot be reached/],
    ['a short secret', { secret: 'tiny-secret' }, /32 characters/],
    ['no secret', { secret: undefined }, /32 characters/],
    ['three secrets', { secret: [SECRET, SECRET, SECRET] }, /32 characters/],
    ['an unknown event', { events: ['app.eaten'] }, /app\.eaten.*There are/],
    ['no event', { events: [] }, /no event/],
  ])('with %s stops the start and says why', (_, change, message) => {
    let thrown = '';
    try {
      read({ ...GOOD, ...change });
    } catch (error) {
      thrown = String(error);
    }
    expect(thrown).toMatch(message);
    expect(thrown).not.toContain('tiny-secret');
    expect(thrown).not.toContain(SECRET);
  });

  it('has each id once', () => {
    expect(() => read(GOOD, GOOD)).toThrow(/two webhooks/);
    expect(read(GOOD)).toHaveLength(1);
  });
});
