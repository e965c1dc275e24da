import { createDatabase } from '../kernel/database';
import { sweepRetention } from '../retention/sweepRetention';
import { useDatabases } from '../__testUtils__/databases';
import { accepted, APP, auditActions } from './testing';
import { keep, kept, retire } from './testing/endSteps';
import { quarantined } from './testing/holdSteps';
import { DAY, days, setUpKeeping } from './testing/retentionSteps';

const databases = useDatabases();
const setUp = async (things?: Readonly<Record<string, string>>) =>
  setUpKeeping(await databases.init(), things);

describe('a look that takes too long', () => {
  it('orders nothing once somebody else has looked', async () => {
    const { stack, ending, after, runs } = await setUp({
      'sandbox:records': '0',
    });
    const slow = stack.portal({ database: createDatabase(stack.knex) }).deps;
    const { list } = stack.ports.disposition;
    let taken = false;
    const left: string[] = [];
    jest
      .spyOn(stack.ports.disposition, 'list')
      .mockImplementation(async function* listed(options) {
        const seen = [];
        for await (const thing of list.call(stack.ports.disposition, options)) {
          seen.push(thing);
        }
        if (!taken) {
          taken = true;
          // Two minutes later another one takes it, and is through with it.
          await after(3);
          left.push(...kept(stack));
        }
        yield* seen;
      });
    stack.later(7 * DAY);
    await sweepRetention(slow);
    await ending.drain();
    await after(2);
    expect([taken, left]).toEqual([true, []]);
    expect(await runs()).toHaveLength(1);
    const started = (await auditActions(stack)).filter(
      action => action === 'disposal.started',
    );
    expect(started).toHaveLength(1);
  });

  it('leaves the rest of its page to whoever takes it then', async () => {
    const { stack, ending } = await setUp();
    const [app] = await stack.knex('micro_apps_apps');
    await stack.knex('micro_apps_apps').insert({ ...app, id: 'another' });
    await stack.knex('micro_apps_retention_looks').insert({
      app_id: 'another',
      due_at: stack.now().toISOString(),
    });
    stack.later(60);
    const looked: string[] = [];
    const late: string[] = [];
    const { list } = stack.ports.disposition;
    jest
      .spyOn(stack.ports.disposition, 'list')
      .mockImplementation(async function* listed({ appId }) {
        const look = await stack
          .knex('micro_apps_retention_looks')
          .where({ app_id: appId })
          .first();
        // Whoever looks has it for herself at that moment.
        if (look.due_at <= stack.now().toISOString()) late.push(appId);
        looked.push(appId);
        if (looked.length === 1) stack.later(3);
        yield* list.call(stack.ports.disposition, { appId });
      });
    await ending.sweep();
    expect(new Set(looked)).toEqual(new Set([APP, 'another']));
    expect(late).toEqual([]);
  });
});

describe('a disposal that nobody works on any more', () => {
  it('is taken up at the next look, whatever became of its order', async () => {
    const { stack, ending, after, runs } = await setUp(days(3, 'sandbox:day'));
    stack.later(7 * DAY);
    await ending.sweep();
    expect(kept(stack)).toHaveLength(3);
    // Set aside after too many failures, or lost while no module was there.
    await stack
      .knex('micro_apps_outbox')
      .where({ topic: 'disposal.work' })
      .update({ state: 'failed', finished_at: stack.now().toISOString() });
    await after(60);
    expect(kept(stack)).toEqual([]);
    expect(await runs()).toMatchObject([
      { due: 3, finished_at: expect.any(String) },
    ]);
  });

  it('is not ordered again while it waits for its next try', async () => {
    const { stack, after } = await setUp(days(3, 'sandbox:day'));
    stack.ports.world.disposeFails = 'The disk is away';
    await after(7 * DAY);
    for (let minute = 0; minute < 10; minute += 1) await after(1);
    const waiting = await stack
      .knex('micro_apps_outbox')
      .where({ topic: 'disposal.work', state: 'waiting' });
    expect(waiting).toHaveLength(1);
  });
});

describe('a disposal that waits for its next try', () => {
  it('leaves data that has come in anew meanwhile, and takes test data all the same', async () => {
    const { stack, after, view } = await setUp({ 'beta:old': '0' });
    await after(23 * DAY);
    keep(stack, { ...days(20), 'sandbox:records': '0' });
    await after(60);
    stack.ports.world.disposeFails = 'The disk is away';
    await after(7 * DAY);
    await after(60);
    // Both are ordered to go, and both are written anew.
    expect((await view()).disposals).toMatchObject([{ due: 2, waiting: 2 }]);
    keep(stack, { 'beta:old': '1', 'sandbox:records': '1' });
    await after(1);
    await after(1);
    stack.ports.world.disposeFails = undefined;
    await after(6);
    expect(kept(stack)).toContain('beta:old');
    expect(kept(stack)).not.toContain('sandbox:records');
    expect((await view()).disposals).toMatchObject([
      { due: 2, done: 1, held: 1, waiting: 0 },
    ]);
    // Its own window is over later.
    await after(29 * DAY);
    expect(kept(stack)).toContain('beta:old');
  });

  it('takes all of a retired app', async () => {
    const { stack, ending, after } = await setUp({ 'beta:old': '0' });
    accepted(await retire(stack, ending));
    await after(0);
    stack.ports.world.disposeFails = 'The disk is away';
    await after(DAY);
    keep(stack, { 'beta:old': '1' });
    await after(1);
    await after(1);
    stack.ports.world.disposeFails = undefined;
    await after(6);
    expect(kept(stack)).toEqual([]);
  });
});

describe('a disposal of an app that is held meanwhile', () => {
  it('has whatever it started stopped again, also when it does not get through', async () => {
    const { stack, portal, after } = await setUp({ 'sandbox:records': '0' });
    const takeBacks = async () =>
      (await stack.knex('micro_apps_outbox').where({ topic: 'hold.take-back' }))
        .length;
    let before = 0;
    jest
      .spyOn(stack.ports.disposition, 'dispose')
      .mockImplementationOnce(async () => {
        await quarantined(stack, portal);
        before = await takeBacks();
        throw new Error('The disk is away');
      });
    await after(7 * DAY);
    expect(await takeBacks()).toBeGreaterThan(before);
  });
});
