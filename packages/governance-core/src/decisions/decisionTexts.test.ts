import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import type { GateDecision } from './decision';
import { floorDecision } from './floorDecision';
import { mergeDecisions } from './mergeDecisions';

const required = ['dynamic-security-scan', 'decommission-plan'].map(
  aRequiredControl,
);
const findings = (proven = required) =>
  evaluateControls({
    required,
    registration: aRegistration(),
    integrations,
    evidence: evidenceFor(proven),
    context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
  });

type Options = Parameters<typeof floorDecision>[0];
const violations = (changes: Partial<Options>) =>
  floorDecision({
    gate: 'promote',
    findings: findings(),
    band: 'medium',
    approval: 'approved',
    standing: 'active',
    environmentIsProduction: true,
    ...changes,
  }).violations;

describe('what a floor decision says', () => {
  it.each([
    [
      'restricted',
      'app-restricted',
      'The app is restricted',
      'See the history for the reason, mend it, and ask for release',
    ],
    [
      'quarantined',
      'app-quarantined',
      'The app is in quarantine',
      'Follow the steps that the quarantine names',
    ],
    [
      'suspended',
      'app-suspended',
      'The app is suspended',
      'Speak with the security team',
    ],
    ['retired', 'app-retired', 'The app is retired', 'Register a new app'],
    [
      'disposed',
      'app-disposed',
      'The app and its data are gone',
      'Register a new app',
    ],
    [
      'somewhere',
      'standing-unknown',
      'The state of the app is not known',
      'Ask your platform team',
    ],
  ])('of an app that is %s', (standing, code, because, next) => {
    expect(violations({ standing: standing as Options['standing'] })).toEqual([
      { code, because, next },
    ]);
  });

  it.each([
    [
      'missing',
      'approval-missing',
      'Nobody has approved it yet',
      'Ask for approval',
    ],
    [
      'not-needed',
      'approval-missing',
      'Nobody has approved it yet',
      'Ask for approval',
    ],
    [
      'open',
      'approval-open',
      'The approval is still being decided',
      'Wait for the reviewers; you will be told',
    ],
    [
      'rejected',
      'approval-rejected',
      'The reviewers said no',
      'Read their reason, change the app, and ask again',
    ],
    [
      'changes-requested',
      'approval-changes-requested',
      'The reviewers ask for changes',
      'Answer the points of the reviewers',
    ],
    [
      'void',
      'approval-void',
      'The app has changed beyond what was approved',
      'Ask for approval of the change',
    ],
    [
      'whatever',
      'approval-unknown',
      'It is not known whether it was approved',
      'Ask for approval',
    ],
  ])('of an approval that is %s', (given, code, because, next) => {
    const approval = given as Options['approval'];
    expect(violations({ approval })).toEqual([{ code, because, next }]);
    expect(violations({ approval, environmentIsProduction: false })).toEqual(
      [],
    );
    expect(violations({ approval, gate: 'register' })).toEqual([]);
    expect(violations({ approval, gate: 'renew' })).toHaveLength(1);
    const stays = ['rejected', 'changes-requested', 'whatever'];
    expect(violations({ approval, band: 'low' })).toHaveLength(
      stays.includes(given) ? 1 : 0,
    );
  });

  it('of a band that nobody knows, and of nothing checked', () => {
    expect(violations({ band: 'odd' as 'low' })).toEqual([
      {
        code: 'band-unknown',
        because: 'The risk of the app is not known',
        next: 'Complete the registration',
      },
    ]);
    const nothing = { findings: [] };
    expect(violations(nothing)).toEqual([
      {
        code: 'nothing-checked',
        because: 'Nothing has been checked',
        next: 'Run the checks',
      },
    ]);
    expect(violations({ ...nothing, gate: 'renew' })).toHaveLength(1);
    expect(violations({ ...nothing, gate: 'register' })).toEqual([]);
    expect(violations({ ...nothing, environmentIsProduction: false })).toEqual(
      [],
    );
    expect(violations({ ...nothing, gate: 'retire' })).toEqual([]);
  });

  it('of a control that failed, and of one that is not known', () => {
    const [scan, plan] = findings([]);
    const failed = { ...scan, state: 'not-satisfied' as const, code: 'x' };
    expect(
      violations({ findings: [failed, plan] }).map(({ code }) => code),
    ).toEqual(['control-not-met']);
    expect(
      violations({ findings: [scan, plan] }).map(({ code }) => code),
    ).toEqual(['control-no-evidence']);
    const notHere = { ...scan, state: 'not-applicable' as const };
    expect(violations({ findings: [notHere, plan] })).toEqual([]);
  });

  it.each(['restricted', 'quarantined', 'suspended'] as const)(
    'lets a %s app mend its registration or end, and nothing else',
    standing => {
      expect(violations({ standing, gate: 'register' })).toEqual([]);
      expect(violations({ standing, gate: 'retire' })).toEqual([]);
      expect(violations({ standing, gate: 'renew' })).toHaveLength(1);
      expect(violations({ standing, gate: 'issue-client' })).toHaveLength(1);
    },
  );

  it.each(['retired', 'disposed'] as const)('lets a %s app do nothing', end => {
    expect(violations({ standing: end, gate: 'register' })).toHaveLength(1);
    expect(violations({ standing: end, gate: 'retire' })).toHaveLength(1);
  });

  it('lets a draft go nowhere before its owner confirms it', () => {
    expect(violations({ standing: 'draft' }).map(({ code }) => code)).toEqual([
      'app-draft',
    ]);
    expect(violations({ standing: 'draft', gate: 'register' })).toEqual([]);
  });
});

describe('what a merged decision says', () => {
  const yes: GateDecision = {
    gate: 'promote',
    allowed: true,
    violations: [],
    obligations: [],
  };
  const merged = (other: unknown) =>
    mergeDecisions(yes, other as GateDecision).violations;

  it('when a rule gave no answer, another one, or no reason', () => {
    const noAnswer = [
      {
        code: 'no-decision',
        because: 'The company rules gave no answer',
        next: 'Try again later',
      },
    ];
    expect(merged(undefined)).toEqual(noAnswer);
    expect(merged({ ...yes, violations: 'none' })).toEqual(noAnswer);
    const own = { code: 'x', because: 'No' };
    expect(
      merged({ ...yes, gate: 'renew', allowed: false, violations: [own] }),
    ).toEqual([
      own,
      {
        code: 'other-gate',
        because: 'The company rules answered another question',
        next: 'Try again later',
      },
    ]);
    expect(merged({ ...yes, allowed: false })).toEqual([
      {
        code: 'no-reason',
        because: 'A company rule says no without a reason',
        next: 'Ask your platform team',
      },
    ]);
  });

  it('keeps apart what differs in code, control or text only', () => {
    const all = [
      { code: 'x', because: 'No' },
      { code: 'y', because: 'No' },
      { code: 'x', because: 'Not now' },
      { code: 'x', because: 'No', controlId: 'a' },
      { code: 'x', because: 'No', controlId: 'b' },
    ];
    const no = { ...yes, allowed: false, violations: [...all, ...all] };
    expect(merged(no)).toEqual(all);
    expect(mergeDecisions(no, no).allowed).toBe(false);
  });
});
