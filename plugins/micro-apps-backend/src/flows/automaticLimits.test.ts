import { planOf, useDatabases } from '../__testUtils__/databases';
import { suspectPage } from '../containment/automatic/DatabaseAutomatic';
import { readAutomatic } from '../containment/automatic/readAutomatic';
import { startRun } from '../containment/fleet/startRun';
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
} from './testing/automaticSteps';
import { asked, containmentDeps } from './testing/holdSteps';
import type { Portal, Stack } from './testing/stack';

const databases = useDatabases();
const setUp = async () => setUpRunning(await databases.init());
const OTHER = 'desk-finder';

async function shown(stack: Stack, portal: Portal) {
  const view = readAutomatic(containmentDeps(portal));
  return accepted(await view.run(stack.context(SAM), {}));
}

const runsOf = ({ knex }: Stack) => knex('micro_apps_fleet_runs');

async function countOf(stack: Stack, action: string) {
  return (await auditActions(stack)).filter(each => each === action).length;
}

type Kinds = Parameters<typeof suspectPage>[1]['kinds'];

/** Two apps run and fail; one may be held. */
async function setUpTooMany() {
  const { stack, commit } = await setUp();
  await twin(stack, OTHER);
  await scanned(stack, commit);
  await scanned(stack, commit, { appId: OTHER });
  return { stack, commit, portal: holdingPortal(stack) };
}

describe('a rule that observes', () => {
  it('counts, and nobody notices', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack, {
      automatic: [aRule({ mode: 'observe' })],
    });
    const [rule] = (await shown(stack, portal)).rules;
    expect(rule).toEqual({
      ...aRule({ mode: 'observe' }),
      title: 'Dynamic security scan',
      apps: undefined,
    });
    await scanned(stack, commit);
    const entries = await auditActions(stack);
    const notes = await stack.knex('micro_apps_outbox');
    await lookedAndHeld(portal);
    expect(await shown(stack, portal)).toMatchObject({
      rules: [{ controlId: CONTROL, apps: 1 }],
      lookedAt: stack.now().toISOString(),
      most: 1,
      refused: undefined,
    });
    expect(await auditActions(stack)).toEqual(entries);
    expect(await stack.knex('micro_apps_outbox')).toEqual(notes);
    expect(await standings(stack)).toEqual({ [APP]: 'active' });
  });

  it('costs nothing where there is no rule', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack, { automatic: [] });
    await scanned(stack, commit);
    await looked(portal);
    expect(await stack.knex('micro_apps_automatic_looks')).toEqual([]);
    expect(await shown(stack, portal)).toMatchObject({ rules: [] });
  });

  it('is shown to those who hold apps', async () => {
    const { stack } = await setUp();
    const portal = holdingPortal(stack);
    expect(
      await readAutomatic(containmentDeps(portal)).run(stack.context(), {}),
    ).toMatchObject({ ok: false, refusal: { code: 'not-eligible' } });
  });
});

describe('a rule that warns', () => {
  it('tells the owner once for each failed result, and holds nothing', async () => {
    const { stack, commit } = await setUp();
    const portal = holdingPortal(stack, {
      automatic: [aRule({ mode: 'warn' })],
    });
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    await lookedAndHeld(portal);
    const [told, ...more] = await noticesOf(stack, 'app.check-failed');
    expect(more).toEqual([]);
    expect(told.to).toMatchObject({
      people: expect.arrayContaining(['user:default/maya']),
    });
    expect(told.text).toContain('1 page gives way');
    expect(told.text).toContain('Run the checks while the sandbox is running');
    expect(told.text).toContain('quarantined: It does not run');
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    expect(await noticesOf(stack, 'app.check-failed')).toHaveLength(2);
    expect(await standings(stack)).toEqual({ [APP]: 'active' });
  });

  it('holds for the same when it is enforced then', async () => {
    const { stack, commit } = await setUp();
    await scanned(stack, commit);
    await lookedAndHeld(
      holdingPortal(stack, { automatic: [aRule({ mode: 'warn' })] }),
    );
    await lookedAndHeld(holdingPortal(stack));
    expect(await standings(stack)).toEqual({ [APP]: 'quarantined' });
  });
});

describe('the limit of what the portal holds by itself', () => {
  it('holds all in one run as long as they are few enough', async () => {
    const { stack } = await setUpTooMany();
    const portal = holdingPortal(stack, {
      limit: { share: 0, atLeast: 2 },
    });
    await lookedAndHeld(portal);
    expect(await runsOf(stack)).toHaveLength(1);
    expect(await standings(stack)).toEqual({
      [APP]: 'quarantined',
      [OTHER]: 'quarantined',
    });
  });

  it('looks at all of them, however many pages that are', async () => {
    const { stack, commit } = await setUp();
    await scanned(stack, commit);
    for (let n = 0; n < 101; n += 1) await twin(stack, `copy-${n}`);
    const portal = holdingPortal(stack, { limit: { share: 1 } });
    await looked(portal);
    const items = await stack.knex('micro_apps_fleet_items');
    expect(new Set(items.map(({ app_id }) => app_id)).size).toBe(102);
    expect(items).toHaveLength(102);
    expect(await shown(stack, portal)).toMatchObject({
      rules: [{ apps: 102 }],
    });
  });

  it('judges only what failed of what runs, found by an index', async () => {
    const { stack, commit } = await setUp();
    await twin(stack, OTHER);
    await scanned(stack, await push(stack, 'worse();'));
    await scanned(stack, 'e'.repeat(40), { appId: OTHER });
    const scans = ['dynamic-scan'] as const;
    const suspects = (kinds: Kinds = { ofCommits: scans, others: [] }) =>
      suspectPage(stack.knex, { environments: ['beta'], kinds, limit: 9 });
    expect(await suspects()).toEqual([]);
    // What is proven for no commit has to be looked at.
    expect(await suspects({ ofCommits: [], others: scans })).toHaveLength(2);
    await scanned(stack, commit);
    let query = '';
    stack.knex.on('query', ({ sql, bindings }) => {
      if (!sql.includes("outcome = 'fail'")) return;
      query = stack.knex.raw(sql.replace(/\$\d+/g, '?'), bindings).toQuery();
    });
    expect(await suspects()).toMatchObject([{ app: { id: APP } }]);
    expect(await planOf(stack, query)).toContain('micro_apps_evidence_failed');
  });

  it('holds none above it, writes it down once and asks people', async () => {
    const { stack, portal } = await setUpTooMany();
    await lookedAndHeld(portal);
    await lookedAndHeld(portal);
    stack.later(120);
    await lookedAndHeld(portal);
    expect(await standings(stack)).toEqual({
      [APP]: 'active',
      [OTHER]: 'active',
    });
    expect(await runsOf(stack)).toEqual([]);
    expect(await stack.knex('micro_apps_automatic_proofs')).toEqual([]);
    expect(await countOf(stack, 'fleet.refused')).toBe(1);
    const told = await noticesOf(stack, 'fleet.refused');
    expect(told).toMatchObject([{ to: { administrators: true } }]);
    expect(told[0].text).toContain('2 of 2 apps');
    expect(told[0].text).toContain('the limit is 1');
    expect(await shown(stack, portal)).toMatchObject({
      rules: [{ apps: 2 }],
      refused: { apps: 2, most: 1, total: 2 },
    });
  });

  it('says so again for other apps, an hour later at the earliest', async () => {
    const { stack, portal, commit } = await setUpTooMany();
    await looked(portal);
    stack.later(120);
    // The same apps fail once more.
    await scanned(stack, commit);
    await looked(portal);
    expect(await countOf(stack, 'fleet.refused')).toBe(1);
    await twin(stack, 'third');
    await looked(portal);
    expect(await countOf(stack, 'fleet.refused')).toBe(2);
    await twin(stack, 'fourth');
    await looked(portal);
    expect(await countOf(stack, 'fleet.refused')).toBe(2);
    stack.later(60);
    await looked(portal);
    expect(await countOf(stack, 'fleet.refused')).toBe(3);
    expect(await shown(stack, portal)).toMatchObject({ refused: { apps: 4 } });
  });

  it('holds what is left when it is within the limit, and tells the next time anew', async () => {
    const { stack, portal, commit } = await setUpTooMany();
    await looked(portal);
    await scanned(stack, commit, { outcome: 'pass', appId: OTHER });
    await lookedAndHeld(portal);
    expect(await standings(stack)).toEqual({
      [APP]: 'quarantined',
      [OTHER]: 'active',
    });
    expect((await shown(stack, portal)).refused).toBeUndefined();
    await scanned(stack, commit, { appId: OTHER });
    await lookedAndHeld(portal);
    expect(await countOf(stack, 'fleet.refused')).toBe(2);
  });

  it('is one for a whole day, not for each look', async () => {
    const { stack, commit } = await setUp();
    await twin(stack, OTHER);
    const portal = holdingPortal(stack);
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    await scanned(stack, commit, { appId: OTHER });
    await lookedAndHeld(portal);
    expect(await standings(stack)).toEqual({
      [APP]: 'quarantined',
      [OTHER]: 'active',
    });
    expect(await shown(stack, portal)).toMatchObject({
      refused: { apps: 2, most: 1, total: 2 },
    });
    stack.later(24 * 60);
    await lookedAndHeld(portal);
    expect(await standings(stack)).toMatchObject({ [OTHER]: 'quarantined' });
  });

  it('does not count what is over since', async () => {
    const { stack, commit } = await setUp();
    await twin(stack, OTHER);
    const portal = holdingPortal(stack);
    await scanned(stack, commit, { appId: OTHER });
    await lookedAndHeld(portal);
    const ended = { standing: 'retired' };
    await stack.knex('micro_apps_apps').where({ id: OTHER }).update(ended);
    await scanned(stack, commit);
    await lookedAndHeld(portal);
    expect(await standings(stack)).toMatchObject({ [APP]: 'quarantined' });
  });

  it('is a share of all apps, as shipped none of a few', async () => {
    const { stack, commit } = await setUp();
    await scanned(stack, commit);
    await lookedAndHeld(holdingPortal(stack, { limit: { share: 0.05 } }));
    expect(await standings(stack)).toEqual({ [APP]: 'active' });
    await lookedAndHeld(holdingPortal(stack, { limit: { share: 1 } }));
    expect(await standings(stack)).toEqual({ [APP]: 'quarantined' });
  });

  it('lets nothing through that cannot be counted', async () => {
    const { stack, commit } = await setUp();
    await scanned(stack, commit);
    const portal = holdingPortal(stack, { limit: { share: NaN, atLeast: 9 } });
    await lookedAndHeld(portal);
    expect(await standings(stack)).toEqual({ [APP]: 'active' });
  });

  it('is none for a person, who holds one or all', async () => {
    const { stack, portal } = await setUpTooMany();
    await lookedAndHeld(portal);
    const stop = startRun(containmentDeps(portal));
    accepted(
      await stop.run(stack.context(SAM), {
        action: 'restrict',
        owner: 'user:default/maya',
        reason: 'I have looked at it',
        expectedApps: 2,
      }),
    );
    await portal.deps.outbox.drain();
    expect(await standings(stack)).toEqual({
      [APP]: 'restricted',
      [OTHER]: 'restricted',
    });
    accepted(await asked(stack, portal, { action: 'suspend' }));
  });
});
