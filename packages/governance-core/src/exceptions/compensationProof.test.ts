import { controlById } from '../controls/catalogue';
import type { Evidence } from '../evidence/evidence';
import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  anException,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS as integrations,
  someEvidence,
} from '../testing';
import { DAY, instantAfter } from '../time/instants';
import { activeException, applyExceptions } from './applyExceptions';
import {
  checkCompensation,
  proofProblem,
  withStandingProofs,
} from './compensationProof';
import { exceptionEnd, exceptionPhase } from './exceptionPhase';

const context = { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW };
const after = (days: number) => instantAfter(NOW, days * DAY) ?? '';
const headers = (changes: Partial<Evidence> = {}) =>
  someEvidence({
    id: 'headers',
    kind: 'header-scan',
    summary: 'All headers are there',
    ...changes,
  });
const scan = controlById('dynamic-security-scan');
if (!scan) throw new Error('The catalogue has lost its dynamic scan');

describe('proofProblem', () => {
  it.each<[string, Partial<Evidence>, string]>([
    [
      'of the control itself',
      { kind: 'dynamic-scan' },
      'it is about "Dynamic security scan" itself',
    ],
    [
      'that is a report of the maker',
      { provenance: 'self-reported' },
      'it is a report of your own; the portal or another person has to check it',
    ],
    [
      'that is set aside',
      {
        provenance: 'pipeline',
        commit: undefined,
        setAside: { code: 'proposed-change', because: 'It is of a proposal' },
      },
      'it is shown and does not count; its reason stands beside it',
    ],
    [
      'that was set aside',
      { setAside: { code: 'other-branch', because: 'It is of a branch' } },
      'it is shown and does not count; its reason stands beside it',
    ],
    ['that failed', { outcome: 'fail' }, 'it did not pass'],
    ['that could not tell', { outcome: 'unknown' }, 'it did not pass'],
    ['of other code', { commit: 'd'.repeat(40) }, 'it is about other code'],
    [
      'of another envelope',
      { commit: undefined, envelopeHash: 'd'.repeat(64) },
      'it was given before the registration changed',
    ],
    ['from tomorrow', { receivedAt: after(1) }, 'its time cannot be true'],
    ['without a time', { receivedAt: 'once' }, 'its time cannot be true'],
    [
      'that is older than it may be',
      { receivedAt: after(-30) },
      'it is too old',
    ],
    ['that ends now', { expiresAt: NOW }, 'it is too old'],
    ['whose end nobody can read', { expiresAt: 'never' }, 'it is too old'],
  ])('refuses what is %s', (_, changes, problem) => {
    expect(proofProblem(headers(changes), scan, context)).toBe(problem);
  });

  it.each<[string, Partial<Evidence>]>([
    ['of this code', {}],
    ['of this code, whatever the envelope was', { envelopeHash: 'other' }],
    ['of this envelope', { kind: 'incident-response-plan', commit: undefined }],
    [
      'of the app as such',
      {
        kind: 'incident-response-plan',
        commit: undefined,
        envelopeHash: undefined,
      },
    ],
    [
      'that ends a millisecond later',
      { expiresAt: '2026-11-24T10:00:00.001Z' },
    ],
  ])('takes what is %s', (_, changes) => {
    expect(proofProblem(headers(changes), scan, context)).toBeUndefined();
  });

  it('takes no proof of code while there is none', () => {
    expect(
      proofProblem(headers(), scan, { ...context, commit: undefined }),
    ).toBe('it is about other code');
  });
});

describe('checkCompensation', () => {
  const required = ['dynamic-security-scan', 'security-headers'].map(
    aRequiredControl,
  );
  const findingsFor = (proven: readonly string[]) =>
    evaluateControls({
      required,
      registration: aRegistration(),
      integrations,
      evidence: evidenceFor(proven.map(aRequiredControl)),
      context,
    });
  const check = (options: {
    compensation?: Partial<ReturnType<typeof anException>['compensation']>;
    evidence?: readonly Evidence[];
    proven?: readonly string[];
  }) =>
    checkCompensation({
      request: {
        controlId: 'dynamic-security-scan',
        compensation: {
          statement: 'The browser is told to hold back more',
          evidenceIds: ['headers'],
          ...options.compensation,
        },
      },
      findings: findingsFor(options.proven ?? ['security-headers']),
      evidence: options.evidence ?? [headers()],
      context,
    });

  it('takes a proof that counts, and says until when', () => {
    expect(check({})).toEqual({
      ok: true,
      // Header scans count for 30 days.
      value: { evidenceExpiresAt: '2026-12-24T09:00:00.000Z' },
    });
    const plan = headers({ id: 'plan', kind: 'incident-response-plan' });
    expect(
      check({ compensation: { evidenceIds: ['plan'] }, evidence: [plan] }),
    ).toEqual({ ok: true, value: {} });
  });

  it('refuses proofs that this app does not have', () => {
    const refusal = {
      code: 'invalid-input',
      because:
        'A proof that you name is not on record for this app. Choose from its own.',
    };
    expect(check({ evidence: [] })).toMatchObject({ ok: false, refusal });
    const compensation = { evidenceIds: ['headers', 'of-another-app'] };
    expect(check({ compensation })).toMatchObject({ ok: false, refusal });
  });

  it('refuses when one of the proofs does not count, and names it', () => {
    const evidence = [headers(), headers({ id: 'bad', outcome: 'fail' })];
    const compensation = { evidenceIds: ['headers', 'bad'] };
    expect(check({ compensation, evidence })).toMatchObject({
      refusal: {
        because:
          '"All headers are there" does not count here: it did not pass.',
        details: [{ path: 'compensation' }],
      },
    });
  });

  it('takes a control of this app that is met and proven', () => {
    const compensation = { controlId: 'security-headers' };
    expect(check({ compensation })).toEqual({ ok: true, value: {} });
    expect(check({ compensation, proven: [] })).toMatchObject({
      refusal: { because: expect.stringMatching(/is not met itself/) },
    });
    expect(
      check({ compensation: { controlId: 'redacted-logs' } }),
    ).toMatchObject({
      refusal: { because: expect.stringMatching(/a control of this app/) },
    });
    const other = headers({ kind: 'incident-response-plan' });
    expect(check({ compensation, evidence: [other] })).toMatchObject({
      refusal: { because: expect.stringMatching(/Bring the proof of/) },
    });
  });
});

describe('withStandingProofs', () => {
  const exception = anException({
    compensation: {
      statement: 'The browser is told to hold back more',
      evidenceIds: ['headers', 'gone'],
    },
  });
  const use = (
    evidence: readonly Evidence[],
    changes: Partial<typeof context> = {},
    given = exception,
  ) => {
    const [used] = withStandingProofs({
      exceptions: [given],
      evidence,
      context: { ...context, ...changes },
    });
    return used;
  };

  it('leaves out what no longer counts, and then nothing is in force', () => {
    expect(use([headers()]).compensation.evidenceIds).toEqual(['headers']);
    for (const used of [
      use([]),
      use([headers()], { commit: 'd'.repeat(40) }),
      use([headers()], { now: after(30) }),
    ]) {
      expect(used.compensation.evidenceIds).toEqual([]);
      expect(
        activeException({
          exceptions: [used],
          controlId: 'dynamic-security-scan',
          now: NOW,
        }),
      ).toBeUndefined();
    }
  });

  it('leaves the verdict on a compensating control to now', () => {
    const byControl = anException({
      compensation: {
        ...exception.compensation,
        controlId: 'security-headers',
      },
    });
    const used = use([], { commit: 'd'.repeat(40) }, byControl);
    expect(used).toBe(byControl);
    const finding = evaluateControls({
      required: [aRequiredControl('dynamic-security-scan')],
      registration: aRegistration(),
      integrations,
      evidence: [],
      context,
    });
    expect(applyExceptions(finding, [used], NOW)).toEqual(finding);
  });
});

describe('exceptionPhase', () => {
  const phase = (now: string, changes = {}) =>
    exceptionPhase(anException({ startsAt: after(1), ...changes }), now);

  it('is told by comparison, to the millisecond', () => {
    expect(phase(NOW)).toBe('coming');
    expect(phase(after(1))).toBe('active');
    expect(phase('2026-12-01T09:59:59.999Z')).toBe('active');
    expect(phase('2026-12-01T10:00:00.000Z')).toBe('ended');
    expect(phase(NOW, { endsAt: 'once' })).toBe('ended');
    expect(phase('soon')).toBe('ended');
  });

  it('is revoked from that instant on, and stays so', () => {
    const revoked = { revokedAt: after(2) };
    expect(phase(after(1.5), revoked)).toBe('active');
    expect(phase(after(2), revoked)).toBe('revoked');
    expect(phase(after(300), revoked)).toBe('revoked');
    expect(phase(after(1), { revokedAt: 'once' })).toBe('revoked');
  });

  it('ends early when revoked, and never after two weeks', () => {
    expect(exceptionEnd(anException())).toBe('2026-12-01T10:00:00.000Z');
    expect(exceptionEnd(anException({ revokedAt: after(2) }))).toBe(after(2));
    expect(exceptionEnd(anException({ endsAt: after(300) }))).toBe(after(14));
  });
});
