import { verifyAudit } from '../audit/verifyAudit';
import { liftLegalHold } from '../retention/liftLegalHold';
import { setLegalHold } from '../retention/setLegalHold';
import { useDatabases } from '../__testUtils__/databases';
import {
  accepted,
  APP,
  auditActions,
  createFailpoints,
  MAYA,
  NOAH,
  SAM,
} from './testing';
import { endingPortal, kept } from './testing/endSteps';
import { DAY, days, setUpKeeping } from './testing/retentionSteps';

const databases = useDatabases();
const setUp = async (things?: Readonly<Record<string, string>>) =>
  setUpKeeping(await databases.init(), things);

describe('what is held', () => {
  const reason = 'A court asked for it';

  it('stays through a legal hold, with the reason, and goes when it is lifted', async () => {
    const { stack, ending, after, view } = await setUp({
      'sandbox:records': '0',
    });
    const set = setLegalHold(ending.deps);
    const lift = liftLegalHold({
      ...ending.deps,
      findActor: async ({ ref }) => ({
        ok: true,
        value: { ref, subject: `sub-of-${ref}`, direct: true, groups: [] },
      }),
    });
    for (const actor of [MAYA, NOAH, { ...SAM, direct: false }]) {
      expect(
        (await set.run(stack.context(actor), { id: APP, reason })).ok,
      ).toBe(false);
    }
    const { legalHold } = accepted(
      await set.run(stack.context(SAM), { id: APP, reason }),
    );
    expect(legalHold).toMatchObject({ reason, by: SAM.ref });
    expect(
      await set.run(stack.context(SAM), { id: APP, reason }),
    ).toMatchObject({ refusal: { code: 'not-in-this-state' } });
    await after(8 * DAY);
    await after(60);
    expect(kept(stack)).toEqual(['sandbox:records']);
    expect(await view()).toMatchObject({
      preview: { due: 0, held: { 'legal-hold': 1 } },
      viewer: { maySetHold: false, mayLiftHold: false },
    });
    // Others learn that it is held and not why.
    expect((await view(NOAH)).legalHold).toBeUndefined();
    const holdId = legalHold?.id ?? '';
    expect(
      (await lift.run(stack.context(MAYA), { id: APP, reason, holdId })).ok,
    ).toBe(false);
    expect(
      await lift.run(stack.context(SAM), { id: APP, reason, holdId: 'other' }),
    ).toMatchObject({ refusal: { code: 'changed-since-you-looked' } });
    accepted(await lift.run(stack.context(SAM), { id: APP, reason, holdId }));
    await after(0);
    expect(kept(stack)).toEqual([]);
    const actions = await auditActions(stack);
    expect(actions.filter(action => action === 'disposal.held')).toHaveLength(
      1,
    );
    expect(actions).toEqual(
      expect.arrayContaining(['legal-hold.set', 'legal-hold.lifted']),
    );
    expect(await verifyAudit(stack.knex)).toMatchObject({ ok: true });
  });

  it('is not freed by the owner of the app, whatever role she has', async () => {
    const { stack, ending } = await setUp();
    const both = { ...MAYA, groups: SAM.groups };
    const { legalHold } = accepted(
      await setLegalHold(ending.deps).run(stack.context(both), {
        id: APP,
        reason,
      }),
    );
    const deps = {
      ...ending.deps,
      findActor: async ({ ref }: { ref: string }) =>
        ({ ok: true, value: { ...both, ref } } as const),
    };
    expect(
      await liftLegalHold(deps).run(stack.context(both), {
        id: APP,
        reason,
        holdId: legalHold?.id ?? '',
      }),
    ).toMatchObject({ refusal: { code: 'not-eligible' } });
  });

  it('is not freed by a second account of the owner, nor by her after she handed the app over (A5, A7)', async () => {
    const { stack, ending } = await setUp();
    const { legalHold } = accepted(
      await setLegalHold(ending.deps).run(stack.context(SAM), {
        id: APP,
        reason,
      }),
    );
    const asked = { id: APP, reason, holdId: legalHold?.id ?? '' };
    const known = [MAYA, NOAH, SAM];
    const lift = liftLegalHold({
      ...ending.deps,
      findActor: async ({ ref }) => ({
        ok: true,
        value: known.find(person => person.ref === ref) ?? {
          ref,
          subject: `sub-of-${ref}`,
          direct: true,
        },
      }),
    });
    const second = {
      ...SAM,
      ref: 'user:default/maya-admin',
      subject: MAYA.subject,
    };
    expect(await lift.run(stack.context(second), asked)).toMatchObject({
      refusal: { code: 'not-eligible' },
    });
    // For the moment the app is Noah's.
    const [app] = await stack.knex('micro_apps_apps');
    const registration = JSON.stringify({
      ...JSON.parse(app.registration),
      owner: NOAH.ref,
    });
    await stack.knex('micro_apps_versions').insert(
      [app.registration, registration].map((each, place) => ({
        app_id: APP,
        version: place + 1,
        registration: each,
        changed_by: MAYA.ref,
        changed_by_subject: MAYA.subject,
        at: stack.now().toISOString(),
      })),
    );
    await stack
      .knex('micro_apps_apps')
      .update({ registration, owner: NOAH.ref, version: 2 });
    const before = { ...MAYA, groups: SAM.groups };
    expect(await lift.run(stack.context(before), asked)).toMatchObject({
      refusal: { code: 'not-eligible' },
    });
    accepted(await lift.run(stack.context(SAM), asked));
  });

  it('is not freed while the directory does not say who the owner is', async () => {
    const { stack, ending } = await setUp();
    const { legalHold } = accepted(
      await setLegalHold(ending.deps).run(stack.context(SAM), {
        id: APP,
        reason,
      }),
    );
    expect(
      await liftLegalHold(ending.deps).run(stack.context(SAM), {
        id: APP,
        reason,
        holdId: legalHold?.id ?? '',
      }),
    ).toMatchObject({ refusal: { code: 'directory-unavailable' } });
  });

  it('stays while an incident is open', async () => {
    const { stack, after, view } = await setUp({ 'sandbox:records': '0' });
    await stack.knex('micro_apps_incidents').insert({
      id: 'incident-1',
      origin_id: 'incident-1',
      app_id: APP,
      title: 'It leaks',
      what_happened: 'It leaks',
      detected_at: stack.now().toISOString(),
      reported_at: stack.now().toISOString(),
      reported_by: MAYA.ref,
      reopened: 0,
    });
    await after(8 * DAY);
    expect(kept(stack)).toHaveLength(1);
    expect((await view()).preview.held).toEqual({ 'open-incident': 1 });
    await stack
      .knex('micro_apps_incidents')
      .update({ closed_at: stack.now().toISOString() });
    await after(60);
    await after(0);
    expect(kept(stack)).toEqual([]);
  });

  it('stays from the next few things on, when the hold comes in the middle', async () => {
    const { stack, portal, ending, after, view } = await setUp(
      days(120, 'sandbox:day'),
    );
    const { disposition } = stack.ports;
    let held = false;
    const dispose = jest
      .spyOn(disposition, 'dispose')
      .mockImplementation(async ({ names }) => {
        for (const name of names) {
          stack.ports.world.kept.delete(`${APP}:sandbox:${name}`);
        }
        if (held) return;
        held = true;
        accepted(
          await setLegalHold(ending.deps).run(stack.context(SAM), {
            id: APP,
            reason,
          }),
        );
      });
    await after(7 * DAY);
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(kept(stack)).toHaveLength(70);
    expect((await view()).disposals).toMatchObject([
      { due: 120, done: 50, held: 70, waiting: 0 },
    ]);
    expect(portal.deps.logger.warn).not.toHaveBeenCalled();
  });
});

describe('a disposal that is cut off', () => {
  it('at any point goes on, logs each deletion once, and its counts add up', async () => {
    const points: string[] = [];
    for (let stopAt = 1; stopAt < 100; stopAt += 1) {
      const { stack, ending, runs } = await setUp(days(60, 'sandbox:day'));
      const { knex } = stack;
      const failpoints = createFailpoints(stopAt);
      const dying = endingPortal(
        stack.portal({
          database: failpoints.database(knex),
          ports: {
            ...stack.ports,
            disposition: {
              list: stack.ports.disposition.list,
              dispose: failpoints.port('disposition', {
                dispose: stack.ports.disposition.dispose,
              }).dispose,
            },
          },
        }),
      );
      stack.later(7 * DAY);
      await dying
        .sweep()
        .then(() => dying.drain())
        .catch(() => undefined);
      // What the stopped portal had taken is due again within two minutes.
      const at = failpoints.stoppedAt();
      stack.later(2);
      await ending.sweep();
      await ending.drain();
      expect([at, kept(stack)]).toEqual([at, []]);
      expect(await runs()).toMatchObject([
        { due: 60, finished_at: expect.any(String), open_key: null },
      ]);
      const logged = await knex('micro_apps_disposals');
      expect(logged).toHaveLength(60);
      expect(new Set(logged.map(({ name }) => name)).size).toBe(60);
      expect(logged.every(({ state }) => state === 'done')).toBe(true);
      const finished = (await auditActions(stack)).filter(
        action => action === 'disposal.finished',
      );
      expect(finished).toHaveLength(1);
      expect(await verifyAudit(knex)).toMatchObject({ ok: true });
      if (!at) break;
      points.push(at);
    }
    expect(points).toEqual(
      expect.arrayContaining([
        'before disposition.dispose',
        'after disposition.dispose',
        'before a commit',
      ]),
    );
  }, 120_000);

  it('by what keeps the data is shown, and tried again until it works', async () => {
    const { stack, after, view } = await setUp({ 'sandbox:records': '0' });
    stack.ports.world.disposeFails = 'The disk is away';
    await after(7 * DAY);
    expect(await view()).toMatchObject({
      problem: 'Data that is due could not be deleted; it is tried again',
      disposals: [{ waiting: 1 }],
    });
    stack.ports.world.disposeFails = undefined;
    await after(1);
    expect(await view()).toMatchObject({
      problem: undefined,
      disposals: [{ done: 1, waiting: 0 }],
    });
  });
});
