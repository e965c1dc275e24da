import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyData } from '../classification/classifyData';
import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  SOME_INTEGRATIONS as integrations,
  someEvidence,
} from '../testing';
import type { Registration } from '../registration/registration';
import { scoreRisk } from '../risk/scoreRisk';
import { CONTROL_CATALOGUE, controlById } from './catalogue';
import { deriveControls } from './deriveControls';

const pages = join(__dirname, '../../../../docs/controls');

/** One case for each control: how it fails when everything else is right. */
const CASES: Readonly<
  Record<string, { code: string; spoil?: Partial<Registration> }>
> = {
  'company-sign-in': { code: 'no-evidence' },
  'approved-components': { code: 'no-evidence' },
  'known-vulnerabilities': { code: 'no-evidence' },
  'declared-integrations': { code: 'no-evidence' },
  'dynamic-security-scan': { code: 'no-evidence' },
  'security-headers': { code: 'no-evidence' },
  'redacted-logs': { code: 'no-evidence' },
  'privacy-notice': { code: 'no-evidence' },
  'least-privilege-scopes': { code: 'fact-missing', spoil: { scopes: ['*'] } },
  'retention-rule': { code: 'fact-missing', spoil: { retentionDays: NaN } },
  'decommission-plan': {
    code: 'fact-missing',
    spoil: { decommissionPlan: ' ' },
  },
  'owner-attestation': { code: 'no-evidence' },
  'security-review': { code: 'no-evidence' },
  'incident-response-plan': { code: 'no-evidence' },
  'encryption-at-rest-and-in-transit': { code: 'no-evidence' },
  'data-loss-prevention': { code: 'waits-for' },
  'pii-scan-ingress-egress': { code: 'waits-for' },
  'privacy-impact-assessment': { code: 'waits-for' },
};

function find(
  id: string,
  evidence = evidenceFor([aRequiredControl(id)]),
  registration = aRegistration(),
) {
  const [finding] = evaluateControls({
    required: [aRequiredControl(id)],
    registration,
    integrations,
    evidence,
    context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
  });
  return finding;
}

describe('the control catalogue', () => {
  it('has a case and a page for each control, and none beside', () => {
    const ids = CONTROL_CATALOGUE.map(({ id }) => id).sort();
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(CASES).sort()).toEqual(ids);
    const names = readdirSync(pages).filter(name => name !== 'README.md');
    expect(names.sort()).toEqual(ids.map(id => `${id}.md`));
  });

  it.each(CONTROL_CATALOGUE.map(control => [control.id, control] as const))(
    'says of %s in code and page what it asks, why and how to meet it',
    (id, control) => {
      const path = join(pages, `${id}.md`);
      const page = existsSync(path)
        ? readFileSync(path, 'utf8').replace(/\s+/g, ' ')
        : '';
      for (const text of [
        control.title,
        control.statement,
        control.why,
        control.howToSatisfy,
        control.source,
      ]) {
        expect(text).not.toBe('');
        expect(page).toContain(text);
      }
      expect(controlById(id)).toBe(control);
    },
  );

  it.each(Object.entries(CASES))(
    'holds %s back without its proof',
    (id, { code, spoil }) => {
      const finding = find(id, [], aRegistration(spoil));
      expect(finding?.code).toBe(code);
      expect(finding?.state).not.toBe('satisfied');
      const proven = find(id);
      expect(proven?.state).toBe(
        code === 'waits-for' ? 'unknown' : 'satisfied',
      );
    },
  );

  it('keeps waiting controls unknown whatever proof is handed in', () => {
    const evidence = ['portal-form', 'portal-runner', 'pipeline'] as const;
    for (const provenance of evidence) {
      expect(
        find('data-loss-prevention', [
          someEvidence({ kind: 'dlp-report', provenance }),
        ]),
      ).toMatchObject({ state: 'unknown', code: 'waits-for' });
    }
  });
});

describe('deriveControls', () => {
  const idsFor = (
    changes: Partial<Registration>,
    attestationInMedium?: boolean,
  ) => {
    const registration = aRegistration(changes);
    return deriveControls({
      registration,
      integrations,
      score: scoreRisk({ registration, integrations }),
      effectiveClass: classifyData({ registration, integrations }),
      attestationInMedium,
    }).map(({ control }) => control.id);
  };
  const low = [
    'company-sign-in',
    'approved-components',
    'known-vulnerabilities',
    'declared-integrations',
    'dynamic-security-scan',
    'security-headers',
    'redacted-logs',
    'least-privilege-scopes',
    'retention-rule',
    'decommission-plan',
  ];

  it('asks for exactly what the risk asks for', () => {
    const some = (ids: string[]) => [...ids].sort();
    const confidential = [
      'encryption-at-rest-and-in-transit',
      'data-loss-prevention',
      'pii-scan-ingress-egress',
    ];
    expect(some(idsFor({ dataTypes: [] }))).toEqual(some(low));
    expect(some(idsFor({}))).toEqual(some([...low, 'privacy-notice']));
    expect(some(idsFor({ dataTypes: [], scopes: ['crm:write'] }))).toEqual(
      some([...low, 'owner-attestation']),
    );
    expect(
      some(idsFor({ dataTypes: [], scopes: ['crm:write'] }, false)),
    ).toEqual(some(low));
    expect(
      some(idsFor({ dataTypes: [], classification: 'confidential' })),
    ).toEqual(some([...low, 'owner-attestation', ...confidential]));
    expect(
      some(idsFor({ dataTypes: [], classification: 'regulated' }, false)),
    ).toEqual(
      some([
        ...low,
        'owner-attestation',
        'security-review',
        'incident-response-plan',
        ...confidential,
        'privacy-impact-assessment',
      ]),
    );
    expect(idsFor({ vendors: ['payfast'] })).toContain('security-review');
  });
});

describe('evaluateControls', () => {
  const id = 'dynamic-security-scan';
  const at = (receivedAt: string, changes = {}) =>
    someEvidence({ receivedAt, ...changes });

  it.each([
    ['passes', at('2026-11-24T09:00:00Z'), 'satisfied', 'met'],
    [
      'fails',
      at('2026-11-24T09:00:00Z', { outcome: 'fail' }),
      'not-satisfied',
      'scan-failed',
    ],
    [
      'could not tell',
      at('2026-11-24T09:00:00Z', { outcome: 'unknown' }),
      'unknown',
      'scan-unknown',
    ],
    [
      'has an outcome that nobody knows',
      at('2026-11-24T09:00:00Z', { outcome: 'ok' }),
      'unknown',
      'scan-unknown',
    ],
    [
      'is reported by the maker',
      at('2026-11-24T09:00:00Z', { provenance: 'self-reported' }),
      'unknown',
      'self-reported',
    ],
    [
      'is a form in place of a check',
      at('2026-11-24T09:00:00Z', { provenance: 'portal-form' }),
      'unknown',
      'no-evidence',
    ],
    [
      'is of another commit',
      at('2026-11-24T09:00:00Z', { commit: 'd' }),
      'unknown',
      'other-commit',
    ],
    ['is 30 days old', at('2026-10-25T10:00:00Z'), 'unknown', 'evidence-stale'],
    [
      'is a second less than 30 days old',
      at('2026-10-25T10:00:01Z'),
      'satisfied',
      'met',
    ],
    [
      'ended by itself',
      at('2026-11-24T09:00:00Z', { expiresAt: NOW }),
      'unknown',
      'evidence-stale',
    ],
    [
      'has an end nobody can read',
      at('2026-11-24T09:00:00Z', { expiresAt: 'soon' }),
      'unknown',
      'evidence-stale',
    ],
    [
      'is 61 seconds ahead',
      at('2026-11-24T10:01:01Z'),
      'unknown',
      'future-evidence',
    ],
    ['is 60 seconds ahead', at('2026-11-24T10:01:00Z'), 'satisfied', 'met'],
    ['has no readable time', at('yesterday'), 'unknown', 'no-time'],
  ])('judges a result that %s', (_, evidence, state, code) => {
    expect(find(id, [evidence])).toMatchObject({ state, code });
  });

  it('counts the newest result only, in whatever order they arrive', () => {
    const earlier = at('2026-11-24T08:00:00Z', { outcome: 'fail', id: 'a' });
    const later = at('2026-11-24T09:00:00Z', { id: 'b' });
    expect(find(id, [earlier, later])).toMatchObject({
      state: 'satisfied',
      evidenceIds: ['b'],
    });
    expect(
      find(id, [later, { ...earlier, receivedAt: '2026-11-24T09:30:00Z' }])
        ?.state,
    ).toBe('not-satisfied');
  });

  it('lets the worst of two results of one instant win', () => {
    const pass = at('2026-11-24T09:00:00Z');
    const fail = at('2026-11-24T09:00:00Z', { outcome: 'fail' });
    expect(find(id, [pass, fail])?.state).toBe('not-satisfied');
    expect(find(id, [fail, pass])?.state).toBe('not-satisfied');
  });

  it('does not let a newer report of the maker replace a check', () => {
    const own = at('2026-11-24T09:30:00Z', {
      provenance: 'self-reported',
      outcome: 'fail',
    });
    expect(find(id, [at('2026-11-24T09:00:00Z'), own])?.state).toBe(
      'satisfied',
    );
  });

  it('wants the word of the owner of now, and a review by somebody else', () => {
    const attested = evidenceFor([aRequiredControl('owner-attestation')]);
    const reviewed = evidenceFor([aRequiredControl('security-review')]);
    const after = aRegistration({ owner: 'user:default/ivan' });
    expect(find('owner-attestation', attested)?.state).toBe('satisfied');
    expect(find('owner-attestation', attested, after)?.code).toBe(
      'other-owner',
    );
    const nobody = attested.map(item => ({ ...item, by: undefined }));
    expect(find('owner-attestation', nobody)?.code).toBe('other-owner');
    const unsigned = reviewed.map(item => ({ ...item, by: undefined }));
    expect(find('security-review', unsigned)?.code).toBe('own-review');
    for (const owner of ['User:SAM', 'sam']) {
      expect(
        find('security-review', reviewed, aRegistration({ owner }))?.code,
      ).toBe('own-review');
    }
  });

  it('knows nothing without a commit, an envelope or a clock', () => {
    const judge = (context: object, controlId = id) =>
      evaluateControls({
        required: [aRequiredControl(controlId)],
        registration: aRegistration(),
        integrations,
        evidence: evidenceFor([aRequiredControl(controlId)]),
        context: {
          commit: A_COMMIT,
          envelopeHash: AN_ENVELOPE_HASH,
          now: NOW,
          ...context,
        },
      })[0];
    expect(judge({ commit: undefined })?.code).toBe('no-commit');
    expect(judge({ now: 'now' })?.code).toBe('no-clock');
    expect(judge({ envelopeHash: '' }, 'owner-attestation')?.code).toBe(
      'no-envelope',
    );
    expect(judge({ envelopeHash: 'x' }, 'owner-attestation')?.code).toBe(
      'other-envelope',
    );
  });

  it('fails declared integrations when the approval of a vendor has ended', () => {
    const ended = integrations.map(item =>
      item.name === 'mapland' ? { ...item, approvedUntil: NOW } : item,
    );
    const required = [aRequiredControl('declared-integrations')];
    const [finding] = evaluateControls({
      required,
      registration: aRegistration({ vendors: ['mapland'] }),
      integrations: ended,
      evidence: evidenceFor(required),
      context: { commit: A_COMMIT, envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
    expect(finding).toMatchObject({
      state: 'not-satisfied',
      because: 'The approval of Mapland has ended',
    });
  });
});
