import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  APP,
  audited,
  IVAN,
  MAYA,
  MEDIUM,
  registered,
  SAM,
  settled,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { useDatabases } from '../__testUtils__/databases';
import { createDatabase } from '../kernel/database';
import { enqueueNotice } from '../kernel/notices';
import { enqueue } from '../kernel/outbox';
import { createLagWatch } from '../kernel/watchLag';

const start = usePortals();
const databases = useDatabases();

async function failedMessage({ knex }: Portal, key = 'gone:event-1') {
  const [{ id }] = await knex('micro_apps_outbox')
    .insert({
      topic: 'webhook.gone',
      message_key: key,
      payload: JSON.stringify({ appId: APP, secret: 'payload stays inside' }),
      state: 'failed',
      attempts: 8,
      reason: 'It answered 400',
      created_at: '2026-11-25T08:00:00.000Z',
      due_at: '2026-11-25T08:05:00.000Z',
      finished_at: '2026-11-25T08:10:00.000Z',
    })
    .returning('id');
  return String(id);
}

describe('deliveries', () => {
  it('are shown to administrators: what failed, what waits, and since when', async () => {
    const portal = await start();
    const id = await failedMessage(portal);
    const soon = new Date(Date.now() + 3_600_000);
    await portal.knex.transaction(tx =>
      enqueue(tx, {
        topic: 'clock.test',
        key: 'clock',
        payload: {},
        at: new Date(),
        dueAt: soon,
      }),
    );
    const { body } = await portal.as(IVAN).get('/outbox').expect(200);
    expect(body).toEqual({
      items: [
        {
          id,
          topic: 'webhook.gone',
          appId: APP,
          state: 'failed',
          attempts: 8,
          createdAt: '2026-11-25T08:00:00.000Z',
          at: '2026-11-25T08:10:00.000Z',
          reason: 'It answered 400',
        },
      ],
      waiting: 0,
      scheduled: 1,
      failed: 1,
      late: false,
      webhooks: [],
      notices: { held: { notices: 0, people: 0 } },
    });
    expect(JSON.stringify(body)).not.toContain('payload stays inside');
    const waiting = await portal.as(IVAN).get('/outbox?state=waiting');
    expect(waiting.body.items).toMatchObject([
      { topic: 'clock.test', at: soon.toISOString() },
    ]);
  });

  it('come page by page, the newest first', async () => {
    const portal = await start();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift(await failedMessage(portal, `gone:event-${index}`));
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as(IVAN)
        .get(`/outbox?limit=2${cursor && `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  it('are for administrators only', async () => {
    const portal = await start();
    const id = await failedMessage(portal);
    for (const ref of [MAYA, SAM]) {
      await portal.as(ref).get('/outbox').expect(403);
      await portal.as(ref).post(`/outbox/${id}/retry`).expect(403);
    }
    const closed = await start({
      denied: ['micro-apps.outbox.read', 'micro-apps.outbox.retry'],
    });
    await closed.as(IVAN).get('/outbox').expect(403);
    await closed.as(IVAN).post(`/outbox/${id}/retry`).expect(403);
  });

  it('that were set aside are tried again, once, and that is on record', async () => {
    const portal = await start();
    const id = await failedMessage(portal);
    const retry = (which: string) =>
      portal.as(IVAN).post(`/outbox/${which}/retry`);
    const { body } = await retry(id).expect(200);
    expect(body).toEqual({ id, state: 'waiting' });
    expect(await audited(portal)).toEqual(['outbox.retried']);
    for (const which of [id, '99999', 'x', '0', '1e3', '9'.repeat(30)]) {
      const refused = await retry(which).expect(409);
      expect(refused.body.error.message).toContain('not set aside any more');
    }
    expect(await audited(portal)).toHaveLength(1);
  });
});

describe('a change', () => {
  it('reaches a webhook and a person’s inbox', async () => {
    const bodies: { type: string; appId: string; link: string }[] = [];
    const receiver = createServer(async (req, res) => {
      let text = '';
      for await (const chunk of req) text += chunk;
      bodies.push(JSON.parse(text));
      res.end();
    });
    await new Promise<void>(done => {
      receiver.listen(0, '127.0.0.1', done);
    });
    const { port } = receiver.address() as AddressInfo;
    const portal = await start({
      microApps: {
        notices: { silent: false },
        webhooks: [
          {
            id: 'siem',
            url: `http://127.0.0.1:${port}/hook`,
            secret: 's'.repeat(32),
            events: ['app.*'],
            allowPrivate: true,
          },
        ],
      },
    });
    // Told since the start: what is due a moment later is news.
    const at = new Date(Date.now() + 1);
    await portal.knex.transaction(tx =>
      enqueueNotice(tx, {
        key: 'hello',
        kind: 'test.hello',
        to: { administrators: true },
        title: 'Hello',
        text: 'There',
        link: '/micro-apps',
        urgent: true,
        at,
      }),
    );
    await registered(portal, MEDIUM);
    await settled(portal);
    for (let tries = 0; tries < 100 && portal.told.length === 0; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(bodies).toMatchObject([{ type: 'app.registered', appId: APP }]);
    expect(portal.told).toMatchObject([
      {
        recipients: { entityRef: IVAN },
        payload: { title: 'Hello', link: '/micro-apps' },
      },
    ]);
    const { body } = await portal.as(IVAN).get('/outbox').expect(200);
    expect(body).toMatchObject({
      failed: 0,
      webhooks: [{ id: 'siem', waiting: 0, failed: 0 }],
      notices: { toldSince: expect.any(String) },
    });
    receiver.closeAllConnections();
    receiver.close();
  });

  it('does not start a portal whose webhooks or notices are wrong', async () => {
    await expect(
      start({ microApps: { notices: { digestAt: 'noon' } } }),
    ).rejects.toThrow(/digestAt/);
    await expect(
      start({
        microApps: {
          webhooks: [
            {
              id: 'siem',
              url: 'http://siem.example.com',
              secret: 's'.repeat(32),
              events: ['*'],
            },
          ],
        },
      }),
    ).rejects.toThrow(/needs https/);
  });
});

describe('late deliveries', () => {
  it('are told in the log when it begins, every hour, and when it is over', async () => {
    const knex = await databases.init();
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    const logger = mockServices.logger.mock();
    let now = new Date('2026-11-25T08:00:00.000Z');
    const at = (minutes: number) => {
      now = new Date(Date.parse('2026-11-25T08:00:00.000Z') + minutes * 60_000);
    };
    const look = createLagWatch({
      database: createDatabase(knex),
      clock: () => now,
      logger,
    });
    const note = (key: string, dueAt?: Date) =>
      knex.transaction(tx =>
        enqueue(tx, { topic: 't', key, payload: {}, at: now, dueAt }),
      );
    await note('a');
    await note('clock', new Date('2026-11-26T08:00:00.000Z'));
    // Back-off does not hide how long it has waited.
    await knex('micro_apps_outbox')
      .where({ message_key: 'a' })
      .update({ due_at: '2026-11-25T08:30:00.000Z', attempts: 5 });
    const alarms = async (minutes: number) => {
      at(minutes);
      await look();
      return logger.error.mock.calls.length;
    };
    expect(await alarms(15)).toBe(0);
    expect(await alarms(16)).toBe(1);
    expect(logger.error.mock.calls[0][0]).toContain('2026-11-25T08:00:00.000Z');
    expect(await alarms(17)).toBe(1);
    expect(await alarms(76)).toBe(2);
    await knex('micro_apps_outbox').where({ message_key: 'a' }).delete();
    expect(await alarms(77)).toBe(2);
    expect(logger.info).toHaveBeenCalledWith('Deliveries are on time again');
    await note('b');
    expect(await alarms(93)).toBe(3);
  });
});
