import { useDatabases } from '../__testUtils__/databases';
import { holdsOfApp, openHold } from '../containment/DatabaseHolds';
import { undoRun } from '../containment/fleet/startRun';
import { accepted, APP, auditActions, push, SAM } from './testing';
import {
  aRule,
  CONTROL,
  holdingPortal,
  looked,
  lookedAndHeld,
  noticesOf,
  scanned,
  setUpRunning,
  standings,
  twin,
  worked,
} from './testing/automaticSteps';
import { DAY_MINUTES, granted, WITH_APPROVERS } from './testing/exceptionSteps';
import {
  asked,
  containmentDeps,
  leftOf,
  selfReleased,
} from './testing/holdSteps';
import type { Portal, Stack } from './testing/stack';

const databases = useDatabases();
const setUp = async () => setUpRunning(await databases.init());

async function standing(stack: Stack) {
  return (await standings(stack))[APP];
}

const runsOf = ({ knex }: Stack) =>
  knex('micro_apps_fleet_runs').orderBy('started_at');

/** A failed scan of what runs, and the run that follows. */
async function setUpHeld(changes: Parameters<typeof holdingPortal>[1] = {}) {
  const { stack, commit } = await setUp();
  const portal = holdingPortal(stack, changes);
  await scanned(stack, commit);
  await lookedAndHeld(portal);
  return { stack, commit, portal };
}

/** Security releases it, or undoes the run. */
const RELEASES: Readonly<
  Record<string, (stack: Stack, portal: Portal) => Promise<void>>
> = {
  async 'a person released it'(stack, portal) {
    accepted(await asked(stack, portal, { action: 'release' }));
  },
  async 'the run was undone'(stack, portal) {
    const [{ id }] = await runsOf(stack);
    const undo = undoRun(containmentDeps(portal));
    accepted(
      await undo.run(stack.context(SAM), { id, reason: 'A broken check' }),
    );
    await worked(portal);
  },
};

describe('a rule that enforces', () => {
  it('holds what runs and failed, in a run of its own, with the steps', async () => {
    const { stack } = await setUpHeld();
    expect(await standing(stack)).toBe('quarantined');
    expect(leftOf(stack)).toEqual({ running: [], clients: [] });
    expect(await openHold(stack.knex, APP)).toMatchObject({
      by: 'system:micro-apps',
      controlIds: [CONTROL],
      reason: expect.stringContaining('Dynamic security scan: 1 page gives'),
    });
    expect(await runsOf(stack)).toMatchObject([
      {
        automatic: 1,
        action: 'quarantine',
        reason: expect.stringContaining('Dynamic security scan'),
        finished_at: expect.any(String),
      },
    ]);
    const [told] = await noticesOf(stack, 'app.quarantined');
    expect(told).toMatchObject({ to: { people: expect.any(Array) } });
    expect(told.text).toContain('Run the checks while the sandbox is running');
    expect(told.text).toContain('it is released by itself');
    expect(await auditActions(stack)).toEqual(
      expect.arrayContaining([
        'fleet.stopped',
        'app.quarantined',
        'fleet.finished',
      ]),
    );
  });

  it('begins nothing more for what is held', async () => {
    const { stack, portal, commit } = await setUpHeld();
    await lookedAndHeld(portal);
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    expect(await runsOf(stack)).toHaveLength(1);
    expect(await holdsOfApp(stack.knex, APP)).toHaveLength(1);
  });

  it.each([
    ['could not tell', { outcome: 'unknown' }],
    ['passed', { outcome: 'pass' }],
    ['is the maker’s own word', { provenance: 'self-reported' }],
    ['is of another commit', { commit: 'f'.repeat(40) }],
    ['is of another control', { kind: 'header-scan' }],
  ] as const)('leaves alone what a scan says that %s', async (_, changes) => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack);
    await scanned(stack, commit, changes);
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
    expect(await runsOf(stack)).toEqual([]);
  });

  it('leaves alone what has no proof at all any more', async () => {
    const { stack } = await setUp();
    await stack.knex('micro_apps_evidence').delete();
    await lookedAndHeld(holdingPortal(stack));
    expect(await runsOf(stack)).toEqual([]);
  });

  it('leaves alone what does not run where it has real users', async () => {
    const { stack, commit } = await setUp();
    await stack
      .knex('micro_apps_deployments')
      .update({ environment: 'sandbox' });
    await scanned(stack, commit);
    await lookedAndHeld(holdingPortal(stack));
    expect(await runsOf(stack)).toEqual([]);
  });

  it.each(Object.keys(RELEASES))(
    'holds it for a newer failed result only, once %s',
    async how => {
      const { stack, portal, commit } = await setUpHeld();
      stack.later(1);
      await RELEASES[how](stack, portal);
      expect(await standing(stack)).toBe('active');
      await portal.drain();
      await lookedAndHeld(portal);
      expect(await standing(stack)).toBe('active');
      await scanned(stack, commit);
      await lookedAndHeld(portal);
      expect(await standing(stack)).toBe('quarantined');
    },
  );

  it('holds by the strictest rule for all that failed', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack, {
      automatic: [
        aRule({ action: 'restrict' }),
        aRule({ controlId: 'security-headers' }),
      ],
    });
    await scanned(stack, commit);
    await scanned(stack, commit, { kind: 'header-scan' });
    await lookedAndHeld(portal);
    expect(await openHold(stack.knex, APP)).toMatchObject({
      standing: 'quarantined',
      controlIds: expect.arrayContaining([CONTROL, 'security-headers']),
    });
    expect(await runsOf(stack)).toHaveLength(1);
  });

  it('is stricter than itself before, and waits then for all that failed', async () => {
    const { stack, commit, portal } = await setUpHeld({
      automatic: [
        aRule({ action: 'restrict' }),
        aRule({ controlId: 'security-headers' }),
      ],
    });
    expect(await standing(stack)).toBe('restricted');
    await scanned(stack, commit, { kind: 'header-scan' });
    await lookedAndHeld(portal);
    expect(await openHold(stack.knex, APP)).toMatchObject({
      standing: 'quarantined',
      controlIds: [CONTROL, 'security-headers'],
    });
    await scanned(stack, commit, { kind: 'header-scan', outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
    await scanned(stack, commit, { outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
  });

  it('is stricter than somebody was, and frees then what all checks free', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack);
    accepted(await asked(stack, portal, { action: 'restrict' }));
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    expect(await openHold(stack.knex, APP)).toMatchObject({
      standing: 'quarantined',
      controlIds: [],
    });
    await scanned(stack, commit, { outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
  });
});

describe('what the portal holds', () => {
  it.each(['restrict', 'quarantine'] as const)(
    'is released by itself when the check is green again: %s',
    async action => {
      const { stack, commit, portal } = await setUpHeld({
        automatic: [aRule({ action })],
      });
      await lookedAndHeld(portal);
      expect(await standing(stack)).not.toBe('active');
      await scanned(stack, commit, { outcome: 'pass' });
      await lookedAndHeld(portal);
      expect(await standing(stack)).toBe('active');
      expect(await holdsOfApp(stack.knex, APP)).toMatchObject([
        { ended: 'released-by-checks', endedBy: 'system:micro-apps' },
      ]);
      expect(leftOf(stack).running).toEqual([`${APP}:beta ${commit}`]);
    },
  );

  it('is released for a newer commit; what failed stays down', async () => {
    const { stack, portal } = await setUpHeld();
    const mended = await push(stack, 'mended();');
    await scanned(stack, mended, { outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
    expect(leftOf(stack).running).toEqual([]);
  });

  it('is held anew when an exception ends that had freed it', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack, {}, { settings: WITH_APPROVERS });
    await scanned(stack, commit);
    await granted(stack, portal);
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
    // What makes up for it fails, and is mended.
    await scanned(stack, commit, { kind: 'header-scan' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
    await scanned(stack, commit, { kind: 'header-scan', outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('active');
    stack.later(8 * DAY_MINUTES);
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
  });

  it('is released each by itself, whatever breaks on another', async () => {
    const { stack, commit } = await setUp();
    await twin(stack, 'desk-finder');
    const apps = [APP, 'desk-finder'];
    for (const appId of apps) await scanned(stack, commit, { appId });
    const portal = holdingPortal(stack, { limit: { share: 1 } });
    await lookedAndHeld(portal);
    for (const appId of apps) {
      await scanned(stack, commit, { appId, outcome: 'pass' });
    }
    const { integrations } = portal.deps;
    jest
      .spyOn(integrations, 'forRegistration')
      .mockRejectedValueOnce(new Error('Nobody can read that'));
    await looked(portal);
    expect(await standings(stack)).toEqual({
      [APP]: 'active',
      'desk-finder': 'quarantined',
    });
  });

  it('stays while something newer has not been checked', async () => {
    const { stack, portal, commit } = await setUpHeld();
    await scanned(stack, commit, { outcome: 'pass' });
    await push(stack, 'worse();');
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
  });

  it('is released by its owner, too', async () => {
    const { stack, portal, commit } = await setUpHeld();
    expect(await selfReleased(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed', details: [{ path: CONTROL }] },
    });
    await scanned(stack, commit, { outcome: 'pass' });
    accepted(await selfReleased(stack, portal));
    expect(await standing(stack)).toBe('active');
  });

  it('is released by security alone where it is suspended', async () => {
    const { stack, portal, commit } = await setUpHeld({
      automatic: [aRule({ action: 'suspend' })],
    });
    await scanned(stack, commit, { outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('suspended');
  });

  it('stays when a person holds it anew just then', async () => {
    const { stack, portal, commit } = await setUpHeld();
    await scanned(stack, commit, { outcome: 'pass' });
    const { repository } = portal.deps;
    if (!repository) throw new Error('There is no repository');
    jest.spyOn(repository, 'head').mockImplementationOnce(async () => {
      accepted(await asked(stack, portal, { action: 'quarantine' }));
      await portal.drain();
      return commit;
    });
    await looked(portal);
    expect(await openHold(stack.knex, APP)).toMatchObject({ by: SAM.ref });
    expect(await standing(stack)).toBe('quarantined');
  });

  it('is not mistaken for what a person holds', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack);
    accepted(
      await asked(stack, portal, {
        action: 'quarantine',
        controlIds: [CONTROL],
      }),
    );
    await portal.drain();
    await scanned(stack, commit, { outcome: 'pass' });
    await lookedAndHeld(portal);
    expect(await standing(stack)).toBe('quarantined');
  });
});
