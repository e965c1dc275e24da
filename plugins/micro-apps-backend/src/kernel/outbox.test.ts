import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { START, useOutbox } from '../__testUtils__/useOutbox';
import { createDatabase } from './database';
import {
  cancelQueued,
  cleanOutbox,
  enqueue,
  ReceiverAway,
  timeOfWork,
} from './outbox';

jest.setTimeout(60_000);

describe.each([1, 20])('the outbox that takes %i at once', atOnce => {
  const world = useOutbox({ atOnce });
  const { later, note, outbox, rowOf } = world;

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
    expect(world.done).toEqual(['now']);
    later(86_400 - 1);
    await box.drain();
    expect(world.done).toEqual(['now']);
    later(1);
    await box.drain();
    expect(world.done).toEqual(['now', 'tomorrow']);
  });

  it('neither does early nor forgets what was taken before the clock was set back', async () => {
    const wantedAt = new Date(START.getTime() + 60_000);
    const taken: string[] = [];
    const box = outbox(async key => {
      taken.push(key);
      // Between taking it and looking at it.
      if (taken.length === 1) later(-30);
      timeOfWork(() => world.now, { wantedAt });
    });
    await note({ key: 'clock', dueAt: wantedAt });
    later(60);
    await box.drain();
    expect([taken, world.done]).toEqual([['clock'], []]);
    expect(await rowOf('clock')).toMatchObject({
      state: 'waiting',
      failures: 0,
      due_at: wantedAt.toISOString(),
    });
    await box.drain();
    later(30);
    await box.drain();
    expect([taken, world.done]).toEqual([['clock', 'clock'], ['clock']]);
  });

  it('takes back what waits, by key or prefix, and lets it be written again', async () => {
    const box = outbox();
    const dueAt = new Date(START.getTime() + 60_000);
    for (const key of ['r1:maker', 'r1:reviewer', 'R1:x', 'r1_y', 'r2:maker']) {
      await note({ key, dueAt });
    }
    expect(
      await world.knex.transaction(tx =>
        cancelQueued(tx, { keyPrefix: 'r1:' }),
      ),
    ).toBe(2);
    expect(
      await world.knex.transaction(tx => cancelQueued(tx, { key: 'r2:maker' })),
    ).toBe(1);
    await note({ key: 'r1:maker', dueAt });
    later(60);
    await box.drain();
    expect(world.done).toEqual(['R1:x', 'r1_y', 'r1:maker']);
    expect(
      await world.knex.transaction(tx => cancelQueued(tx, { key: 'r1_y' })),
    ).toBe(0);
    await expect(
      world.knex.transaction(tx => cancelQueued(tx, { keyPrefix: '' })),
    ).rejects.toThrow('everything');
  });

  it('keeps what was noted together with its change, or neither', async () => {
    await expect(
      world.knex.transaction(async tx => {
        await enqueue(tx, {
          topic: 'test.told',
          key: 'lost',
          payload: {},
          at: world.now,
        });
        throw new Error('The change failed');
      }),
    ).rejects.toThrow('The change failed');
    await outbox().drain();
    expect(world.done).toEqual([]);
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
    for (
      let round = 0;
      round < 20 && world.done.length < keys.length;
      round += 1
    ) {
      await Promise.all(boxes.map(box => box.drain()));
    }
    expect([...world.done].sort()).toEqual([...keys].sort());
    for (let app = 0; app < 5; app += 1) {
      const inGroup = keys.filter((_, i) => i % 3 && i % 5 === app);
      expect(world.done.filter(key => inGroup.includes(key))).toEqual(inGroup);
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
    expect(world.done).toEqual(['b1', 'free', 'b2']);
    broken = false;
    later(2);
    await box.drain();
    expect(world.done).toEqual(['b1', 'free', 'b2', 'a1', 'a2']);
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
    expect(world.done).toEqual([]);
    expect(box.logger.error).not.toHaveBeenCalled();
    await box.drain();
    expect(await rowOf('poison')).toMatchObject({
      state: 'failed',
      attempts: 8,
      reason: 'Error: 400 What is this',
    });
    expect(world.done).toEqual(['after']);
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
    expect(world.done).toEqual([]);
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
    expect([...world.done].sort()).toEqual([...keys].sort());
    for (let app = 0; app < 4; app += 1) {
      const inGroup = keys.filter((_, index) => index % 4 === app);
      expect(world.done.filter(key => inGroup.includes(key))).toEqual(inGroup);
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
    expect(world.done).toEqual(['b', 'c', 'd']);
    later(72 * 3600);
    await box.drain();
    expect(await rowOf('stuck')).toMatchObject({ state: 'failed' });
  });

  it('backs off with jitter and at most five minutes', async () => {
    const delays: number[] = [];
    for (const random of [0, 1]) {
      await world.knex('micro_apps_outbox').delete();
      const box = outbox(async () => {
        throw new ReceiverAway('Away');
      }, random);
      await note({ key: `k${random}` });
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        await box.drain();
        const { due_at } = await rowOf(`k${random}`);
        delays.push((new Date(due_at).getTime() - world.now.getTime()) / 1000);
        later(301);
      }
    }
    expect(delays).toEqual([
      ...[1, 2, 4, 8, 16, 32, 64, 128, 150, 150],
      ...[2, 4, 8, 16, 32, 64, 128, 256, 300, 300],
    ]);
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
    expect(
      await cleanOutbox({
        database: createDatabase(world.knex),
        now: world.now,
      }),
    ).toBe(3);
    expect(
      await world.knex('micro_apps_outbox').orderBy('id').pluck('message_key'),
    ).toEqual(['bad', 'young', 'waits']);
    later(90 * 86_400);
    await cleanOutbox({ database: createDatabase(world.knex), now: world.now });
    expect(await world.knex('micro_apps_outbox').pluck('message_key')).toEqual([
      'waits',
    ]);
  });

  it('keeps its messages when the newest tables are taken away and put back', async () => {
    await note({ key: 'kept', group: 'a' });
    await world.knex.migrate.down({
      name: '2026112507_notices.js',
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    expect(
      await world.knex.schema.hasColumn('micro_apps_outbox', 'failures'),
    ).toBe(false);
    await world.knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
    await outbox().drain();
    expect(world.done).toEqual(['kept']);
  });
});
