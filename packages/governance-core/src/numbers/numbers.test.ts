import fc from 'fast-check';
import { DATA_CLASSES } from '../classification/dataClass';
import { APP_STANDING_TABLE } from '../lifecycle/tables';
import { DAY, HOUR } from '../time/instants';
import { answerChecklist } from './checklist';
import {
  CHECK_STATES,
  CHECKLIST_IDS,
  COUNTED_EVIDENCE,
  FLEET_CHECK_IDS,
  fleetCheck,
  isInUse,
  type CountedApp,
  type CountedKeeping,
  type CountedProof,
} from './fleetChecks';
import { keyMetrics, sumSpans, type KeyMetric } from './keyMetrics';
import { createPostureCounter, type CheckCounts } from './posture';
import {
  isTickedByPerson,
  ROLLOUT_STEP_IDS,
  rolloutBoard,
  type RolloutFacts,
} from './rollout';

const NOW = new Date('2026-11-20T10:00:00Z');

function ago(ms: number): string {
  return new Date(NOW.getTime() - ms).toISOString();
}

function aProof(changes: Partial<CountedProof> = {}): CountedProof {
  return {
    kind: 'log-check',
    provenance: 'portal-runner',
    outcome: 'pass',
    receivedAt: ago(DAY),
    ...changes,
  };
}

function aCounted(changes: Partial<CountedApp> = {}): CountedApp {
  return {
    standing: 'active',
    band: 'low',
    effectiveClass: 'internal',
    businessUnit: 'group:default/product',
    owner: 'user:default/maya',
    envelopeHash: 'e',
    incomplete: false,
    retentionDays: 90,
    scopes: [],
    dataCategories: [],
    clients: 0,
    proofs: [],
    ...changes,
  };
}

const apps = fc.record<CountedApp>({
  standing: fc.constantFrom(...APP_STANDING_TABLE.states),
  band: fc.constantFrom('low', 'medium', 'high'),
  effectiveClass: fc.constantFrom(...DATA_CLASSES),
  businessUnit: fc.nat(20).map(n => `group:default/unit-${n}`),
  owner: fc.nat(40).map(n => `user:default/owner-${n}`),
  envelopeHash: fc.constantFrom('e', 'f'),
  incomplete: fc.boolean(),
  retentionDays: fc.constantFrom(undefined, 0, 30),
  scopes: fc.array(fc.constantFrom('people:read', 'crm:read')),
  dataCategories: fc.array(fc.constantFrom('names', 'health')),
  clients: fc.nat(2),
  keeping: fc.option(
    fc.record({
      lookedAt: fc.option(
        fc.nat(48).map(hours => ago(hours * HOUR)),
        { nil: undefined },
      ),
      failed: fc.boolean(),
      waits: fc.boolean(),
      keepsData: fc.boolean(),
    }),
    { nil: undefined },
  ),
  proofs: fc.array(
    fc.record({
      kind: fc.constantFrom(...COUNTED_EVIDENCE),
      provenance: fc.constantFrom('pipeline', 'portal-runner', 'self-reported'),
      outcome: fc.constantFrom('pass', 'fail', 'unknown'),
      receivedAt: fc.nat(800).map(days => ago(days * DAY)),
    }),
    { maxLength: 4 },
  ),
});

describe('posture', () => {
  it('is what a naive count of the apps says', () => {
    fc.assert(
      fc.property(fc.array(apps, { maxLength: 60 }), all => {
        const counter = createPostureCounter();
        for (const app of all) counter.add(app, NOW);
        const posture = counter.result();
        const inUse = all.filter(isInUse);
        const having = (name: string, of: (app: CountedApp) => string[]) =>
          inUse.filter(app => of(app).includes(name)).length;
        expect(posture.inUse).toBe(inUse.length);
        expect(posture.active).toBe(
          all.filter(({ standing }) => standing === 'active').length,
        );
        for (const [tally, of] of [
          [posture.bands, ({ band }: CountedApp) => [band]],
          [posture.classes, (app: CountedApp) => [app.effectiveClass]],
          [posture.dataTypes, (app: CountedApp) => [...app.dataCategories]],
          [posture.scopes.top, (app: CountedApp) => [...app.scopes]],
          [posture.owners.top, ({ owner }: CountedApp) => [owner]],
          [posture.units.top, (app: CountedApp) => [app.businessUnit]],
        ] as const) {
          for (const { name, apps: n } of tally) {
            expect(n).toBe(having(name, of));
          }
        }
        for (const top of [posture.owners, posture.units]) {
          const named = top.top.reduce((sum, { apps: n }) => sum + n, 0);
          expect(named + top.otherApps).toBe(inUse.length);
        }
        for (const id of FLEET_CHECK_IDS) {
          for (const state of CHECK_STATES) {
            expect(posture.checks[id][state]).toBe(
              all.filter(app => fleetCheck(id, app, NOW) === state).length,
            );
          }
        }
      }),
    );
  });

  it('names the largest first and sums up the others', () => {
    const counter = createPostureCounter();
    for (let n = 0; n < 15; n += 1) {
      for (let app = 0; app <= n; app += 1) {
        counter.add(aCounted({ owner: `user:default/o${n}` }), NOW);
      }
    }
    const { owners } = counter.result();
    expect(owners.top).toHaveLength(12);
    expect(owners.top[0]).toEqual({ name: 'user:default/o14', apps: 15 });
    expect(owners).toMatchObject({ otherNames: 3, otherApps: 6 });
  });
});

describe('what can be said of one app', () => {
  it.each([
    ['a passed check', [aProof()], 'yes'],
    ['nothing', [], 'unknown'],
    ['its own word', [aProof({ provenance: 'self-reported' })], 'unknown'],
    [
      'a check that could not tell',
      [aProof({ outcome: 'unknown' })],
      'unknown',
    ],
    [
      'an older fail',
      [aProof(), aProof({ outcome: 'fail', receivedAt: ago(2 * DAY) })],
      'yes',
    ],
    [
      'a newer fail',
      [aProof(), aProof({ outcome: 'fail', receivedAt: ago(HOUR) })],
      'no',
    ],
    ['a proof that has ended', [aProof({ expiresAt: ago(1) })], 'unknown'],
    ['an end nobody can read', [aProof({ expiresAt: 'soon' })], 'unknown'],
  ] as const)('with %s, of its logs: %s', (_, proofs, state) => {
    expect(fleetCheck('logging', aCounted({ proofs }), NOW)).toBe(state);
  });

  it('is nothing where a question is not about it', () => {
    expect(fleetCheck('dlp', aCounted(), NOW)).toBeUndefined();
    expect(fleetCheck('short-lived', aCounted(), NOW)).toBeUndefined();
    for (const standing of ['draft', 'retired', 'disposed'] as const) {
      expect(fleetCheck('sign-in', aCounted({ standing }), NOW)).toBe(
        undefined,
      );
    }
  });

  it('is unknown where nothing can prove it yet, never yes', () => {
    const kinds = COUNTED_EVIDENCE;
    const proofs = kinds.map(kind => aProof({ kind, provenance: 'pipeline' }));
    const app = aCounted({ effectiveClass: 'regulated', clients: 1, proofs });
    for (const id of ['dlp', 'telemetry', 'short-lived'] as const) {
      expect(fleetCheck(id, app, NOW)).toBe('unknown');
    }
  });

  describe('of its data', () => {
    const gone = aProof({ kind: 'disposition-log', receivedAt: ago(DAY) });
    const looked: CountedKeeping = {
      lookedAt: ago(HOUR),
      failed: false,
      waits: false,
      keepsData: true,
    };
    it.each<[string, CountedKeeping | undefined, CountedProof[], string]>([
      ['nobody ever looked', undefined, [gone], 'unknown'],
      ['nothing is kept', { ...looked, keepsData: false }, [], 'yes'],
      ['it is on record what went', looked, [gone], 'yes'],
      ['nothing is on record yet', looked, [], 'unknown'],
      [
        'the record is a month old',
        looked,
        [{ ...gone, receivedAt: ago(31 * DAY) }],
        'unknown',
      ],
      ['a person has to confirm', { ...looked, waits: true }, [gone], 'no'],
      ['deleting did not work', looked, [{ ...gone, outcome: 'fail' }], 'no'],
      ['looking did not work', { ...looked, failed: true }, [gone], 'unknown'],
      [
        'nobody looked since yesterday',
        { ...looked, keepsData: false, lookedAt: ago(DAY) },
        [],
        'unknown',
      ],
      [
        'nobody can read when it was',
        { ...looked, lookedAt: 'lately' },
        [gone],
        'unknown',
      ],
    ])('where %s: %#', (_, keeping, proofs, state) => {
      expect(fleetCheck('retention', aCounted({ keeping, proofs }), NOW)).toBe(
        state,
      );
    });
  });

  it('tells registered apps from drafts that lack something', () => {
    const of = (changes: Partial<CountedApp>) =>
      fleetCheck('registered', aCounted(changes), NOW);
    expect(of({})).toBe('yes');
    expect(of({ standing: 'suspended' })).toBe('yes');
    expect(of({ standing: 'draft', incomplete: true })).toBe('no');
    expect(of({ standing: 'draft' })).toBeUndefined();
    expect(of({ standing: 'retired' })).toBeUndefined();
  });
});

const NOTHING: CheckCounts = { yes: 0, no: 0, unknown: 0 };

function answers(counts: CheckCounts) {
  const checks = Object.fromEntries(CHECKLIST_IDS.map(id => [id, counts]));
  return Object.fromEntries(
    answerChecklist(checks as Parameters<typeof answerChecklist>[0]).map(
      ({ id, answer }) => [id, answer],
    ),
  );
}

describe('the daily checklist', () => {
  it('says yes only where nothing is unknown', () => {
    expect(answers({ yes: 9, no: 0, unknown: 1 })).toMatchObject({
      dlp: 'unknown',
      'sign-in': 'unknown',
    });
    expect(answers({ yes: 9, no: 1, unknown: 1 }).dlp).toBe('no');
    expect(answers({ yes: 9, no: 0, unknown: 0 }).dlp).toBe('yes');
    expect(answers(NOTHING).dlp).toBe('yes');
  });

  it('never says that all is registered while discovery is not connected', () => {
    expect(answers({ yes: 9, no: 0, unknown: 0 }).registered).toBe('unknown');
    expect(answers({ yes: 9, no: 2, unknown: 0 }).registered).toBe('no');
  });

  it('says whether any app is Confidential or Regulated', () => {
    expect(answers({ yes: 1, no: 9, unknown: 0 }).sensitive).toBe('yes');
    expect(answers(NOTHING).sensitive).toBe('no');
    expect(answers({ yes: 0, no: 9, unknown: 0 }).sensitive).toBe('no');
  });
});

const NO_SPANS = { count: 0, hours: 0, withinDay: 0 };

function metrics(
  changes: Partial<Parameters<typeof keyMetrics>[1]> = {},
  counts = NOTHING,
): Record<string, KeyMetric> {
  const checks = Object.fromEntries(FLEET_CHECK_IDS.map(id => [id, counts]));
  const all = keyMetrics({ checks } as Parameters<typeof keyMetrics>[0], {
    approvals: NO_SPANS,
    deployments: NO_SPANS,
    remedies: NO_SPANS,
    incidents: 0,
    breached: 0,
    ...changes,
  });
  return Object.fromEntries(all.map(metric => [metric.id, metric]));
}

describe('key metrics', () => {
  it('add up by wall clock and leave out what cannot be read', () => {
    const from = ago(30 * HOUR);
    expect(
      sumSpans([
        { from, to: ago(29 * HOUR) },
        { from, to: ago(5 * HOUR) },
        { from, to: ago(31 * HOUR) },
        { from: 'long ago', to: ago(0) },
      ]),
    ).toEqual({ count: 2, hours: 26, withinDay: 1 });
  });

  it('make nothing up: no discovery, no incident, no app, no value', () => {
    const all = metrics();
    expect(all['registered-of-discovered']).toMatchObject({
      unknownBecause: 'Discovery is not connected',
    });
    for (const id of [
      'registered-of-discovered',
      'time-to-approve-low',
      'time-to-deploy-low',
      'time-to-remediate',
      'with-logging',
      'with-retention-rule',
    ]) {
      expect(all[id].value).toBeUndefined();
      expect(all[id].unknownBecause).toBeTruthy();
      expect(all[id].met).toBeUndefined();
    }
  });

  it('hold means against a day, and every one has its definition', () => {
    const all = metrics({
      approvals: { count: 2, hours: 47.9, withinDay: 1 },
      deployments: { count: 1, hours: 24, withinDay: 0 },
      incidents: 4,
      breached: 1,
    });
    expect(all['time-to-approve-low']).toMatchObject({
      value: 23.9,
      met: true,
    });
    expect(all['time-to-deploy-low']).toMatchObject({ value: 24, met: false });
    expect(all['incidents-non-compliant']).toMatchObject({
      value: 1,
      of: 4,
      met: false,
    });
    for (const { definition } of Object.values(all)) {
      expect(definition.length).toBeGreaterThan(20);
    }
  });

  it('round a share down, so that nearly all never reads as all', () => {
    const all = metrics({}, { yes: 99_999, no: 0, unknown: 1 });
    expect(all['with-logging']).toMatchObject({ value: 99.9, of: 100_000 });
  });
});

const NO_FACTS: RolloutFacts = {
  rulesEnforced: false,
  registeredApps: 0,
  clients: 0,
  pipelineResults: false,
  dlpProved: 0,
  logsProved: 0,
  deployed: 0,
};

describe('the board of the first 90 days', () => {
  const startsAt = ago(20 * DAY);

  it('is answered by the portal where it can know', () => {
    const steps = rolloutBoard({
      facts: {
        rulesEnforced: true,
        registeredApps: 1,
        clients: 1,
        pipelineResults: true,
        dlpProved: 1,
        logsProved: 1,
        deployed: 1,
      },
      ticks: {},
      now: NOW,
    });
    for (const { id, done, knownBy } of steps) {
      expect([id, done]).toEqual([id, knownBy === 'portal']);
    }
    expect(
      rolloutBoard({ facts: NO_FACTS, ticks: {}, now: NOW }).some(
        ({ done }) => done,
      ),
    ).toBe(false);
  });

  it('takes a person’s word for the rest, and for nothing else', () => {
    const tick = { by: 'user:default/ivan', at: ago(0), note: 'Done' };
    const steps = rolloutBoard({
      facts: NO_FACTS,
      ticks: Object.fromEntries(ROLLOUT_STEP_IDS.map(id => [id, tick])),
      now: NOW,
    });
    for (const { id, done } of steps) {
      expect([id, done]).toEqual([id, isTickedByPerson(id)]);
    }
  });

  it('knows what is late, once there is a first day', () => {
    const late = (start?: string) =>
      rolloutBoard({ startsAt: start, facts: NO_FACTS, ticks: {}, now: NOW })
        .filter(step => step.late)
        .map(({ id }) => id);
    expect(late(startsAt)).toEqual(['policies-agreed', 'policies-loaded']);
    expect(late()).toEqual([]);
    expect(late(ago(14 * DAY))).toHaveLength(2);
    expect(late(ago(14 * DAY - 1))).toEqual([]);
  });
});
