import { mockServices } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { createDatabase } from './database';
import {
  cancelQueued,
  cleanOutbox,
  enqueue,
  Outbox,
  ReceiverAway,
  timeOfWork,
  type OutboxMessage,
} from './outbox';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const TOPIC = 'test.told';
const START = new Date('2026-11-25T08:00:00.000Z');

jest.setTimeout(60_000);

describe.each([1, 20])('the outbox that takes %i at once', atOnce => {
  let knex: Knex;
  let now: Date;
  let done: string[];

  beforeEach(async () => {
    knex = await databases.init();
    now = START;
    done = [];
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
  });

  function later(seconds: number) {
    now = new Date(now.getTime() + seconds * 1000);
  }

  async function note(message: Partial<OutboxMessage> & { key: string }) {
    await knex.transaction(tx =>
      enqueue(tx, { topic: TOPIC, payload: {}, at: now, ...message }),
    );
  }

  function outbox(
    handle: (key: string) => Promise<void> = async () => {},
    random = 1,
  ) {
    const logger = mockServices.logger.mock();
    const box = new Outbox({
      database: createDatabase(knex),
      clock: () => now,
      logger,
      random: () => random,
      atOnce,
    });
    box.on(TOPIC, async (_payload, { key }) => {
      await handle(key);
      done.push(key);
    });
    return Object.assign(box, { logger });
  }

  async function rowOf(key: string) {
    return await knex('micro_apps_outbox').where({ message_key: key }).first();
  }

  it('does what is due once, and keeps a clock until its time has come', async () => {
    const box = outbox();
    await note({ key: 'now' });
    await note({ key: 'now', payload: { again: true } });
    await note({
      key: 'tomorrow',
      dueAt: new Date(START.getTime() + 86_400_000),
    });
    await box.drain();
    await box.drain();
    expect(done).toEqual(['now']);
    later(86_400 - 1);
    await box.drain();
    expect(done).toEqual(['now']);
    later(1);
    await box.drain();
    expect(done).toEqual(['now', 'tomorrow']);
  });

  it('neither does early nor forgets what was taken before the clock was set back', async () => {
    const wantedAt = new Date(START.getTime() + 60_000);
    const taken: string[] = [];
    const box = outbox(async key => {
      taken.push(key);
      // Between taking it and looking at it.
      if (taken.length === 1) later(-30);
      timeOfWork(() => now, { wantedAt });
    });
    await note({ key: 'clock', dueAt: wantedAt });
    later(60);
    await box.drain();
    expect([taken, done]).toEqual([['clock'], []]);
    expect(await rowOf('clock')).toMatchObject({
      state: 'waiting',
      failures: 0,
      due_at: wantedAt.toISOString(),
    });
    await box.drain();
    later(30);
    await box.drain();
    expect([taken, done]).toEqual([['clock', 'clock'], ['clock']]);
  });

  it('takes back what waits, by key or prefix, and lets it be written again', async () => {
    const box = outbox();
    const dueAt = new Date(START.getTime() + 60_000);
    for (const key of ['r1:maker', 'r1:reviewer', 'R1:x', 'r1_y', 'r2:maker']) {
      await note({ key, dueAt });
    }
    expect(
      await knex.transaction(tx => cancelQueued(tx, { keyPrefix: 'r1:' })),
    ).toBe(2);
    expect(
      await knex.transaction(tx => cancelQueued(tx, { key: 'r2:maker' })),
    ).toBe(1);
    await note({ key: 'r1:maker', dueAt });
    later(60);
    await box.drain();
    expect(done).toEqual(['R1:x', 'r1_y', 'r1:maker']);
    expect(
      await knex.transaction(tx => cancelQueued(tx, { key: 'r1_y' })),
    ).toBe(0);
    await expect(
      knex.transaction(tx => cancelQueued(tx, { keyPrefix: '' })),
    ).rejects.toThrow('everything');
  });

  it('keeps what was noted together with its change, or neither', async () => {
    await expect(
      knex.transaction(async tx => {
        await enqueue(tx, { topic: TOPIC, key: 'lost', payload: {}, at: now });
        throw new Error('The change failed');
      }),
    ).rejects.toThrow('The change failed');
    await outbox().drain();
    expect(done).toEqual([]);
  });

  it('does it again when the process ended in the middle, with the same key', async () => {
    const seen: string[] = [];
    const dying = outbox(async key => {
      seen.push(key);
      // Never comes back, as in a process that was killed.
      await new Promise<void>(() => {});
    });
    await note({ key: 'half', group: 'app' });
    await note({ key: 'next', group: 'app' });
    dying.drain();
    while (seen.length === 0)
      await new Promise(resolve => setTimeout(resolve, 10));
    const heir = outbox(async key => {
      seen.push(key);
    });
    later(60);
    await heir.drain();
    // Neither what is held, nor what comes after it.
    expect(seen).toEqual(['half']);
    later(60);
    await heir.drain();
    expect(seen).toEqual(['half', 'half', 'next']);
    expect(await rowOf('half')).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('does each message once with two instances on one database', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `m${index}`);
    for (const [index, key] of keys.entries()) {
      await note({ key, group: index % 3 ? `app${index % 5}` : undefined });
    }
    const handle = () => new Promise<void>(resolve => setTimeout(resolve, 1));
    const boxes = [outbox(handle), outbox(handle)];
    for (let round = 0; round < 20 && done.length < keys.length; round += 1) {
      await Promise.all(boxes.map(box => box.drain()));
    }
    expect([...done].sort()).toEqual([...keys].sort());
    for (let app = 0; app < 5; app += 1) {
      const inGroup = keys.filter((_, i) => i % 3 && i % 5 === app);
      expect(done.filter(key => inGroup.includes(key))).toEqual(inGroup);
    }
  });

  it('keeps the order within a group and lets other groups pass', async () => {
    let broken = true;
    const box = outbox(async key => {
      if (broken && key === 'a1') throw new Error('No such luck');
    });
    await note({ key: 'a1', group: 'a' });
    await note({ key: 'a2', group: 'a' });
    await note({ key: 'b1', group: 'b' });
    await note({ key: 'free' });
    await note({
      key: 'clock',
      group: 'b',
      dueAt: new Date(START.getTime() + 9e9),
    });
    await note({ key: 'b2', group: 'b' });
    await box.drain();
    expect(done).toEqual(['b1', 'free', 'b2']);
    broken = false;
    later(2);
    await box.drain();
    expect(done).toEqual(['b1', 'free', 'b2', 'a1', 'a2']);
  });

  it('sets a poison message aside with an alarm, and goes on with its group', async () => {
    const box = outbox(async key => {
      if (key === 'poison') throw new Error('400 What is this');
    });
    await note({ key: 'poison', group: 'a' });
    await note({ key: 'after', group: 'a' });
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await box.drain();
      expect(await rowOf('poison')).toMatchObject({
        state: 'waiting',
        attempts: attempt,
      });
      later(300);
    }
    expect(done).toEqual([]);
    expect(box.logger.error).not.toHaveBeenCalled();
    await box.drain();
    expect(await rowOf('poison')).toMatchObject({
      state: 'failed',
      attempts: 8,
      reason: 'Error: 400 What is this',
    });
    expect(done).toEqual(['after']);
    expect(box.logger.error).toHaveBeenCalledWith(
      expect.stringContaining('poison is set aside after 8 attempts'),
    );
  });

  it('sets aside what stops the process each time', async () => {
    await note({ key: 'bomb' });
    for (let life = 1; life <= 8; life += 1) {
      const started = new Promise<void>(resolve => {
        outbox(async () => {
          resolve();
          await new Promise<void>(() => {});
        }).drain();
      });
      await started;
      later(91);
    }
    await outbox().drain();
    expect(done).toEqual([]);
    expect(await rowOf('bomb')).toMatchObject({ state: 'failed' });
  });

  it('waits a day for a receiver that is away, pauses, and then loses nothing', async () => {
    let away = true;
    let asked = 0;
    const box = outbox(async () => {
      asked += 1;
      if (away) throw new ReceiverAway('Connection refused');
    });
    const keys = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const [index, key] of keys.entries()) {
      await note({ key, group: `app${index % 4}` });
    }
    await box.drain();
    // The first one told enough.
    expect(asked).toBe(1);
    for (let minutes = 0; minutes < 24 * 60; minutes += 30) {
      later(30 * 60);
      await box.drain();
    }
    expect(asked).toBeLessThan(60);
    away = false;
    later(300);
    await box.drain();
    expect([...done].sort()).toEqual([...keys].sort());
    for (let app = 0; app < 4; app += 1) {
      const inGroup = keys.filter((_, index) => index % 4 === app);
      expect(done.filter(key => inGroup.includes(key))).toEqual(inGroup);
    }
    expect(box.logger.error).not.toHaveBeenCalled();
  });

  it('is as patient with a clock as with what was due at once', async () => {
    const box = outbox(async () => {
      throw new ReceiverAway('Away');
    });
    await note({
      key: 'clock',
      dueAt: new Date(START.getTime() + 100 * 3_600_000),
    });
    later(100 * 3600);
    await box.drain();
    expect(await rowOf('clock')).toMatchObject({
      state: 'waiting',
      attempts: 1,
    });
    later(72 * 3600);
    await box.drain();
    expect(await rowOf('clock')).toMatchObject({ state: 'failed' });
  });

  it('does not let one message that never gets through hold up the others', async () => {
    const box = outbox(async key => {
      if (key === 'stuck') throw new ReceiverAway('500');
    });
    await note({ key: 'stuck', group: 'a' });
    for (const key of ['b', 'c', 'd']) await note({ key, group: key });
    await box.drain();
    later(61);
    await box.drain();
    later(61);
    await box.drain();
    expect(done).toEqual(['b', 'c', 'd']);
    later(72 * 3600);
    await box.drain();
    expect(await rowOf('stuck')).toMatchObject({ state: 'failed' });
  });

  it('backs off with jitter and at most five minutes', async () => {
    const delays: number[] = [];
    for (const random of [0, 1]) {
      await knex('micro_apps_outbox').delete();
      const box = outbox(async () => {
        throw new ReceiverAway('Away');
      }, random);
      await note({ key: `k${random}` });
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        await box.drain();
        const { due_at } = await rowOf(`k${random}`);
        delays.push((new Date(due_at).getTime() - now.getTime()) / 1000);
        later(301);
      }
    }
    expect(delays).toEqual([
      ...[1, 2, 4, 8, 16, 32, 64, 128, 150, 150],
      ...[2, 4, 8, 16, 32, 64, 128, 256, 300, 300],
    ]);
  });

  it('finds what is free behind many that wait for one of their group', async () => {
    let broken = true;
    const box = outbox(async key => {
      if (broken && key === 'first') throw new Error('Not yet');
    });
    await note({ key: 'first', group: 'long' });
    const behind = Array.from({ length: 120 }, (_, index) => `behind${index}`);
    for (const key of behind) await note({ key, group: 'long' });
    await note({ key: 'free', group: 'other' });
    await box.drain();
    expect(done).toEqual(['free']);
    // Nobody has begun them, so they can be taken back.
    expect(
      await knex('micro_apps_outbox')
        .where({ state: 'waiting' })
        .andWhere('attempts', '>', 0)
        .pluck('message_key'),
    ).toEqual(['first']);
    broken = false;
    later(2);
    await box.drain();
    expect(done).toEqual(['free', 'first', ...behind]);
  });

  it('lets what stops the process each time take no other along', async () => {
    const others = Array.from({ length: 9 }, (_, index) => `other${index}`);
    await note({ key: 'bomb' });
    for (const key of others) await note({ key });
    for (let life = 1; life <= 10; life += 1) {
      const box = outbox(async key => {
        if (key === 'bomb') await new Promise<void>(() => {});
      });
      // A process that is killed in mid-work, or is through.
      await Promise.race([
        box.drain(),
        new Promise(resolve => setTimeout(resolve, 100)),
      ]);
      later(91);
    }
    expect([...done].sort()).toEqual(others);
    expect(await rowOf('bomb')).toMatchObject({ state: 'failed' });
  });

  it('gives back what it has not begun when it is stopped', async () => {
    let stopping: Promise<void> | undefined;
    const box = outbox(async () => {
      stopping ??= box.stop();
    });
    for (const key of ['a', 'b', 'c']) await note({ key });
    await box.drain();
    await stopping;
    // Somebody else can go on at once.
    const heir = outbox();
    await heir.drain();
    expect(done).toEqual(['a', 'b', 'c']);
    for (const key of ['b', 'c']) {
      expect(await rowOf(key)).toMatchObject({ attempts: 1, failures: 0 });
    }
  });

  it('notes what is done while work on the next goes on', async () => {
    let finish = () => {};
    const box = outbox(async key => {
      if (key === 'long') {
        await new Promise<void>(resolve => {
          finish = resolve;
        });
      }
    });
    await note({ key: 'short' });
    await note({ key: 'long' });
    const drained = box.drain();
    const deadline = Date.now() + 10_000;
    while ((await rowOf('short')).state !== 'done') {
      if (Date.now() > deadline) throw new Error('It was never noted');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(await rowOf('long')).toMatchObject({ state: 'waiting' });
    finish();
    await drained;
    expect(await rowOf('long')).toMatchObject({ state: 'done', failures: 0 });
  });

  it('does not begin what others may have by now', async () => {
    const heir = outbox();
    const box = outbox(async key => {
      if (key !== 'first') return;
      // The process was held up for longer than a claim lasts.
      later(91);
      await heir.drain();
    });
    await note({ key: 'first' });
    await note({ key: 'second' });
    await box.drain();
    expect(done.filter(key => key === 'second')).toEqual(['second']);
  });

  it('cleans up by age in small steps and keeps what somebody has to look at', async () => {
    const box = outbox(async key => {
      if (key === 'bad') throw new Error('Bad');
    });
    for (let index = 0; index < 3; index += 1) await note({ key: `m${index}` });
    await note({ key: 'bad' });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await box.drain();
      later(300);
    }
    later(30 * 86_400);
    await note({ key: 'young' });
    await box.drain();
    await note({ key: 'waits' });
    expect(await cleanOutbox({ database: createDatabase(knex), now })).toBe(3);
    expect(
      await knex('micro_apps_outbox').orderBy('id').pluck('message_key'),
    ).toEqual(['bad', 'young', 'waits']);
    later(90 * 86_400);
    await cleanOutbox({ database: createDatabase(knex), now });
    expect(await knex('micro_apps_outbox').pluck('message_key')).toEqual([
      'waits',
    ]);
  });

  it('keeps its messages when the newest tables are taken away and put back', async () => {
    await note({ key: 'kept', group: 'a' });
    await knex.migrate.down({
      name: '2026112507_notices.js',
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    expect(await knex.schema.hasColumn('micro_apps_outbox', 'failures')).toBe(
      false,
    );
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    await outbox().drain();
    expect(done).toEqual(['kept']);
  });
});
