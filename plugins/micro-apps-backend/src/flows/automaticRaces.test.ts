import { useDatabases } from '../__testUtils__/databases';
import { holdsOfApp } from '../containment/DatabaseHolds';
import { workRun } from '../containment/fleet/workRun';
import { createDatabase } from '../kernel/database';
import {
  accepted,
  APP,
  auditActions,
  createFailpoints,
  type Stack,
} from './testing';
import {
  aRule,
  holdingPortal,
  looked,
  lookedAndHeld,
  noticesOf,
  scanned,
  setUpRunning,
  standings,
  worked,
} from './testing/automaticSteps';
import { endingPortal, retire } from './testing/endSteps';
import { granted, OPEN, WITH_APPROVERS } from './testing/exceptionSteps';
import { asked, containmentDeps } from './testing/holdSteps';

jest.setTimeout(60_000);
const databases = useDatabases();
/** More points than a look and its run have. */
const MOST = 60;

/** A run has begun and has done nothing yet. */
async function setUpBegun() {
  const { stack, commit } = await setUpRunning(await databases.init());
  const portal = holdingPortal(stack, {}, { settings: WITH_APPROVERS });
  await scanned(stack, commit);
  await looked(portal);
  expect(await stack.knex('micro_apps_fleet_runs')).toHaveLength(1);
  return { stack, commit, portal };
}

type Begun = Awaited<ReturnType<typeof setUpBegun>>;

const itemsOf = ({ knex }: Stack) => knex('micro_apps_fleet_items');
const standing = async (stack: Stack) => (await standings(stack))[APP];

/** What happens to the app meanwhile, how it stands then, and what the run says. */
const MEANWHILE: Readonly<
  Record<string, [(begun: Begun) => Promise<unknown>, string, RegExp]>
> = {
  mended: [
    ({ stack, commit }) => scanned(stack, commit, { outcome: 'pass' }),
    'active',
    /does not fail any more/,
  ],
  'given an exception': [
    async ({ stack, portal }) => {
      await granted(stack, portal);
      expect(OPEN).toBe(aRule().controlId);
    },
    'active',
    /does not fail any more/,
  ],
  stopped: [
    ({ stack }) =>
      stack.knex('micro_apps_deployments').update({ state: 'stopped' }),
    'active',
    /does not fail any more/,
  ],
  'held by a person': [
    async ({ stack, portal }) =>
      accepted(await asked(stack, portal, { action: 'suspend' })),
    'suspended',
    /suspended already/,
  ],
  retired: [
    async ({ stack }) =>
      accepted(await retire(stack, endingPortal(stack.portal()))),
    'retired',
    /retired|ended|over/i,
  ],
};

describe('an app of an automatic run that meanwhile is', () => {
  it.each(Object.keys(MEANWHILE))('%s: it is left as it is', async what => {
    const begun = await setUpBegun();
    const { stack, portal } = begun;
    const [happens, then, because] = MEANWHILE[what];
    await happens(begun);
    await worked(portal);
    expect(await standing(stack)).toBe(then);
    expect(await itemsOf(stack)).toMatchObject([
      { state: 'skipped', because: expect.stringMatching(because) },
    ]);
    expect(await auditActions(stack)).not.toContain('app.quarantined');
    // It was not held for that, so nothing says that it was.
    expect(await stack.knex('micro_apps_automatic_proofs')).toEqual([]);
    await lookedAndHeld(portal);
    expect(await itemsOf(stack)).toHaveLength(1);
  });
});

describe('an automatic run', () => {
  it('waits while nobody can tell whether it still fails', async () => {
    const { stack, portal } = await setUpBegun();
    const { integrations } = portal.deps;
    const { list } = integrations;
    Object.assign(integrations, {
      list: async () => ({ ok: false, refusal: { because: 'It is away' } }),
    });
    await worked(portal);
    expect(await itemsOf(stack)).toMatchObject([{ state: 'waiting' }]);
    expect(await standing(stack)).toBe('active');
    Object.assign(integrations, { list });
    stack.later(1);
    await worked(portal);
    expect(await standing(stack)).toBe('quarantined');
  });

  it('leaves alone what a rule held for that is switched off by then', async () => {
    const { stack } = await setUpBegun();
    const automatic = [aRule({ mode: 'observe' })];
    await worked(holdingPortal(stack, { automatic }));
    expect(await standing(stack)).toBe('active');
    expect(await itemsOf(stack)).toMatchObject([
      { state: 'skipped', because: expect.stringContaining('no rule') },
    ]);
    expect(await stack.knex('micro_apps_automatic_proofs')).toEqual([]);
  });

  it('is begun anew for what broke on our side', async () => {
    const { stack, portal } = await setUpBegun();
    jest
      .spyOn(portal.deps.integrations, 'list')
      .mockRejectedValueOnce(new Error('Nobody can read that'));
    await worked(portal);
    expect(await itemsOf(stack)).toMatchObject([{ state: 'failed' }]);
    expect(await standing(stack)).toBe('active');
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
  });

  it('forgets nothing where two work at it at once', async () => {
    const { stack, portal } = await setUpBegun();
    const [{ run_id: runId }] = await itemsOf(stack);
    const work = workRun(containmentDeps(portal));
    await Promise.all([work({ runId }), work({ runId })]);
    expect(await itemsOf(stack)).toMatchObject([{ state: 'done' }]);
    expect(await holdsOfApp(stack.knex, APP)).toHaveLength(1);
    expect(await stack.knex('micro_apps_automatic_proofs')).toHaveLength(1);
    // Undone by a person, the same result holds nothing.
    await portal.drain();
    accepted(await asked(stack, portal, { action: 'release' }));
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
  });

  it('does not begin while nobody can tell what fails', async () => {
    const { stack, commit } = await setUpRunning(await databases.init());
    const portal = holdingPortal(stack);
    Object.assign(portal.deps.integrations, {
      list: async () => ({ ok: false, refusal: { because: 'It is away' } }),
    });
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    expect(await itemsOf(stack)).toEqual([]);
    expect(await stack.knex('micro_apps_automatic_looks')).toEqual([]);
  });

  it('is begun by one of several instances, and so is a warning', async () => {
    const { stack, commit } = await setUpRunning(await databases.init());
    const automatic = [
      aRule(),
      aRule({ controlId: 'security-headers', mode: 'warn' }),
    ];
    const instances = [1, 2, 3].map(() => holdingPortal(stack, { automatic }));
    await scanned(stack, commit);
    await scanned(stack, commit, { kind: 'header-scan' });
    await Promise.all(instances.map(looked));
    expect(await stack.knex('micro_apps_fleet_runs')).toHaveLength(1);
    await Promise.all(instances.map(worked));
    expect(await holdsOfApp(stack.knex, APP)).toHaveLength(1);
    expect(await noticesOf(stack, 'app.check-failed')).toHaveLength(1);
    expect(await noticesOf(stack, 'app.quarantined')).toHaveLength(1);
  });

  it('loses and doubles nothing wherever an instance ends', async () => {
    const points: string[] = [];
    for (let stopAt = 1; stopAt < MOST; stopAt += 1) {
      const knex = await databases.init();
      const { stack, commit } = await setUpRunning(knex);
      await scanned(stack, commit);
      const failpoints = createFailpoints(stopAt);
      const dying = holdingPortal(
        stack,
        {},
        { database: failpoints.database(knex) },
      );
      await lookedAndHeld(dying).catch(() => undefined);
      const stoppedAt = failpoints.stoppedAt();
      if (!stoppedAt) break;
      points.push(stoppedAt);
      // What it was working on is taken over within two minutes.
      stack.later(2);
      const next = holdingPortal(stack, {}, { database: createDatabase(knex) });
      await next.reconcile();
      await lookedAndHeld(next);
      stack.later(2);
      await lookedAndHeld(next);
      expect([stopAt, await standing(stack)]).toEqual([stopAt, 'quarantined']);
      expect(await stack.knex('micro_apps_fleet_runs')).toMatchObject([
        { finished_at: expect.any(String) },
      ]);
      expect(await itemsOf(stack)).toMatchObject([{ state: 'done' }]);
      expect(await holdsOfApp(stack.knex, APP)).toHaveLength(1);
      expect(await noticesOf(stack, 'app.quarantined')).toHaveLength(1);
    }
    expect(points.length).toBeGreaterThan(4);
    expect(points.length).toBeLessThan(MOST - 1);
  });
});
