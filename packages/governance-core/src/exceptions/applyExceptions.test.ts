import { floorDecision } from '../decisions/floorDecision';
import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  anException,
  anExceptionRequest,
  aPerson,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import { DAY, instantAfter } from '../time/instants';
import {
  activeException,
  applyExceptions,
  exceptionCircumstances,
} from './applyExceptions';
import type { GrantedException } from './exception';
import { grantException } from './grantException';

const after = (days: number, start = NOW) =>
  instantAfter(start, days * DAY) ?? '';

describe('grantException', () => {
  const ivan = aPerson('ivan');
  const grant = (changes: Partial<Parameters<typeof grantException>[0]> = {}) =>
    grantException({
      id: 'exception-9',
      request: anExceptionRequest(),
      earlier: [],
      grantor: { person: ivan, role: 'it' },
      involved: [aPerson('maya'), aPerson('rita')],
      now: NOW,
      ...changes,
    });

  it('writes down who granted what, as what, and when', () => {
    expect(grant()).toEqual({
      ok: true,
      value: {
        ...anExceptionRequest(),
        id: 'exception-9',
        renewal: 0,
        grantedBy: 'user:default/ivan',
        grantedAs: 'it',
        grantedAt: NOW,
      },
    });
  });

  it.each([
    ['the owner', aPerson('rita'), []],
    ['the requester', aPerson('maya'), []],
    [
      'the requester under another spelling',
      { ref: 'User:MAYA', subject: 'x', groups: [] },
      [],
    ],
  ])('lets %s grant nothing', (_, person) => {
    const result = grant({ grantor: { person, role: 'it-lead' } });
    expect(result).toMatchObject({
      ok: false,
      refusal: {
        code: 'not-eligible',
        because:
          'You have a part in this app, so somebody else has to grant it.',
      },
    });
    const requestOnly = grant({
      grantor: { person: aPerson('maya'), role: 'it' },
      involved: [],
    });
    expect(requestOnly.ok).toBe(false);
  });

  it('wants the higher approver for the second, and checks everything again', () => {
    const earlier = [anException({ startsAt: after(-7), endsAt: NOW })];
    expect(grant({ earlier })).toMatchObject({
      refusal: {
        code: 'not-eligible',
        because:
          'It follows another exception, so whoever leads IT has to grant it.',
      },
    });
    const lead = { person: ivan, role: 'it-lead' as const };
    expect(grant({ earlier, grantor: lead })).toMatchObject({
      value: { renewal: 1, grantedAs: 'it-lead' },
    });
    expect(grant({ grantor: lead }).ok).toBe(true);
    expect(grant({ now: after(1) })).toMatchObject({
      refusal: { code: 'invalid-input' },
    });
  });
});

describe('activeException', () => {
  const active = (
    now: string,
    changes: Partial<GrantedException> = {},
    controlId = 'dynamic-security-scan',
  ) =>
    activeException({ exceptions: [anException(changes)], controlId, now })?.id;

  it.each([
    ['before it begins', '2026-11-24T09:59:59.999Z', undefined],
    ['when it begins', NOW, 'exception-1'],
    ['a millisecond before its end', '2026-12-01T09:59:59.999Z', 'exception-1'],
    ['at its end', '2026-12-01T10:00:00.000Z', undefined],
    ['a millisecond after its end', '2026-12-01T10:00:00.001Z', undefined],
    ['at a time that nobody can read', 'now', undefined],
  ])('is compared when it is used: %s', (_, now, id) => {
    expect(active(now)).toBe(id);
  });

  it('ends after two weeks whatever a row says', () => {
    const changes = { endsAt: '2027-11-24T10:00:00.000Z' };
    expect(active('2026-12-08T09:59:59.999Z', changes)).toBe('exception-1');
    expect(active('2026-12-08T10:00:00.000Z', changes)).toBeUndefined();
    expect(
      activeException({
        exceptions: [anException()],
        controlId: 'dynamic-security-scan',
        now: after(1),
        limits: { longest: 1, chain: 28, chainEndsAfter: 28 },
      }),
    ).toBeUndefined();
  });

  it('ends when it is revoked, or the proof of its compensation ends', () => {
    const revoked = { revokedAt: '2026-11-25T10:00:00.000Z' };
    expect(active('2026-11-25T09:59:59.999Z', revoked)).toBe('exception-1');
    expect(active('2026-11-25T10:00:00.000Z', revoked)).toBeUndefined();
    expect(active(NOW, { revokedAt: 'once' })).toBeUndefined();
    const proof = {
      compensation: {
        ...anException().compensation,
        evidenceExpiresAt: '2026-11-25T10:00:00.000Z',
      },
    };
    expect(active('2026-11-25T09:59:59.999Z', proof)).toBe('exception-1');
    expect(active('2026-11-25T10:00:00.000Z', proof)).toBeUndefined();
    expect(
      active(NOW, { compensation: { statement: 'x', evidenceIds: [] } }),
    ).toBeUndefined();
  });

  it('is of one control, and of none that there is no exception from', () => {
    expect(active(NOW, {}, 'security-headers')).toBeUndefined();
    expect(
      active(NOW, { controlId: 'privacy-notice' }, 'privacy-notice'),
    ).toBeUndefined();
    expect(active(NOW, { controlId: 'luck' }, 'luck')).toBeUndefined();
  });

  it('is the one that lasts longest', () => {
    const short = anException({ id: 'short', endsAt: after(1) });
    const long = anException({ id: 'long', endsAt: after(2) });
    for (const exceptions of [
      [short, long],
      [long, short],
    ]) {
      expect(
        activeException({
          exceptions,
          controlId: 'dynamic-security-scan',
          now: NOW,
        })?.id,
      ).toBe('long');
    }
  });
});

describe('applyExceptions', () => {
  const required = ['dynamic-security-scan', 'security-headers'].map(
    aRequiredControl,
  );
  const findings = (proven: readonly string[]) =>
    evaluateControls({
      required,
      registration: aRegistration(),
      integrations,
      evidence: evidenceFor(proven.map(aRequiredControl)),
      context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
  const open = findings(['security-headers']);
  const bySecondControl = anException({
    compensation: {
      statement: 'The browser is told to hold back more',
      controlId: 'security-headers',
      evidenceIds: ['evidence-header-scan'],
    },
  });

  it('lifts what is open, says until when and why, and opens the gate', () => {
    const [scan, headers] = applyExceptions(open, [anException()], NOW);
    expect(scan).toEqual({
      ...open[0],
      state: 'not-applicable',
      code: 'excepted',
      because:
        'Excepted until 2026-12-01T10:00:00.000Z: A security reviewer tests the page by hand each day',
      expiresAt: '2026-12-01T10:00:00.000Z',
      exceptionId: 'exception-1',
    });
    expect(headers).toBe(open[1]);
    const decide = (list: typeof open) =>
      floorDecision({
        gate: 'promote',
        findings: list,
        band: 'low',
        approval: 'not-needed',
        standing: 'active',
        environmentIsProduction: true,
      }).allowed;
    expect(decide(open)).toBe(false);
    expect(decide(applyExceptions(open, [anException()], NOW))).toBe(true);
    expect(decide(applyExceptions(open, [anException()], after(7)))).toBe(
      false,
    );
  });

  it('changes nothing that is met, not applicable, or of another control', () => {
    const met = findings(['dynamic-security-scan', 'security-headers']);
    expect(applyExceptions(met, [anException()], NOW)).toEqual(met);
    const [scan] = met;
    const none = [{ ...scan, state: 'not-applicable' as const }];
    expect(applyExceptions(none, [anException()], NOW)).toEqual(none);
    expect(applyExceptions(open, [], NOW)).toEqual(open);
  });

  it('lifts nothing when what makes up for it is not proven itself', () => {
    const state = (list: typeof open, exception: GrantedException) =>
      applyExceptions(list, [exception], NOW)[0]?.state;
    expect(state(open, bySecondControl)).toBe('not-applicable');
    expect(state(findings([]), bySecondControl)).toBe('unknown');
    const both = [
      bySecondControl,
      anException({ id: 'other', controlId: 'security-headers' }),
    ];
    expect(applyExceptions(findings([]), both, NOW)[0]?.state).toBe('unknown');
    const failed = open.map(finding => ({
      ...finding,
      evidenceIds: ['evidence-by-hand'],
    }));
    expect(state(failed, anException())).toBe('unknown');
  });

  it('counts what is in force, and what nothing makes up for', () => {
    const list = [
      bySecondControl,
      anException({ id: 'twice' }),
      anException({ controlId: 'redacted-logs', endsAt: NOW }),
    ];
    expect(exceptionCircumstances(open, list, NOW)).toEqual({
      activeExceptions: 1,
      uncompensatedExceptions: 0,
    });
    expect(
      exceptionCircumstances(findings([]), [bySecondControl], NOW),
    ).toEqual({ activeExceptions: 1, uncompensatedExceptions: 1 });
    expect(exceptionCircumstances(open, [], NOW)).toEqual({
      activeExceptions: 0,
      uncompensatedExceptions: 0,
    });
  });
});
