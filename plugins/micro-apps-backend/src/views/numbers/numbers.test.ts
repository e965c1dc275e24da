import {
  createPostureCounter,
  DAY,
  type EvidenceKind,
  type Posture,
  type Registration,
} from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  planOf,
  PAT,
  registered,
  SAM,
  usePortals,
} from '../../__testUtils__';
import { numbers, checked, withClient } from './__testUtils__/numbersSteps';

const start = usePortals();

/** Numbers that are the same in every run. */
function sequence(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('posture', () => {
  it('equals a naive count over the registrations, whatever was registered and changed', async () => {
    const portal = await start();
    const next = sequence(20261129);
    const pick = <T>(of: readonly T[]): T => of[next(of.length)];
    const made: { id: string; registration: Registration }[] = [];
    const granted = new Map<string, readonly string[]>();
    for (let i = 0; i < 24; i += 1) {
      const registration = aRegistration({
        name: `Generated ${i}`,
        ...pick([{}, MEDIUM, HIGH]),
        businessUnit: pick(['group:default/product', 'group:default/sales']),
        scopes: pick([[], ['people:read'], ['people:read', 'profile:read']]),
        dataTypes: pick<Registration['dataTypes']>([
          [],
          [{ category: 'names', volume: 'under-100' }],
          [
            { category: 'names', volume: 'under-100' },
            { category: 'location', volume: 'under-1000' },
          ],
        ]),
        retentionDays: 1 + next(300),
      });
      const { body } = await portal
        .as(MAYA)
        .post('/apps', { registration })
        .expect(201);
      made.push({ id: body.id, registration });
      if (next(3) === 0) {
        const changed = { ...registration, scopes: ['profile:read'] };
        await portal
          .as(MAYA)
          .put(`/apps/${body.id}/registration`, {
            registration: changed,
            expectedVersion: 1,
          })
          .expect(200);
        made[i] = { id: body.id, registration: changed };
      }
      const kind = pick<EvidenceKind>(['log-check', 'access-probe']);
      if (next(2)) await checked(portal, body.id, kind, pick(['pass', 'fail']));
      if (next(2)) {
        granted.set(body.id, made[i].registration.scopes);
        await withClient(portal, body.id, made[i].registration.scopes);
      }
    }
    // Counted from the whole records, one app at a time.
    const counter = createPostureCounter();
    for (const { id, registration } of made) {
      const { body: app } = await portal
        .as(MAYA)
        .get(`/apps/${id}`)
        .expect(200);
      const { body: evidence } = await portal
        .as(SAM)
        .get(`/apps/${id}/evidence`)
        .expect(200);
      counter.add(
        {
          ...app,
          businessUnit: registration.businessUnit,
          owner: registration.owner,
          incomplete: false,
          // What is asked for and what is granted are two things.
          scopes: granted.get(id) ?? [],
          retentionDays: registration.retentionDays,
          dataCategories: registration.dataTypes.map(
            ({ category }) => category,
          ),
          clients: granted.has(id) ? 1 : 0,
          proofs: evidence.items,
        },
        new Date(),
      );
    }
    const { posture } = await numbers(portal);
    expect(posture).toEqual(counter.result());
    expect(posture.inUse).toBe(24);
    expect(posture.checks.logging.yes).toBeGreaterThan(0);
    expect(posture.withAccess).toBeGreaterThan(0);
    expect(posture.withAccess).toBeLessThan(granted.size);
  });

  it('is counted anew after a change, and kept as it is without one', async () => {
    const portal = await start();
    await registered(portal);
    const first = await numbers(portal);
    expect(await numbers(portal)).toEqual(first);
    await registered(portal, { name: 'Another' });
    expect((await numbers(portal)).posture.inUse).toBe(2);
  });

  it('does not stay at the nothing that a slow first start has counted', async () => {
    const portal = await start();
    await portal.run('micro-apps-numbers');
    expect((await numbers(portal)).posture.inUse).toBe(0);
    await portal.knex('micro_apps_counts').update({ took_ms: 5_000 });
    await registered(portal);
    expect((await numbers(portal)).posture.inUse).toBe(1);
  });

  it('waits for the task where counting takes long', async () => {
    const portal = await start();
    await registered(portal);
    await numbers(portal);
    await portal.knex('micro_apps_counts').update({ took_ms: 5_000 });
    await registered(portal, { name: 'Another' });
    await portal.run('micro-apps-numbers');
    // The task takes its time, too, so that it does not count without end.
    expect((await numbers(portal)).posture.inUse).toBe(1);
    const old = new Date(Date.now() - 301_000).toISOString();
    await portal.knex('micro_apps_counts').update({ counted_at: old });
    expect((await numbers(portal)).posture.inUse).toBe(1);
    await portal.run('micro-apps-numbers');
    expect((await numbers(portal)).posture.inUse).toBe(2);
  });

  it('is counted once for all who come while it is being counted', async () => {
    const portal = await start();
    await registered(portal);
    let kept = 0;
    portal.knex.on('query', ({ sql }) => {
      if (/^insert into .micro_apps_counts/.test(sql)) kept += 1;
    });
    const all = await Promise.all([1, 2, 3, 4].map(() => numbers(portal)));
    expect(new Set(all.map(({ countedAt }) => countedAt)).size).toBe(1);
    expect(kept).toBe(1);
  });

  it('is not held up by counts that a wrong clock dated', async () => {
    const portal = await start();
    await registered(portal);
    await numbers(portal);
    await registered(portal, { name: 'Another' });
    await portal.knex('micro_apps_counts').update({
      counted_at: new Date(Date.now() + DAY).toISOString(),
      took_ms: 5_000,
    });
    await portal.run('micro-apps-numbers');
    const { posture, countedAt } = await numbers(portal);
    expect(posture.inUse).toBe(2);
    expect(Date.parse(countedAt)).toBeLessThanOrEqual(Date.now());
  });

  it('does not count what it counted already, unless it is old', async () => {
    const portal = await start();
    await registered(portal);
    await numbers(portal);
    const at = async (): Promise<string> =>
      (await portal.knex('micro_apps_counts').first()).counted_at;
    const before = await at();
    await portal.run('micro-apps-numbers');
    expect(await at()).toBe(before);
    const old = new Date(Date.now() - DAY).toISOString();
    await portal.knex('micro_apps_counts').update({ counted_at: old });
    await portal.run('micro-apps-numbers');
    expect(Date.parse(await at())).toBeGreaterThan(Date.parse(old));
  });
});

describe('counting', () => {
  it('reads indexes of narrow columns, whatever the tables hold besides', async () => {
    const portal = await start();
    await registered(portal);
    const asked: string[] = [];
    portal.knex.on('query', ({ sql, bindings }) => {
      // PostgreSQL counts its places, and knex fills in question marks only.
      const unfilled = sql.replace(/\$\d+/g, '?');
      asked.push(portal.knex.raw(unfilled, bindings).toQuery());
    });
    await portal.run('micro-apps-numbers');
    const plans = [];
    for (const sql of asked.filter(each => /^select/i.test(each))) {
      plans.push(await planOf(portal, sql));
    }
    const all = plans.join('; ');
    // Those that are read once for every portion of the apps, and incidents.
    for (const index of [
      'micro_apps_counted',
      'micro_apps_resources_stretch',
      'micro_apps_evidence_newest',
      'micro_apps_incidents_closed',
      'micro_apps_incidents_reported',
      'micro_apps_kept_things_oldest',
      'micro_apps_evidence_pipeline',
    ]) {
      expect(all).toContain(index);
    }
  });
});

describe('numbers as a file', () => {
  it('hold everything, and no cell is a formula', async () => {
    const portal = await start();
    await registered(portal);
    await withClient(portal, APP, ['=cmd|calc']);
    const { body } = await portal.as(SAM).get('/exports/numbers').expect(200);
    expect(body.fileName).toMatch(/^numbers-\d{4}-\d\d-\d\d\.csv$/);
    expect(body.content).toContain('posture,in use,1,apps,');
    expect(body.content).toContain('unknown: Discovery is not connected');
    expect(body.content).toMatch(/scopes,'=cmd/);
  });
});

describe('who sees numbers', () => {
  it('reviewers and administrators do, makers and others do not', async () => {
    const portal = await start();
    await registered(portal);
    for (const path of [
      '/numbers',
      '/numbers/apps?check=logging&state=yes',
      '/numbers/rollout',
      '/exports/numbers',
    ]) {
      for (const ref of [SAM, PAT, IVAN]) {
        await portal.as(ref).get(path).expect(200);
      }
      for (const ref of [MAYA, NOAH]) {
        await portal.as(ref).get(path).expect(403);
      }
    }
  });
});

it('numbers are the shape of a posture', async () => {
  const portal = await start();
  const { posture }: { posture: Posture } = await numbers(portal);
  expect(posture).toMatchObject({ inUse: 0, active: 0, bands: [] });
});
