import {
  createPostureCounter,
  DAY,
  type EvidenceKind,
  type Posture,
  type Provenance,
  type Registration,
} from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type {
  CountedAppsResponse,
  NumbersResponse,
  RolloutResponse,
} from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  approved,
  HIGH,
  inHours,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  planOf,
  PAT,
  registered,
  reported,
  SAM,
  usePortals,
  type Portal,
} from '../../__testUtils__';
import { recordEvidence } from '../../evidence/recordEvidence';
import { SYSTEM_ACTOR } from '../../kernel/types';

const start = usePortals();

async function numbers(portal: Portal, ref = SAM): Promise<NumbersResponse> {
  const { body } = await portal.as(ref).get('/numbers').expect(200);
  return body;
}

async function behind(
  portal: Portal,
  query: string,
): Promise<CountedAppsResponse> {
  const { body } = await portal
    .as(SAM)
    .get(`/numbers/apps?${query}`)
    .expect(200);
  return body;
}

async function ids(portal: Portal, query: string): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await behind(portal, `${query}&limit=2${cursor}`);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
  } while (cursor);
  return seen;
}

async function board(portal: Portal): Promise<RolloutResponse> {
  const { body } = await portal.as(IVAN).get('/numbers/rollout').expect(200);
  return body;
}

async function checked(
  { knex }: Portal,
  appId: string,
  kind: EvidenceKind,
  outcome: 'pass' | 'fail',
  provenance: Provenance = 'portal-runner',
): Promise<void> {
  await knex.transaction(tx =>
    recordEvidence(tx, {
      appId,
      evidence: {
        kind,
        provenance,
        tool: { name: 'test' },
        outcome,
        summary: 'Looked at',
        problems: [],
      },
      at: new Date(),
      actor: SYSTEM_ACTOR,
    }),
  );
}

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
          scopes: registration.scopes,
          retentionDays: registration.retentionDays,
          dataCategories: registration.dataTypes.map(
            ({ category }) => category,
          ),
          clients: 0,
          proofs: evidence.items,
        },
        new Date(),
      );
    }
    const { posture } = await numbers(portal);
    expect(posture).toEqual(counter.result());
    expect(posture.inUse).toBe(24);
    expect(posture.checks.logging.yes).toBeGreaterThan(0);
  });

  it('is counted anew after a change, and kept as it is without one', async () => {
    const portal = await start();
    await registered(portal);
    const first = await numbers(portal);
    expect(await numbers(portal)).toEqual(first);
    await registered(portal, { name: 'Another' });
    expect((await numbers(portal)).posture.inUse).toBe(2);
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
      'micro_apps_app_uses_stretch',
      'micro_apps_resources_stretch',
      'micro_apps_evidence_newest',
      'micro_apps_incidents_closed',
    ]) {
      expect(all).toContain(index);
    }
  });
});

describe('the checklist', () => {
  it('has the list behind every answer, page by page', async () => {
    const portal = await start();
    const names = ['Alder', 'Birch', 'Cedar', 'Elm', 'Fir'];
    for (const name of names) await registered(portal, { name });
    await registered(portal, { name: 'Pine', ...MEDIUM });
    await checked(portal, 'birch', 'access-probe', 'pass');
    await checked(portal, 'cedar', 'access-probe', 'fail');
    const { checklist } = await numbers(portal);
    const answer = (id: string) => checklist.find(each => each.id === id);
    expect(answer('sign-in')).toMatchObject({
      answer: 'no',
      counts: { yes: 1, no: 1, unknown: 4 },
    });
    expect(answer('sensitive')).toMatchObject({ answer: 'yes' });
    expect(answer('dlp')).toMatchObject({ answer: 'unknown' });
    expect(answer('registered')).toMatchObject({ answer: 'unknown' });
    expect(await ids(portal, 'check=sign-in&state=yes')).toEqual(['birch']);
    expect(await ids(portal, 'check=sign-in&state=no')).toEqual(['cedar']);
    expect(await ids(portal, 'check=sign-in&state=unknown')).toEqual([
      'alder',
      'elm',
      'fir',
      'pine',
    ]);
    expect(await ids(portal, 'check=sensitive&state=yes')).toEqual(['pine']);
    expect(await ids(portal, 'check=dlp&state=unknown')).toEqual(['pine']);
  });

  it('does not take a proof of an owner for one of the portal', async () => {
    const portal = await start();
    await registered(portal);
    await checked(portal, APP, 'log-check', 'pass', 'self-reported');
    const { posture } = await numbers(portal);
    expect(posture.checks.logging).toEqual({ yes: 0, no: 0, unknown: 1 });
  });
});

describe('key metrics', () => {
  it('run by wall clock from registering to the yes, and from detecting to closing', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await approved(portal);
    await portal
      .knex('micro_apps_apps')
      .update({ created_at: inHours(-10), band: 'low' });
    await portal
      .knex('micro_apps_requests')
      .update({ band: 'low', decided_at: inHours(-4) });
    await reported(portal, { detectedAt: inHours(-9), severity: 'low' });
    await portal
      .knex('micro_apps_incidents')
      .update({ closed_at: inHours(-3) });
    const { metrics } = await numbers(portal);
    const metric = (id: string) => metrics.find(each => each.id === id);
    expect(metric('time-to-approve-low')).toMatchObject({
      of: 1,
      met: true,
      unit: 'hours',
    });
    expect(metric('time-to-approve-low')?.value).toBeCloseTo(6, 0);
    expect(metric('time-to-remediate')?.value).toBeCloseTo(6, 0);
    expect(metric('incidents')?.value).toBe(1);
    expect(metric('time-to-deploy-low')?.value).toBeUndefined();
    expect(metric('registered-of-discovered')?.value).toBeUndefined();
  });
});

describe('numbers as a file', () => {
  it('hold everything, and no cell is a formula', async () => {
    const portal = await start();
    await registered(portal);
    await portal
      .knex('micro_apps_app_uses')
      .where({ kind: 'scope' })
      .update({ name: '=cmd|calc' });
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

describe('the board of the first 90 days', () => {
  it('begins on a day that an administrator sets, and is kept in the audit log', async () => {
    const portal = await start();
    const body = { startsAt: '2026-01-05T00:00:00Z' };
    await portal.as(SAM).put('/numbers/rollout', body).expect(403);
    await portal.as(IVAN).put('/numbers/rollout', body).expect(200);
    await portal.as(IVAN).put('/numbers/rollout', body).expect(200);
    const { start: first, steps, mayChange } = await board(portal);
    expect(mayChange).toBe(true);
    expect(first).toMatchObject({
      startsAt: '2026-01-05T00:00:00.000Z',
      setBy: IVAN,
    });
    expect(steps[0]).toMatchObject({
      dueAt: '2026-01-19T00:00:00.000Z',
      late: true,
    });
    expect(await audited(portal)).toEqual(['rollout.started']);
  });

  it('is ticked by a person where the portal cannot know, once', async () => {
    const portal = await start();
    const tick = (step: string, done: boolean, ref = IVAN) =>
      portal
        .as(ref)
        .post(`/numbers/rollout/steps/${step}`, { done, note: 'Two a unit' });
    await tick('champions', true, SAM).expect(403);
    await tick('registry', true).expect(409);
    await tick('champions', false).expect(409);
    await tick('champions', true).expect(200);
    await tick('champions', true).expect(409);
    const champions = async () =>
      (await board(portal)).steps.find(({ id }) => id === 'champions');
    expect(await champions()).toMatchObject({
      done: true,
      tick: { by: IVAN, note: 'Two a unit' },
    });
    await tick('champions', false).expect(200);
    expect(await champions()).toMatchObject({ done: false });
    expect(await audited(portal)).toEqual([
      'rollout.ticked',
      'rollout.unticked',
    ]);
  });

  it('is not ticked by a tool that acts for somebody', async () => {
    const portal = await start();
    await portal
      .as(IVAN, { actor: 'plugin:scaffolder' })
      .post('/numbers/rollout/steps/champions', { done: true, note: 'All' })
      .expect(403);
  });

  it('is answered by the portal where it knows', async () => {
    const portal = await start();
    const done = async () =>
      (await board(portal)).steps.filter(each => each.done).map(({ id }) => id);
    expect(await done()).toEqual([]);
    await registered(portal);
    expect(await done()).toEqual(['registry', 'score']);
  });
});

it('numbers are the shape of a posture', async () => {
  const portal = await start();
  const { posture }: { posture: Posture } = await numbers(portal);
  expect(posture).toMatchObject({ inUse: 0, active: 0, bands: [] });
});
