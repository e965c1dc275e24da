import { controlPage } from '../docs/controlPages';
import { evaluateControls } from '../findings/evaluateControls';
import {
  A_COMMIT,
  AN_ENVELOPE_HASH,
  aRegistration,
  aRequiredControl,
  evidenceFor,
  NOW,
  anIntegration,
  SOME_INTEGRATIONS,
  someEvidence,
} from '../testing';
import type { Registration } from '../registration/registration';
import { CONTROL_CATALOGUE, controlById } from './catalogue';
import type { Circumstances } from './controlFacts';

const integrations = [
  ...SOME_INTEGRATIONS,
  anIntegration({
    kind: 'vendor',
    name: 'peopleworks',
    title: 'Peopleworks',
    vendorKind: 'hr',
    preAuthorised: false,
  }),
];

interface Case {
  /** Code of the verdict while only this control's proof is missing. */
  readonly code: string;
  readonly spoil?: Partial<Registration>;
  /** What the records say when it is not met, and when it is. */
  readonly bad?: Circumstances;
  readonly good?: Circumstances;
}

const NO_EVIDENCE: Case = { code: 'no-evidence' };
const WAITS: Case = { code: 'waits-for' };
function factCase(spoil: Partial<Registration>): Case {
  return { code: 'fact-missing', spoil };
}
function recordCase(bad: Circumstances, good: Circumstances): Case {
  return { code: 'fact-missing', bad, good };
}

/** One case for each control: how it fails when everything else is right. */
const CASES: Readonly<Record<string, Case>> = {
  'company-sign-in': NO_EVIDENCE,
  'approved-components': NO_EVIDENCE,
  'known-vulnerabilities': NO_EVIDENCE,
  'declared-integrations': NO_EVIDENCE,
  'dynamic-security-scan': NO_EVIDENCE,
  'security-headers': NO_EVIDENCE,
  'redacted-logs': NO_EVIDENCE,
  'privacy-notice': NO_EVIDENCE,
  'least-privilege-scopes': factCase({ scopes: ['*'] }),
  'retention-rule': factCase({ retentionDays: NaN }),
  'decommission-plan': factCase({ decommissionPlan: ' ' }),
  'named-owner': factCase({ owner: 'group:default/product' }),
  'approved-vendors': factCase({ vendors: ['newcorp'] }),
  'crm-hr-authorisation': factCase({ vendors: ['peopleworks'] }),
  'second-owner': factCase({ successor: undefined }),
  'class-confirmed': factCase({ scopes: ['payroll:read'] }),
  'owner-attestation': NO_EVIDENCE,
  'security-review': NO_EVIDENCE,
  'incident-response-plan': NO_EVIDENCE,
  'encryption-at-rest-and-in-transit': NO_EVIDENCE,
  'data-loss-prevention': WAITS,
  'pii-scan-ingress-egress': WAITS,
  'privacy-impact-assessment': NO_EVIDENCE,
  'key-custody': WAITS,
  'consent-where-required': NO_EVIDENCE,
  'children-safeguards': WAITS,
  'data-minimisation': WAITS,
  'peer-review': WAITS,
  'penetration-test': WAITS,
  'egress-limits': WAITS,
  'rate-limits': WAITS,
  'private-storage': WAITS,
  'security-telemetry': WAITS,
  'abnormal-access-revoked': WAITS,
  'key-rotation': WAITS,
  'deletion-evidence': NO_EVIDENCE,
  'short-lived-tokens': recordCase(
    { tokenLifetimeSeconds: 3601 },
    { tokenLifetimeSeconds: 3600 },
  ),
  'client-matches-registration': recordCase(
    { extraClientScopes: 1 },
    { extraClientScopes: 0 },
  ),
  'unused-access-removed': recordCase(
    { unusedScopeDays: 30.001 },
    { unusedScopeDays: 30 },
  ),
  'credentials-revoked': recordCase(
    { liveCredentials: 1 },
    { liveCredentials: 0 },
  ),
  'data-disposed': recordCase({ dataLeft: true }, { dataLeft: false }),
  'test-data-purged': recordCase(
    { oldestTestDataDays: 7.001 },
    { oldestTestDataDays: 7 },
  ),
  'lowered-class-reviewed': recordCase(
    { classLowered: true },
    { classLowered: false },
  ),
  'incident-escalation': recordCase(
    { escalationLate: true },
    { escalationLate: false },
  ),
  'root-cause-analysis': recordCase(
    { rootCauseOverdue: true },
    { rootCauseOverdue: false },
  ),
  'post-mortem': recordCase(
    { postMortemMissing: true },
    { postMortemMissing: false },
  ),
  'annual-review': recordCase(
    { reviewOverdue: true },
    { reviewOverdue: false },
  ),
  'active-owner': recordCase({ orphaned: true }, { orphaned: false }),
  'compensating-controls-proven': recordCase(
    { uncompensatedExceptions: 1 },
    { uncompensatedExceptions: 0 },
  ),
  'policy-reapproval': recordCase(
    { reapprovalDue: true },
    { reapprovalDue: false },
  ),
};

function find(
  id: string,
  evidence = evidenceFor([aRequiredControl(id)]),
  registration = aRegistration(),
  circumstances?: Circumstances,
) {
  const [finding] = evaluateControls({
    required: [aRequiredControl(id)],
    registration,
    integrations,
    evidence,
    context: {
      commit: A_COMMIT,
      envelopeHash: AN_ENVELOPE_HASH,
      now: NOW,
      circumstances,
    },
  });
  return finding;
}

describe('the control catalogue', () => {
  it('has a case for each control, and none beside', () => {
    const ids = CONTROL_CATALOGUE.map(({ id }) => id).sort();
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(CASES).sort()).toEqual(ids);
    expect(ids.length).toBeGreaterThanOrEqual(35);
  });

  it.each(CONTROL_CATALOGUE.map(control => [control.id, control] as const))(
    'says of %s what it asks, why, of whom and how to meet it',
    (id, control) => {
      const page = controlPage(control);
      for (const text of [
        control.title,
        control.statement,
        control.why,
        control.howToSatisfy,
        control.neededFor,
        control.checked,
        control.source,
      ]) {
        expect(text).not.toBe('');
        expect(page).toContain(text);
      }
      expect(page).toContain(control.waitsFor ?? control.title);
      expect(controlById(id)).toBe(control);
      expect(control.source).toMatch(/^R\d+(, R\d+)*$/);
      expect(control.gates.length).toBeGreaterThan(0);
      expect(control.requiredWhen.length).toBeGreaterThan(0);
      const reads = control.satisfiedBy !== 'evidence';
      expect((control.readings ?? []).length > 0).toBe(reads);
      expect(control.evidenceKinds.length > 0).toBe(!reads);
      expect(control.actor === 'nobody-yet').toBe(
        control.waitsFor !== undefined,
      );
    },
  );

  it('names ids of public catalogues in their own form only', () => {
    const forms = {
      owaspLcnc: /^LCNC-SEC-(0[1-9]|10)$/,
      owaspCitizen: /^CD-SEC-(0[1-9]|10)$/,
      asvs5: /^V([1-9]|1[0-7])\.\d{1,2}\.\d{1,2}$/,
      nistCsf2: /^(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d{2}$/,
    };
    for (const { mappings } of CONTROL_CATALOGUE) {
      expect(Object.keys(mappings).length).toBeGreaterThan(0);
      for (const [name, form] of Object.entries(forms)) {
        const ids = mappings[name as keyof typeof forms] ?? [];
        expect(ids.filter(id => !form.test(id))).toEqual([]);
        expect([...new Set(ids)].sort()).toEqual([...ids].sort());
      }
    }
  });

  it('covers every requirement from R2 to R12', () => {
    const sources = CONTROL_CATALOGUE.flatMap(({ source }) =>
      source.split(', '),
    );
    for (let number = 2; number <= 12; number += 1) {
      expect(sources).toContain(`R${number}`);
    }
  });

  it('keeps legal duties and class floors out of reach of exceptions', () => {
    const kept = (kind: string) =>
      CONTROL_CATALOGUE.filter(
        ({ neverExcepted }) => neverExcepted === kind,
      ).map(({ id }) => id);
    expect(kept('legal-duty')).toEqual([
      'privacy-notice',
      'privacy-impact-assessment',
      'consent-where-required',
      'children-safeguards',
      'incident-escalation',
      'root-cause-analysis',
      'post-mortem',
    ]);
    expect(kept('class-floor')).toEqual([
      'class-confirmed',
      'encryption-at-rest-and-in-transit',
      'data-loss-prevention',
      'pii-scan-ingress-egress',
      'key-custody',
      'lowered-class-reviewed',
    ]);
    expect(kept('approval')).toEqual(['security-review', 'policy-reapproval']);
    expect(kept('compensation')).toEqual(['compensating-controls-proven']);
  });

  it.each(Object.entries(CASES))(
    'holds %s back without its proof',
    (id, { code, spoil, bad, good }) => {
      const finding = find(id, [], aRegistration(spoil), bad);
      expect(finding?.code).toBe(code);
      expect(finding?.state).not.toBe('satisfied');
      expect(finding?.because).not.toMatch(/[{}]|undefined|NaN/);
      const proven = find(id, undefined, undefined, good);
      expect(proven?.state).toBe(
        code === 'waits-for' ? 'unknown' : 'satisfied',
      );
      expect(proven?.because).not.toMatch(/[{}]|undefined|NaN/);
    },
  );

  it.each(
    CONTROL_CATALOGUE.filter(
      ({ satisfiedBy, id }) =>
        satisfiedBy === 'records' &&
        // These are read off flags that are off until somebody says otherwise.
        ![
          'lowered-class-reviewed',
          'active-owner',
          'policy-reapproval',
        ].includes(id),
    ).map(({ id }) => id),
  )('does not take silence of the records for %s', id => {
    expect(find(id, [])).toMatchObject({
      state: 'unknown',
      code: 'fact-unknown',
      because: 'The records do not say yet',
    });
  });

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
