import type { Circumstances } from '../controls/controlFacts';
import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS,
} from '../testing';
import { nextStep } from './nextStep';
import type { NextStepFacts } from './nextStep';
import { stageOf } from './stageOf';
import {
  APP_STANDING_TABLE,
  CHANGE_REQUEST_TABLE,
  DEPLOYMENT_TABLE,
} from './tables';
import { transition } from './transition';
import type { TransitionTable } from './transitionTable';

const TABLES: readonly [string, TransitionTable<string, string>][] = [
  ['app standing', APP_STANDING_TABLE as TransitionTable<string, string>],
  ['change request', CHANGE_REQUEST_TABLE as TransitionTable<string, string>],
  ['deployment', DEPLOYMENT_TABLE as TransitionTable<string, string>],
];

describe.each(TABLES)('the table of %s', (_, table) => {
  it('gives one answer per state and event, and reaches every state', () => {
    const keys = table.transitions.map(({ from, on }) => `${from} ${on}`);
    expect(new Set(keys).size).toBe(keys.length);
    const reached = new Set([table.initial]);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const { from, to } of table.transitions) {
        if (reached.has(from)) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...table.states].sort());
  });
});

describe('transition', () => {
  it('moves by the table and refuses everything else', () => {
    expect(transition(CHANGE_REQUEST_TABLE, 'open', 'approve')).toEqual({
      ok: true,
      value: 'approved',
    });
    expect(
      transition(CHANGE_REQUEST_TABLE, 'withdrawn', 'approve'),
    ).toMatchObject({
      ok: false,
      refusal: { code: 'not-in-this-state' },
    });
    for (const event of ['approve', 'reject', 'resubmit'] as const) {
      for (const state of ['rejected', 'withdrawn', 'void'] as const) {
        expect(transition(CHANGE_REQUEST_TABLE, state, event).ok).toBe(false);
      }
    }
    expect(transition(APP_STANDING_TABLE, 'disposed', 'release').ok).toBe(
      false,
    );
  });
});

describe('stageOf', () => {
  it.each([
    ['draft', {}],
    ['sandbox', { hasSandbox: true }],
    ['in-review', { hasSandbox: true, request: 'open' }],
    ['approved', { hasSandbox: true, request: 'approved' }],
    [
      'production',
      { hasSandbox: true, request: 'open', productionDeployed: true },
    ],
    ['retired', { standing: 'retired', productionDeployed: true }],
  ] as const)('is %s', (stage, changes) => {
    expect(
      stageOf({
        standing: 'active',
        hasSandbox: false,
        productionDeployed: false,
        ...changes,
      }),
    ).toBe(stage);
  });
});

describe('nextStep', () => {
  const medium = ['dynamic-security-scan', 'owner-attestation'];
  const findings = (
    ids: readonly string[],
    proven: readonly string[] = [],
    circumstances?: Circumstances,
  ) =>
    evaluateControls({
      required: ids.map(aRequiredControl),
      registration: aRegistration(),
      integrations: SOME_INTEGRATIONS,
      evidence: evidenceFor(proven.map(aRequiredControl)),
      context: {
        commit: A_COMMIT,
        envelopeHash: AN_ENVELOPE_HASH,
        now: NOW,
        circumstances,
      },
    });
  const facts = (changes: Partial<NextStepFacts>): NextStepFacts => ({
    standing: 'active',
    band: 'medium',
    hasSandbox: true,
    findings: findings(medium),
    approval: 'missing',
    productionDeployed: false,
    environment: 'beta',
    ...changes,
  });

  it('says what is left in one sentence, with one button', () => {
    expect(nextStep(facts({}))).toEqual({
      code: 'tasks-open',
      sentence:
        'Two things left before beta: attest data handling, run the security scan.',
      action: 'attest',
      blockers: ['dynamic-security-scan', 'owner-attestation'],
    });
  });

  it('asks the owner of a draft to complete it, whatever else is open', () => {
    expect(
      nextStep(facts({ standing: 'draft', productionDeployed: true })),
    ).toEqual({
      code: 'draft',
      sentence:
        'Its repository proposed this app; complete the registration to put it on record.',
      action: 'complete-registration',
      blockers: ['standing'],
    });
    expect(
      stageOf({
        standing: 'draft',
        hasSandbox: true,
        productionDeployed: true,
      }),
    ).toBe('draft');
  });

  it('says in plain words what the records ask of the owner', () => {
    const ids = ['root-cause-analysis', 'compensating-controls-proven'];
    expect(nextStep(facts({ findings: findings(ids) })).sentence).toBe(
      'Two things left before beta: write down the causes of the incident, prove what makes up for the exception.',
    );
  });

  it.each([
    ['start-sandbox', { hasSandbox: false }, 'start-sandbox'],
    ['scan-running', { scanRunning: true }, 'wait'],
    [
      'tasks-open',
      { findings: findings(medium, ['owner-attestation']) },
      'run-scans',
    ],
    [
      'tasks-open',
      { findings: findings(['incident-response-plan']) },
      'write-document',
    ],
    [
      'request-approval',
      { findings: findings(medium, medium) },
      'request-approval',
    ],
    [
      'approval-void',
      { findings: findings(medium, medium), approval: 'void' },
      'request-approval',
    ],
    [
      'waiting-for-review',
      { findings: findings(medium, medium), approval: 'open' },
      'wait',
    ],
    ['answer-changes', { approval: 'changes-requested' }, 'answer-changes'],
    [
      'rejected',
      { findings: findings(medium, medium), approval: 'rejected' },
      'request-approval',
    ],
    ['waits-for', { findings: findings(['data-loss-prevention']) }, 'wait'],
    [
      'waiting-for-others',
      { findings: findings(['security-review']), approval: 'approved' },
      'wait',
    ],
    [
      'ready',
      { findings: findings(medium, medium), approval: 'approved' },
      'promote',
    ],
    ['ready', { findings: findings(medium, medium), band: 'low' }, 'promote'],
    [
      'tasks-open',
      {
        findings: findings(['policy-reapproval'], [], { reapprovalDue: true }),
      },
      'request-approval',
    ],
    [
      'tasks-open',
      { findings: findings(['root-cause-analysis']), band: 'low' },
      undefined,
    ],
    [
      'waiting-for-others',
      {
        findings: findings(['active-owner'], [], { orphaned: true }),
        band: 'low',
      },
      'wait',
    ],
    [
      'ready',
      { findings: findings(['annual-review']), band: 'low' },
      'promote',
    ],
    ['held', { standing: 'quarantined' }, 'wait'],
    ['retired', { standing: 'retired' }, undefined],
    [
      'up-to-date',
      { productionDeployed: true, productionBehind: false },
      undefined,
    ],
  ] as const)('is %s', (code, changes, action) => {
    const step = nextStep(facts(changes));
    expect([step.code, step.action]).toEqual([code, action]);
    expect(step.sentence).toMatch(/^[A-Z].*\.$/);
  });
});
