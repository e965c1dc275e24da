import { CONTROL_CATALOGUE } from '../controls/catalogue';
import type { Finding } from '../findings/finding';
import type { AppStanding } from '../lifecycle/transitionTable';
import type { Band } from '../risk/risk';
import type { Gate, GateDecision } from './decision';
import { GATES } from './decision';
import { floorDecision } from './floorDecision';
import { mergeDecisions } from './mergeDecisions';

type Floor = Parameters<typeof floorDecision>[0];

/** A finding about the control of the catalogue that `gate` asks for first. */
function findingAt(gate: Gate, changes: Partial<Finding> = {}): Finding {
  const control = CONTROL_CATALOGUE.find(
    ({ gates, satisfiedBy }) =>
      gates.includes(gate) && satisfiedBy === 'evidence',
  );
  if (!control) throw new Error(`No control at ${gate}`);
  return {
    controlId: control.id,
    title: control.title,
    state: 'satisfied',
    code: 'met',
    because: 'Passed',
    requiredBecause: 'Every app needs it',
    evidenceIds: [],
    control,
    ...changes,
  };
}

function decide(changes: Partial<Floor> = {}): GateDecision {
  const gate = changes.gate ?? 'promote';
  return floorDecision({
    gate,
    findings: [findingAt('promote')],
    band: 'low',
    approval: 'not-needed',
    standing: 'active',
    environmentIsProduction: true,
    ...changes,
  });
}

/** Code, reason and next step of each "no". */
const said = ({ violations }: GateDecision) =>
  violations.map(({ code, because, next }) => [code, because, next]);

describe('the reasons of the floor', () => {
  const HELD = {
    draft: [
      'app-draft',
      'The registration is a draft that its owner has not confirmed',
      'Complete the registration',
    ],
    restricted: [
      'app-restricted',
      'The app is restricted',
      'See the history for the reason, mend it, and ask for release',
    ],
    quarantined: [
      'app-quarantined',
      'The app is in quarantine',
      'Follow the steps that the quarantine names',
    ],
    suspended: [
      'app-suspended',
      'The app is suspended',
      'Speak with the security team',
    ],
  } as const;
  const ENDED = {
    retired: ['app-retired', 'The app is retired', 'Register a new app'],
    disposed: [
      'app-disposed',
      'The app and its data are gone',
      'Register a new app',
    ],
  } as const;

  it.each(Object.entries(HELD))(
    'a %s app may be mended or ended, and nothing else',
    (standing, reason) => {
      for (const gate of GATES) {
        const open = gate === 'register' || gate === 'retire';
        expect([
          gate,
          said(decide({ gate, standing: standing as AppStanding })),
        ]).toEqual([gate, open ? [] : [reason]]);
      }
    },
  );

  it.each(Object.entries(ENDED))(
    'a %s app passes no gate any more',
    (standing, reason) => {
      for (const gate of GATES) {
        expect(
          said(decide({ gate, standing: standing as AppStanding })),
        ).toEqual([reason]);
      }
    },
  );

  it('an active app is not held', () => {
    for (const gate of GATES)
      expect(said(decide({ gate, standing: 'active' }))).toEqual([]);
  });

  it('a state that nobody knows holds the app', () => {
    expect(said(decide({ standing: 'toString' as AppStanding }))).toEqual([
      [
        'standing-unknown',
        'The state of the app is not known',
        'Ask your platform team',
      ],
    ]);
  });

  it.each([
    ['missing', 'Nobody has approved it yet', 'Ask for approval'],
    [
      'open',
      'The approval is still being decided',
      'Wait for the reviewers; you will be told',
    ],
    [
      'rejected',
      'The reviewers said no',
      'Read their reason, change the app, and ask again',
    ],
    [
      'changes-requested',
      'The reviewers ask for changes',
      'Answer the points of the reviewers',
    ],
    [
      'void',
      'The app has changed beyond what was approved',
      'Ask for approval of the change',
    ],
    ['unknown', 'It is not known whether it was approved', 'Ask for approval'],
  ] as const)('an approval that is %s is none', (approval, because, next) => {
    for (const band of ['medium', 'high'] as const) {
      for (const gate of ['promote', 'renew'] as const) {
        const findings = [findingAt(gate)];
        expect(said(decide({ gate, band, approval, findings }))).toEqual([
          [`approval-${approval}`, because, next],
        ]);
      }
    }
  });

  it('what needs an approval does not pass as one that needs none', () => {
    expect(said(decide({ band: 'high' }))).toEqual([
      ['approval-missing', 'Nobody has approved it yet', 'Ask for approval'],
    ]);
    expect(said(decide({ band: 'high', approval: 'approved' }))).toEqual([]);
  });

  it('in Low an open or void request stops nothing', () => {
    for (const approval of ['missing', 'open', 'void'] as const) {
      expect(said(decide({ approval }))).toEqual([]);
    }
  });

  it('only what ships needs an approval', () => {
    for (const gate of ['register', 'issue-client', 'retire'] as const) {
      expect(said(decide({ gate, band: 'high', approval: 'missing' }))).toEqual(
        [],
      );
    }
    expect(
      said(
        decide({
          band: 'high',
          approval: 'missing',
          environmentIsProduction: false,
        }),
      ),
    ).toEqual([]);
  });

  it('a band that nobody knows is a reason, and needs an approval besides', () => {
    const band = 'none' as Band;
    const unknown = [
      'band-unknown',
      'The risk of the app is not known',
      'Complete the registration',
    ];
    expect(said(decide({ band, approval: 'approved' }))).toEqual([unknown]);
    expect(said(decide({ band, gate: 'register' }))).toEqual([unknown]);
    expect(said(decide({ band, gate: 'retire' }))).toEqual([]);
  });

  it('nothing checked is a reason where something ships', () => {
    const nothing = [
      'nothing-checked',
      'Nothing has been checked',
      'Run the checks',
    ];
    for (const gate of ['promote', 'renew'] as const) {
      expect(said(decide({ gate, findings: [] }))).toEqual([nothing]);
    }
    for (const gate of ['register', 'issue-client', 'retire'] as const) {
      expect(said(decide({ gate, findings: [] }))).toEqual([]);
    }
    expect(
      said(decide({ findings: [], environmentIsProduction: false })),
    ).toEqual([]);
  });

  it('an unmet control says so in its own words', () => {
    const open = (state: Finding['state'], code: string) =>
      decide({
        findings: [findingAt('promote', { state, code, because: 'It is not' })],
      }).violations;
    const { id, title, howToSatisfy } = findingAt('promote').control;
    const violation = (code: string) => ({
      code,
      controlId: id,
      because: `${title}: It is not`,
      next: howToSatisfy,
    });
    expect(open('not-satisfied', 'scan-failed')).toEqual([
      violation('control-not-met'),
    ]);
    expect(open('unknown', 'no-evidence')).toEqual([
      violation('control-no-evidence'),
    ]);
    expect(open('not-applicable', 'none')).toEqual([]);
  });

  it('proofs are not asked of a sandbox, facts are', () => {
    const proof = findingAt('promote', { state: 'unknown' });
    const fact: Finding = {
      ...proof,
      control: { ...proof.control, satisfiedBy: 'facts' },
    };
    const inSandbox = (findings: readonly Finding[]) =>
      decide({ findings, environmentIsProduction: false }).allowed;
    expect(inSandbox([proof])).toBe(true);
    expect(inSandbox([fact])).toBe(false);
  });
});

describe('what an answer that is none says', () => {
  const yes = decide();

  it.each([
    [
      'no answer',
      undefined,
      'no-decision',
      'The company rules gave no answer',
      'Try again later',
    ],
    [
      'an answer for another gate',
      { ...yes, gate: 'retire' },
      'other-gate',
      'The company rules answered another question',
      'Try again later',
    ],
    [
      'a "no" without a reason',
      { ...yes, allowed: false },
      'no-reason',
      'A company rule says no without a reason',
      'Ask your platform team',
    ],
  ])('%s', (_, other, code, because, next) => {
    expect(mergeDecisions(yes, other as GateDecision).violations).toEqual([
      { code, because, next },
    ]);
  });

  it('keeps what another gate’s answer says', () => {
    const violations = [{ code: 'x', because: 'y' }];
    const merged = mergeDecisions(yes, {
      ...yes,
      gate: 'renew',
      allowed: false,
      violations,
    });
    expect(merged.violations.map(({ code }) => code)).toEqual([
      'x',
      'other-gate',
    ]);
  });

  it('says the same thing of two controls twice', () => {
    const violation = { code: 'x', because: 'y' };
    const no: GateDecision = {
      ...yes,
      allowed: false,
      violations: [
        { ...violation, controlId: 'a' },
        { ...violation, controlId: 'b' },
        { ...violation, controlId: 'a' },
      ],
    };
    expect(mergeDecisions(no).violations).toHaveLength(2);
  });
});
