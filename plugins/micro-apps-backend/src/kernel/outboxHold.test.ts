import { useOutbox } from '../__testUtils__/useOutbox';

jest.setTimeout(60_000);

describe.each([1, 20])('what is taken, %i at once,', atOnce => {
  const world = useOutbox({ atOnce });
  const { later, note, outbox, rowOf } = world;

  it('is found behind many that wait for one of their group', async () => {
    let broken = true;
    const box = outbox(async key => {
      if (broken && key === 'first') throw new Error('Not yet');
    });
    await note({ key: 'first', group: 'long' });
    const behind = Array.from({ length: 120 }, (_, index) => `behind${index}`);
    for (const key of behind) await note({ key, group: 'long' });
    await note({ key: 'free', group: 'other' });
    await box.drain();
    expect(world.done).toEqual(['free']);
    // Nobody has begun them, so they can be taken back.
    expect(
      await world
        .knex('micro_apps_outbox')
        .where({ state: 'waiting' })
        .andWhere('attempts', '>', 0)
        .pluck('message_key'),
    ).toEqual(['first']);
    broken = false;
    later(2);
    await box.drain();
    expect(world.done).toEqual(['free', 'first', ...behind]);
  });

  it('is not taken along by what stops the process each time', async () => {
    const others = Array.from({ length: 9 }, (_, index) => `other${index}`);
    await note({ key: 'bomb' });
    for (const key of others) await note({ key });
    for (let life = 1; life <= 10; life += 1) {
      // A process that is killed in mid-work, or is through.
      await new Promise<void>((resolve, reject) => {
        const box = outbox(async key => {
          if (key !== 'bomb') return;
          resolve();
          await new Promise<void>(() => {});
        });
        box.drain().then(resolve, reject);
      });
      later(91);
    }
    expect([...world.done].sort()).toEqual(others);
    expect(await rowOf('bomb')).toMatchObject({ state: 'failed' });
  });

  it('is given back when its outbox is stopped', async () => {
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
    expect(world.done).toEqual(['a', 'b', 'c']);
    for (const key of ['b', 'c']) {
      expect(await rowOf(key)).toMatchObject({ attempts: 1, failures: 0 });
    }
  });

  it('is noted as done while work on the next goes on', async () => {
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

  it('is not begun when others may have it by now', async () => {
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
    expect(world.done.filter(key => key === 'second')).toEqual(['second']);
  });
});
