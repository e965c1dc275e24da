import { aRegistration } from '@micro-apps/governance-core/testing';
import { openHold } from '../containment/DatabaseHolds';
import { judgeApp } from '../gates/judgeApp';
import { verifyAudit } from '../audit/verifyAudit';
import { createDatabase } from '../kernel/database';
import { liftLegalHold } from '../retention/liftLegalHold';
import { setLegalHold } from '../retention/setLegalHold';
import { readRetirement } from '../retirement/readRetirement';
import { startScan } from '../scans/startScan';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import { useDatabases } from '../__testUtils__/databases';
import {
  accepted,
  APP,
  auditActions,
  createFailpoints,
  createStack,
  MAYA,
  NOAH,
  promote,
  SAM,
  withRepository,
  withSandbox,
  withScans,
  type Stack,
} from './testing';
import { endingPortal, keep, kept, retire } from './testing/endSteps';
import { leftOf, quarantined } from './testing/holdSteps';

const databases = useDatabases();
const DAY = 24 * 60;

/** An app that runs in both environments and keeps something in each. */
async function setUp() {
  const stack = await createStack(
    await databases.init(),
    aRegistration({ retentionDays: 90 }),
  );
  const portal = stack.portal();
  const ending = endingPortal(portal);
  await withRepository(stack, portal);
  await withSandbox(stack, portal);
  await withScans(stack, portal);
  accepted(await promote(stack, portal));
  await portal.drain();
  keep(stack, { 'sandbox:records': 's', 'beta:records': 'b' });
  await ending.sweep();
  return {
    stack,
    portal,
    ending,
    async after(minutes: number) {
      stack.later(minutes);
      // What is told to come to an end comes to it, step by step.
      for (let step = 0; step < 4; step += 1) {
        await ending.sweep();
        await ending.drain();
      }
    },
    view: async (actor = MAYA) =>
      accepted(
        await readRetirement(ending.deps).run(stack.context(actor), {
          id: APP,
        }),
      ),
  };
}

async function standing({ knex }: Stack): Promise<string> {
  return (await knex('micro_apps_apps').where({ id: APP }).first()).standing;
}

describe('the end of an app', () => {
  it('says beforehand what it will do', async () => {
    const { stack, view } = await setUp();
    expect(await view()).toEqual({
      appId: APP,
      standing: 'active',
      version: 1,
      preview: {
        copies: 2,
        credentials: 2,
        requests: 0,
        things: 2,
        how: 'delete',
        disposeAt: '2026-11-25T10:00:00.000Z',
        legalHold: false,
        openIncident: false,
      },
      retirement: undefined,
      viewer: { mayRetire: true },
    });
    expect(await view(NOAH)).toMatchObject({
      preview: undefined,
      viewer: { mayRetire: false },
    });
    expect((await view(SAM)).viewer.mayRetire).toBe(true);
    expect(await standing(stack)).toBe('active');
  });

  it('takes access at once, then the data, and leaves the record', async () => {
    const { stack, ending, after, view } = await setUp();
    const asked = accepted(await retire(stack, ending));
    expect(asked).toMatchObject({
      standing: 'retired',
      preview: undefined,
      retirement: {
        from: 'active',
        by: MAYA.ref,
        reason: 'Nobody uses it any more',
        disposeAt: '2026-11-25T10:00:00.000Z',
        thingsLeft: 2,
      },
      viewer: { mayRetire: false },
    });
    expect(leftOf(stack).running).toHaveLength(2);
    await after(0);
    expect(leftOf(stack)).toMatchObject({ running: [], clients: [] });
    expect((await view()).retirement?.accessEndedAt).toBeDefined();
    // The data stays for a day: whoever has to keep it says so.
    await after(DAY - 1);
    expect(kept(stack)).toHaveLength(2);
    await after(1);
    expect(kept(stack)).toEqual([]);
    expect(await standing(stack)).toBe('disposed');
    expect(stack.ports.world.places.size).toBe(0);
    expect(stack.ports.world.repositories.has(APP)).toBe(true);
    expect((await view()).retirement).toMatchObject({
      thingsLeft: 0,
      disposedAt: expect.any(String),
    });
    expect((await auditActions(stack)).slice(-6)).toEqual([
      'app.retired',
      'access.ended',
      'disposal.started',
      'disposal.finished',
      'evidence.received',
      'app.disposed',
    ]);
    expect(await verifyAudit(stack.knex)).toMatchObject({ ok: true });
    // Nothing is done a second time.
    const entries = await auditActions(stack);
    await after(30 * DAY);
    expect(await auditActions(stack)).toEqual(entries);
  });

  it('meets its controls only when access and data are really gone', async () => {
    const { stack, portal, ending, after } = await setUp();
    const states = async () => {
      const app = await portal.deps.apps.get(stack.knex, APP);
      if (!app) throw new Error('There is no app');
      const { findings } = await judgeApp({
        connection: stack.knex,
        app,
        commit: undefined,
        integrations: [],
        now: stack.now(),
      });
      return findings
        .filter(({ controlId }) =>
          ['credentials-revoked', 'data-disposed'].includes(controlId),
        )
        .map(({ state }) => state);
    };
    expect(await states()).toEqual([]);
    accepted(await retire(stack, ending));
    expect(await states()).toEqual(['not-satisfied', 'not-satisfied']);
    await after(0);
    expect(await states()).toEqual(['satisfied', 'not-satisfied']);
    await after(DAY);
    expect(await states()).toEqual(['satisfied', 'satisfied']);
  });

  it('is for those who may, with the name and the version that they saw', async () => {
    const { stack, ending } = await setUp();
    for (const [changes, code] of [
      [{ typedName: 'where2eat' }, 'invalid-input'],
      [{ expectedVersion: 2 }, 'changed-since-you-looked'],
    ] as const) {
      expect(await retire(stack, ending, changes)).toMatchObject({
        refusal: { code },
      });
    }
    expect(await standing(stack)).toBe('active');
    accepted(await retire(stack, ending));
    expect(await retire(stack, ending)).toMatchObject({
      refusal: { code: 'not-in-this-state' },
    });
  });

  it('lets nobody start, scan or promote anything of it', async () => {
    const { stack, portal, ending } = await setUp();
    accepted(await retire(stack, ending));
    const context = stack.context();
    const deps = portal.deps;
    for (const refused of [
      await ensureSandbox(deps).run(context, { id: APP }),
      await startScan(deps).run(context, { id: APP }),
      await promote(stack, portal),
    ]) {
      expect(refused.ok).toBe(false);
    }
  });

  it('ends what held it, and cannot be held or released any more', async () => {
    const { stack, portal, ending, after } = await setUp();
    await quarantined(stack, portal);
    await after(0);
    accepted(await retire(stack, ending));
    expect(await openHold(stack.knex, APP)).toBeUndefined();
    await after(DAY);
    expect(await standing(stack)).toBe('disposed');
    expect(leftOf(stack).running).toEqual([]);
  });

  it('waits for a legal hold, shows it, and goes on when it is lifted', async () => {
    const { stack, ending, after, view } = await setUp();
    const deps = {
      ...ending.deps,
      findActor: async ({ ref }: { ref: string }) =>
        ({ ok: true, value: { ref, direct: true, groups: [] } } as const),
    };
    const reason = 'A court asked for it';
    accepted(await retire(stack, ending));
    const { legalHold } = accepted(
      await setLegalHold(deps).run(stack.context(SAM), { id: APP, reason }),
    );
    await after(2 * DAY);
    expect(kept(stack)).toHaveLength(2);
    expect((await view()).retirement).toMatchObject({
      keptBy: 'legal-hold',
      thingsLeft: 2,
    });
    accepted(
      await liftLegalHold(deps).run(stack.context(SAM), {
        id: APP,
        reason,
        holdId: legalHold?.id ?? '',
      }),
    );
    await after(0);
    expect(await standing(stack)).toBe('disposed');
  });

  it('is not reached when a hold comes before its last step', async () => {
    const stack = await createStack(await databases.init());
    const ending = endingPortal(stack.portal());
    accepted(await retire(stack, ending));
    await ending.drain();
    stack.later(DAY);
    // Nothing is left, and the last step is ordered.
    await ending.sweep();
    const reason = 'A court asked for it';
    accepted(
      await setLegalHold(ending.deps).run(stack.context(SAM), {
        id: APP,
        reason,
      }),
    );
    await ending.drain();
    expect(await standing(stack)).toBe('retired');
  });

  it('of an app that never kept anything comes to its end, too', async () => {
    const stack = await createStack(await databases.init());
    const ending = endingPortal(stack.portal());
    accepted(await retire(stack, ending));
    await ending.drain();
    stack.later(DAY);
    await ending.sweep();
    await ending.drain();
    expect(await standing(stack)).toBe('disposed');
  });

  it('is tried again until access has really ended', async () => {
    const { stack, ending, after, view } = await setUp();
    const remove = jest
      .spyOn(stack.ports.oauthClients, 'remove')
      .mockRejectedValue(new Error('The provider answers 503'));
    accepted(await retire(stack, ending));
    await after(0);
    expect((await view()).retirement).toMatchObject({
      accessEndedAt: undefined,
      problem: 'The provider answers 503',
    });
    // Not gone for good while somebody could still sign in.
    await after(DAY);
    expect(await standing(stack)).toBe('retired');
    remove.mockRestore();
    await after(2);
    expect((await view()).retirement?.accessEndedAt).toBeDefined();
    expect(await standing(stack)).toBe('disposed');
  });
});

describe('a portal that ends at any point while an app ends', () => {
  it('has ended all of it after the next start, once', async () => {
    const points: string[] = [];
    for (let stopAt = 1; stopAt < 150; stopAt += 1) {
      const { stack, ending, after } = await setUp();
      const { knex, ports } = stack;
      const failpoints = createFailpoints(stopAt);
      const dying = endingPortal(
        stack.portal({
          database: failpoints.database(knex),
          ports: {
            repository: ports.repository,
            deployment: failpoints.port('deployment', ports.deployment),
            oauthClients: failpoints.port('oauthClients', ports.oauthClients),
            disposition: {
              list: ports.disposition.list,
              dispose: failpoints.port('disposition', {
                dispose: ports.disposition.dispose,
              }).dispose,
            },
          },
        }),
      );
      await (async () => {
        await retire(stack, dying);
        await dying.drain();
        stack.later(DAY);
        for (let step = 0; step < 4; step += 1) {
          await dying.sweep();
          await dying.drain();
        }
      })().catch(() => undefined);
      const at = failpoints.stoppedAt();
      const next = stack.portal({ database: createDatabase(knex) });
      await next.reconcile();
      // Cut off before the commit: nothing of it happened.
      const notBegun = (await standing(stack)) === 'active';
      expect(notBegun ? leftOf(stack).running.length : 2).toBe(2);
      if (notBegun) accepted(await retire(stack, ending));
      stack.later(2);
      await ending.drain();
      await after(DAY + 2);
      const left = {
        at,
        standing: await standing(stack),
        kept: kept(stack),
        ...leftOf(stack),
      };
      expect(left).toMatchObject({
        at,
        standing: 'disposed',
        kept: [],
        running: [],
        clients: [],
      });
      const actions = await auditActions(stack);
      for (const once of ['app.retired', 'disposal.finished', 'app.disposed']) {
        expect([
          at,
          once,
          actions.filter(each => each === once).length,
        ]).toEqual([at, once, 1]);
      }
      expect(await verifyAudit(knex)).toMatchObject({ ok: true });
      if (!at) break;
      points.push(at);
    }
    expect(points).toEqual(
      expect.arrayContaining([
        'before deployment.stop',
        'after oauthClients.remove',
        'after disposition.dispose',
        'before deployment.remove',
      ]),
    );
  }, 240_000);
});
