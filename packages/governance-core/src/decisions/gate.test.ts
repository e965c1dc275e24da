import fc from 'fast-check';
import { classifyData } from '../classification/classifyData';
import { deriveControls } from '../controls/deriveControls';
import { evaluateControls } from '../findings/evaluateControls';
import type { AppStanding } from '../lifecycle/transitionTable';
import { scoreRisk } from '../risk/scoreRisk';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  registrations,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import type { Registration } from '../registration/registration';
import type { GateDecision } from './decision';
import { floorDecision } from './floorDecision';
import { mergeDecisions } from './mergeDecisions';

const context = { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW };

function assess(registration: Registration) {
  const effectiveClass = classifyData({ registration, integrations });
  const score = scoreRisk({ registration, integrations });
  const required = deriveControls({
    registration,
    integrations,
    score,
    effectiveClass,
  });
  return { registration, score, required };
}

function decide(
  { registration, score, required }: ReturnType<typeof assess>,
  changes: Partial<Parameters<typeof floorDecision>[0]> = {},
  evidence = evidenceFor(required),
) {
  return floorDecision({
    gate: 'promote',
    findings: evaluateControls({
      required,
      registration,
      integrations,
      evidence,
      context,
    }),
    band: score.band,
    approval: 'not-needed',
    standing: 'active',
    environmentIsProduction: true,
    ...changes,
  });
}

describe('floorDecision', () => {
  it('lets a low-risk app with green checks through without anybody', () => {
    expect(decide(assess(aRegistration()))).toEqual({
      gate: 'promote',
      allowed: true,
      violations: [],
      obligations: [],
    });
  });

  it('names the control, the reason and what to do next', () => {
    const app = assess(aRegistration());
    const evidence = evidenceFor(app.required).filter(
      ({ kind }) => kind !== 'dynamic-scan',
    );
    const decision = decide(app, {}, evidence);
    expect(decision.allowed).toBe(false);
    expect(decision.violations).toEqual([
      {
        code: 'control-no-evidence',
        controlId: 'dynamic-security-scan',
        because: 'Dynamic security scan: Not run yet',
        next: 'Run the checks while the sandbox is running. Each finding names the page and the way to mend it.',
      },
    ]);
  });

  it.each([
    'restricted',
    'quarantined',
    'suspended',
    'retired',
    'disposed',
    'somewhere',
  ])('stays closed for a %s app', standing => {
    const decision = decide(assess(aRegistration()), {
      standing: standing as AppStanding,
    });
    expect(decision.allowed).toBe(false);
  });

  it('stays closed when nothing was checked or the band is unknown', () => {
    const app = assess(aRegistration());
    expect(decide(app, { findings: [] }).violations[0]?.code).toBe(
      'nothing-checked',
    );
    expect(decide(app, { band: 'none' as 'low' }).allowed).toBe(false);
    expect(decide(app, { approval: 'maybe' as 'open' }).allowed).toBe(false);
  });

  it('keeps a "no" of a reviewer, even for a low-risk app', () => {
    expect(
      decide(assess(aRegistration()), { approval: 'rejected' }).allowed,
    ).toBe(false);
  });

  it('lets an app into the sandbox without checks and approval', () => {
    const app = assess(aRegistration({ scopes: ['crm:write'] }));
    expect(decide(app, { environmentIsProduction: false }, []).allowed).toBe(
      true,
    );
  });

  it('lets a held app retire, and not promote', () => {
    const app = assess(aRegistration());
    const standing = 'quarantined';
    expect(decide(app, { gate: 'retire', standing }).allowed).toBe(true);
    expect(decide(app, { standing }).allowed).toBe(false);
  });

  it('leaves what an end has to clear up as obligations', () => {
    const required = [
      aRequiredControl('credentials-revoked'),
      aRequiredControl('data-disposed'),
      aRequiredControl('dynamic-security-scan'),
    ];
    const findings = evaluateControls({
      required,
      registration: aRegistration(),
      integrations,
      evidence: [],
      context: {
        ...context,
        circumstances: { liveCredentials: 2, dataLeft: false },
      },
    });
    const options = {
      findings,
      band: 'low',
      approval: 'not-needed',
      standing: 'active',
      environmentIsProduction: true,
    } as const;
    expect(floorDecision({ ...options, gate: 'retire' })).toEqual({
      gate: 'retire',
      allowed: true,
      violations: [],
      obligations: [
        {
          code: 'credentials-revoked',
          because:
            'Access ends with the app: A credential of the app still works',
        },
      ],
    });
    expect(floorDecision({ ...options, gate: 'promote' }).obligations).toEqual(
      [],
    );
  });

  it('allows no production use without everything that the gate asks for', () => {
    let opened = 0;
    fc.assert(
      fc.property(
        fc.oneof(registrations(), fc.constant(aRegistration())),
        fc.constantFrom(
          'not-needed',
          'missing',
          'open',
          'approved',
          'rejected',
          'changes-requested',
          'void',
        ),
        fc.func(fc.integer({ min: 0, max: 30 })),
        (registration, approval, luck) => {
          const app = assess(registration);
          const spoil = [
            { outcome: 'fail' },
            { outcome: 'unknown' },
            { provenance: 'self-reported' },
            { commit: 'd'.repeat(40), envelopeHash: 'f'.repeat(64) },
            { receivedAt: '2026-01-01T00:00:00.000Z', expiresAt: NOW },
            { receivedAt: '2027-01-01T00:00:00.000Z' },
          ] as const;
          const spoilt = new Set<string>();
          const evidence = evidenceFor(app.required).map(item => {
            const fault = spoil[luck(item.kind)];
            if (fault) spoilt.add(item.kind);
            return { ...item, ...fault };
          });
          const decision = decide(app, { approval }, evidence);
          const expected =
            spoilt.size === 0 &&
            app.required.every(
              ({ control }) =>
                (control.waitsFor === undefined ||
                  !control.gates.includes('promote')) &&
                (control.id !== 'least-privilege-scopes' ||
                  !registration.scopes.includes('nobody-knows:it')) &&
                (control.id !== 'approved-vendors' ||
                  !registration.vendors.includes('newcorp')),
            ) &&
            (approval === 'approved' ||
              (app.score.band === 'low' &&
                !['rejected', 'changes-requested'].includes(approval)));
          expect(decision.allowed).toBe(expected);
          if (decision.allowed) opened += 1;
        },
      ),
      { numRuns: 600 },
    );
    expect(opened).toBeGreaterThan(10);
  });
});

describe('mergeDecisions', () => {
  const yes: GateDecision = {
    gate: 'promote',
    allowed: true,
    violations: [],
    obligations: [{ code: 'log', because: 'Keep a log' }],
  };
  const no: GateDecision = {
    gate: 'promote',
    allowed: false,
    violations: [{ code: 'x', because: 'No' }],
    obligations: [{ code: 'tell', because: 'Tell IT' }],
  };

  it('lets any "no" stand and adds obligations up without doubles', () => {
    expect(mergeDecisions(yes, no, yes)).toEqual({
      gate: 'promote',
      allowed: false,
      violations: no.violations,
      obligations: [...yes.obligations, ...no.obligations],
    });
    expect(mergeDecisions(no, yes).allowed).toBe(false);
    expect(mergeDecisions(yes, yes).allowed).toBe(true);
  });

  it.each([
    ['no answer', undefined],
    ['an empty answer', {}],
    ['an answer for another gate', { ...yes, gate: 'retire' }],
    ['a "no" without a reason', { ...yes, allowed: false }],
    ['"yes" as a text', { ...yes, allowed: 'true' }],
  ])('counts %s as a "no"', (_, other) => {
    expect(mergeDecisions(yes, other as GateDecision).allowed).toBe(false);
  });
});
