import { createDatabase } from '../kernel/database';
import { confirmDisposal } from '../retention/confirmDisposal';
import { sweepRetention } from '../retention/sweepRetention';
import { useDatabases } from '../__testUtils__/databases';
import {
  accepted,
  APP,
  auditActions,
  MAYA,
  NOAH,
  type PortalOptions,
} from './testing';
import { keep, kept } from './testing/endSteps';
import { DAY, days, setUpKeeping, WINDOW } from './testing/retentionSteps';

const databases = useDatabases();
const setUp = async (
  things?: Readonly<Record<string, string>>,
  options?: PortalOptions,
) => setUpKeeping(await databases.init(), things, options);

describe('data of an app', () => {
  it('goes when its window is over, logged and proved with counts', async () => {
    const { stack, after, view } = await setUp({ 'beta:old': 'x' });
    await after(DAY);
    keep(stack, days(20));
    await after(60);
    expect(await view()).toMatchObject({
      connected: true,
      retentionDays: WINDOW,
      kept: { data: 21, testData: 0 },
      preview: { total: 21, due: 0, needsConfirming: false },
      nextDisposalAt: '2026-12-24T10:00:00.000Z',
    });
    // To the millisecond: due at its instant and not before.
    await after(29 * DAY - 61);
    expect(kept(stack)).toHaveLength(21);
    await after(1);
    expect(kept(stack)).not.toContain('beta:old');
    expect(kept(stack)).toHaveLength(20);
    const shown = await view();
    expect(shown.disposals).toEqual([
      expect.objectContaining({
        cause: 'rule',
        how: 'delete',
        total: 21,
        due: 1,
        done: 1,
        held: 0,
        waiting: 0,
      }),
    ]);
    expect(await auditActions(stack)).toEqual(
      expect.arrayContaining(['disposal.started', 'disposal.finished']),
    );
    const proofs = await stack
      .knex('micro_apps_evidence')
      .where({ kind: 'disposition-log' })
      .orderBy('received_at');
    expect(proofs.at(-1)).toMatchObject({
      provenance: 'portal-runner',
      outcome: 'pass',
      summary: expect.stringContaining('1 of 1 due data files'),
    });
  });

  it('is archived where the organisation says so', async () => {
    const settings = {
      retention: { how: 'archive', maxShare: 1, graceHours: 24 } as const,
    };
    const { stack, after } = await setUp({ 'beta:old': 'x' }, { settings });
    await after(WINDOW * DAY);
    expect([...stack.ports.world.archived]).toEqual([`${APP}:beta:old`]);
  });

  it('counts from when it came in, whatever is written on it', async () => {
    const { stack, after } = await setUp(days(20));
    await after(20 * DAY);
    // Written anew with the same content: no younger. With other content: it is.
    keep(stack, { 'beta:day0': '0', 'beta:day1': 'newer' });
    await after(1);
    await after(10 * DAY - 1);
    const due = await stack
      .knex('micro_apps_retention_looks')
      .first('waiting_count');
    expect(due).toEqual({ waiting_count: 19 });
  });

  it('is proved to be looked at, also while nothing is due', async () => {
    const { stack, after } = await setUp(days(3));
    const proofs = () =>
      stack.knex('micro_apps_evidence').where({ kind: 'disposition-log' });
    expect(await proofs()).toHaveLength(1);
    await after(13 * DAY);
    expect(await proofs()).toHaveLength(1);
    await after(DAY);
    expect(await proofs()).toHaveLength(2);
  });
});

describe('test data', () => {
  it('goes within a week, however often its owner writes it anew', async () => {
    const { stack, after, view } = await setUp({ 'sandbox:records': '0' });
    for (let day = 1; day < 7; day += 1) {
      await after(DAY);
      keep(stack, { 'sandbox:records': String(day) });
    }
    await after(DAY - 1);
    expect(kept(stack)).toEqual(['sandbox:records']);
    await after(1);
    expect(kept(stack)).toEqual([]);
    // Nobody had to confirm that all of it goes.
    expect((await view()).disposals).toMatchObject([{ due: 1, done: 1 }]);
  });

  it('that came in between two looks counts from the first of them', async () => {
    const { stack, after } = await setUp();
    stack.later(59);
    keep(stack, { 'sandbox:records': '0' });
    await after(1);
    await after(7 * DAY - 60);
    expect(kept(stack)).toEqual([]);
  });

  it('goes although much other data waits to be confirmed', async () => {
    const { stack, after, view } = await setUp(days(2));
    await after(23 * DAY);
    keep(stack, { 'sandbox:records': '0' });
    await after(60);
    await after(7 * DAY);
    expect(kept(stack)).toEqual(['beta:day0', 'beta:day1']);
    await after(1);
    expect((await view()).waitsForConfirming).toBe(2);
  });
});

describe('more than a tenth', () => {
  async function muchIsDue() {
    const all = await setUp(days(10));
    await all.after(DAY);
    keep(all.stack, days(10, 'beta:later'));
    await all.after(60);
    await all.after(29 * DAY - 60);
    return all;
  }
  type Set = Awaited<ReturnType<typeof muchIsDue>>;
  const confirm = ({ stack, ending }: Set, confirmedDue: number, who = MAYA) =>
    confirmDisposal(ending.deps).run(stack.context(who), {
      id: APP,
      confirmedDue,
    });

  it('waits until somebody confirms exactly that number', async () => {
    const all = await muchIsDue();
    const { stack, after, view } = all;
    expect(kept(stack)).toHaveLength(20);
    expect(await view()).toMatchObject({
      waitsForConfirming: 10,
      preview: { total: 20, due: 10, needsConfirming: true },
      viewer: { mayConfirm: true },
    });
    expect((await view(NOAH)).viewer.mayConfirm).toBe(false);
    // Told once, however often it is looked at.
    await after(60);
    await after(60);
    const told = (await auditActions(stack)).filter(
      action => action === 'disposal.waits',
    );
    expect(told).toHaveLength(1);
    for (const wrong of [9, 11]) {
      expect((await confirm(all, wrong)).ok).toBe(false);
    }
    expect(await confirm(all, 10, NOAH)).toMatchObject({
      refusal: { code: 'not-eligible' },
    });
    accepted(await confirm(all, 10));
    expect(await confirm(all, 10)).toMatchObject({
      refusal: { code: 'busy' },
    });
    await after(0);
    expect(kept(stack)).toHaveLength(10);
    expect(await view()).toMatchObject({
      waitsForConfirming: undefined,
      disposals: [{ cause: 'confirmed', by: MAYA.ref, due: 10, done: 10 }],
    });
  });

  it('is not confirmed with a number of another day, also where few are due', async () => {
    const all = await setUp({ 'beta:old': 'x' });
    await all.after(DAY);
    keep(all.stack, days(20));
    await all.after(60);
    all.stack.later(29 * DAY);
    expect(await confirm(all, 5)).toMatchObject({
      refusal: { code: 'changed-since-you-looked' },
    });
    accepted(await confirm(all, 1));
    await all.after(0);
    expect(kept(all.stack)).toHaveLength(20);
  });

  it('can be tried dry with another window', async () => {
    const { stack, view } = await muchIsDue();
    expect((await view(MAYA, 29)).preview).toEqual({
      retentionDays: 29,
      total: 20,
      due: 10,
      held: {},
      needsConfirming: true,
    });
    expect((await view(MAYA, 1)).preview.due).toBe(20);
    expect((await view(MAYA, 3650)).preview.due).toBe(0);
    expect(kept(stack)).toHaveLength(20);
  });

  it('is no more than the organisation says', async () => {
    const settings = {
      retention: { how: 'delete', maxShare: 0.5, graceHours: 24 } as const,
    };
    const { stack, after } = await setUp(days(10), { settings });
    await after(DAY);
    keep(stack, days(10, 'beta:later'));
    await after(60);
    await after(29 * DAY - 60);
    expect(kept(stack)).toHaveLength(10);
  });
});

describe('a sweep', () => {
  it('looks at an app once although three portals sweep at the same time', async () => {
    const { stack, ending, runs } = await setUp({ 'sandbox:records': '0' });
    stack.later(7 * DAY);
    const others = [1, 2].map(
      () => stack.portal({ database: createDatabase(stack.knex) }).deps,
    );
    await Promise.all([
      ending.sweep(),
      ...others.map(deps => sweepRetention(deps)),
    ]);
    await ending.drain();
    expect(await runs()).toHaveLength(1);
    expect(kept(stack)).toEqual([]);
  });

  it('says so when an app cannot be looked at, and goes on with the others', async () => {
    const { stack, portal, after, view } = await setUp();
    jest.spyOn(stack.ports.disposition, 'list').mockImplementationOnce(() => {
      throw new Error('The disk is away');
    });
    await after(60);
    expect((await view()).problem).toMatch(/could not be looked at/);
    expect(portal.deps.logger.warn).toHaveBeenCalled();
    await after(5);
    expect((await view()).problem).toBeUndefined();
  });

  it('finds many apps a page at a time', async () => {
    const { stack, ending } = await setUp();
    const [app] = await stack.knex('micro_apps_apps');
    const ids = Array.from({ length: 1200 }, (_, i) => `app-${i}`);
    await stack.knex.batchInsert(
      'micro_apps_apps',
      ids.map(id => ({ ...app, id })),
      20,
    );
    await stack.knex.batchInsert(
      'micro_apps_resources',
      ids.map(id => ({
        app_id: id,
        environment: 'sandbox',
        kind: 'runtime',
        state: 'present',
        created_at: stack.now().toISOString(),
        updated_at: stack.now().toISOString(),
      })),
      50,
    );
    let turns = 0;
    let isGoingOn = true;
    const others = (async () => {
      while (isGoingOn) {
        await new Promise(resolve => setImmediate(resolve));
        turns += 1;
      }
    })();
    expect(await ending.sweep()).toBe(1200);
    isGoingOn = false;
    await others;
    // Somebody else gets a turn between two pages, on SQLite as well.
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(await ending.sweep()).toBe(0);
    stack.later(60);
    expect(await ending.sweep()).toBe(1201);
  });
});
