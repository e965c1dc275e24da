import fc from 'fast-check';
import { classifyData } from '../classification/classifyData';
import { compareClass } from '../classification/compareClass';
import type { DataClass } from '../classification/dataClass';
import { matchIntegrations } from '../classification/integrationsOf';
import {
  anIntegration,
  aRegistration,
  registrations,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import type { Registration } from '../registration/registration';
import { hasPersonalData } from '../risk/personalData';
import type { Band, RiskScore } from '../risk/risk';
import { scoreRisk } from '../risk/scoreRisk';
import { CONTROL_CATALOGUE } from './catalogue';
import type { Circumstances } from './controlFacts';
import { deriveControls } from './deriveControls';

function derive(
  changes: Partial<Registration>,
  more: {
    attestationInMedium?: boolean;
    circumstances?: Circumstances;
    catalog?: typeof integrations;
  } = {},
) {
  const { catalog = integrations, ...options } = more;
  const registration = aRegistration(changes);
  const facts = { registration, integrations: catalog };
  return deriveControls({
    ...facts,
    score: scoreRisk(facts),
    effectiveClass: classifyData(facts),
    ...options,
  });
}

function idsFor(...given: Parameters<typeof derive>): string[] {
  return derive(...given)
    .map(({ control }) => control.id)
    .sort();
}

const LOW = [
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
  'named-owner',
];
const CONFIDENTIAL = [
  'encryption-at-rest-and-in-transit',
  'data-loss-prevention',
  'pii-scan-ingress-egress',
  'egress-limits',
  'private-storage',
  'security-telemetry',
];
const some = (...ids: (string | readonly string[])[]) => ids.flat().sort();

/** What was required, and why, before the rules became data. */
function earlierReasons(options: {
  registration: Registration;
  score: RiskScore;
  dataClass: DataClass;
  attestationInMedium: boolean;
}): Map<string, string> {
  const { registration, score, dataClass, attestationInMedium } = options;
  const titles: Record<Band, string> = {
    low: 'Low',
    medium: 'Medium',
    high: 'High',
  };
  const { band } = score;
  const atScore = `The app is ${titles[band]} risk (${score.score} of 10)`;
  const why = new Map<string, string>();
  for (const id of LOW.slice(0, 10)) {
    why.set(id, 'Every app needs it before others use it');
  }
  if (hasPersonalData(registration)) {
    why.set('privacy-notice', 'The app keeps facts about people');
  }
  if (band === 'high' || (band === 'medium' && attestationInMedium)) {
    why.set('owner-attestation', atScore);
  }
  const reviewed = matchIntegrations({ registration, integrations }).used.find(
    ({ integration }) =>
      ['payment', 'health', 'identity'].includes(integration.vendorKind ?? ''),
  )?.integration;
  if (band === 'high') {
    why.set('security-review', atScore);
    why.set('incident-response-plan', atScore);
  } else if (reviewed) {
    why.set(
      'security-review',
      `The app uses ${reviewed.title}, a ${reviewed.vendorKind} service`,
    );
  }
  const ofClass = `The app handles ${dataClass} data`;
  if (compareClass(dataClass, 'confidential') >= 0) {
    for (const id of CONFIDENTIAL.slice(0, 3)) why.set(id, ofClass);
  }
  if (dataClass === 'regulated') why.set('privacy-impact-assessment', ofClass);
  return why;
}

describe('deriveControls', () => {
  it('asks for exactly what the risk asks for', () => {
    expect(idsFor({ dataTypes: [] })).toEqual(some(LOW));
    expect(idsFor({})).toEqual(some(LOW, 'privacy-notice'));
    expect(idsFor({ dataTypes: [], scopes: ['crm:write'] })).toEqual(
      some(LOW, 'owner-attestation', 'second-owner'),
    );
    expect(
      idsFor(
        { dataTypes: [], scopes: ['crm:write'] },
        { attestationInMedium: false },
      ),
    ).toEqual(some(LOW, 'second-owner'));
    expect(idsFor({ dataTypes: [], classification: 'confidential' })).toEqual(
      some(LOW, CONFIDENTIAL, 'owner-attestation', 'second-owner'),
    );
    expect(
      idsFor(
        { dataTypes: [], classification: 'regulated' },
        { attestationInMedium: false },
      ),
    ).toEqual(
      some(LOW, CONFIDENTIAL, [
        'owner-attestation',
        'second-owner',
        'security-review',
        'incident-response-plan',
        'privacy-impact-assessment',
        'key-custody',
      ]),
    );
  });

  it.each([
    ['a service', { vendors: ['mapland'] }, ['approved-vendors']],
    [
      'a payment service',
      { vendors: ['payfast'] },
      [
        'approved-vendors',
        'owner-attestation',
        'second-owner',
        'security-review',
      ],
    ],
    [
      'the outside',
      { hosting: 'external' },
      ['egress-limits', 'private-storage'],
    ],
    [
      'the public, with code by people',
      { audience: 'public', aiGeneratedShare: 50 },
      ['owner-attestation', 'rate-limits', 'second-owner'],
    ],
    [
      'the public, with code by AI',
      { audience: 'public', aiGeneratedShare: 51 },
      ['owner-attestation', 'peer-review', 'rate-limits', 'second-owner'],
    ],
  ] as const)('asks more of an app that reaches %s', (_, changes, more) => {
    expect(idsFor(changes)).toEqual(some(LOW, 'privacy-notice', more));
  });

  it('asks more for children, special care, and a class that is named too low', () => {
    const dataTypes = [{ category: 'children', volume: 'under-100' }] as const;
    const ids = idsFor({ dataTypes });
    expect(ids).toEqual(
      some(LOW, CONFIDENTIAL, [
        'children-safeguards',
        'class-confirmed',
        'consent-where-required',
        'data-minimisation',
        'owner-attestation',
        'privacy-notice',
        'second-owner',
      ]),
    );
    expect(idsFor({ dataTypes, classification: 'confidential' })).not.toContain(
      'class-confirmed',
    );
  });

  it('asks whether a connection to people’s records was allowed', () => {
    const vendor = (vendorKind: 'crm' | 'hr') =>
      derive(
        { vendors: ['peopleworks'] },
        {
          catalog: [
            ...integrations,
            anIntegration({
              kind: 'vendor',
              name: 'peopleworks',
              title: 'Peopleworks',
              vendorKind,
            }),
          ],
        },
      ).find(({ control }) => control.id === 'crm-hr-authorisation')?.because;
    expect(vendor('crm')).toBe(
      'The app uses Peopleworks, a customer (CRM) service',
    );
    expect(vendor('hr')).toBe(
      'The app uses Peopleworks, a personnel (HR) service',
    );
  });

  it.each([
    ['tokens', { tokenLifetimeSeconds: 60 }, ['short-lived-tokens']],
    ['a client', { extraClientScopes: 0 }, ['client-matches-registration']],
    ['unused scopes', { unusedScopeDays: 0 }, ['unused-access-removed']],
    ['its end', { retiring: true }, ['credentials-revoked', 'data-disposed']],
    ['test data', { oldestTestDataDays: 1 }, ['test-data-purged']],
    ['a lower class', { classLowered: true }, ['lowered-class-reviewed']],
    [
      'an incident',
      { incidentOpen: true },
      ['incident-escalation', 'root-cause-analysis'],
    ],
    ['a grave incident', { highIncidentOpen: true }, ['post-mortem']],
    [
      'production',
      { inProduction: true },
      [
        'abnormal-access-revoked',
        'annual-review',
        'deletion-evidence',
        'key-rotation',
      ],
    ],
    ['no owner', { orphaned: true }, ['active-owner']],
    ['an exception', { activeExceptions: 1 }, ['compensating-controls-proven']],
    ['no exception', { activeExceptions: 0 }, []],
    ['a new rule', { reapprovalDue: true }, ['policy-reapproval']],
    ['an unreadable count', { unusedScopeDays: NaN }, []],
  ] as const)('reads %s off the records', (_, circumstances, more) => {
    expect(idsFor({}, { circumstances })).toEqual(
      some(LOW, 'privacy-notice', more),
    );
  });

  it('asks the same of every app as before, with the same reasons', () => {
    fc.assert(
      fc.property(
        registrations(),
        fc.boolean(),
        (registration, attestationInMedium) => {
          const facts = { registration, integrations };
          const score = scoreRisk(facts);
          const { effective: dataClass } = classifyData(facts);
          const before = earlierReasons({
            registration,
            score,
            dataClass,
            attestationInMedium,
          });
          const now = derive(registration, { attestationInMedium });
          const earlierIds = new Set([...LOW.slice(0, 10), ...before.keys()]);
          const same = now.filter(({ control }) => earlierIds.has(control.id));
          expect(
            new Map(same.map(({ control, because }) => [control.id, because])),
          ).toEqual(before);
          for (const { because } of now) {
            expect(because).not.toMatch(/[{}]|undefined|NaN/);
          }
          expect(now.map(({ control }) => control)).toEqual(
            CONTROL_CATALOGUE.filter(control =>
              now.some(required => required.control === control),
            ),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('holds back no app at promotion that the portal and its facts can clear', () => {
    fc.assert(
      fc.property(registrations(), registration => {
        const facts = { registration, integrations };
        const { effective } = classifyData(facts);
        const plain =
          compareClass(effective, 'internal') <= 0 &&
          registration.audience !== 'public' &&
          registration.hosting !== 'external';
        const held = derive(registration).filter(
          ({ control }) =>
            control.waitsFor !== undefined && control.gates.includes('promote'),
        );
        expect(plain ? held : []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('goes by the stricter of score, band and class that it is told', () => {
    const registration = aRegistration({ dataTypes: [] });
    const facts = { registration, integrations };
    const score = scoreRisk(facts);
    const ids = (given: Partial<RiskScore>, effectiveClass: DataClass) =>
      deriveControls({
        ...facts,
        score: { ...score, ...given },
        effectiveClass,
      }).map(({ control }) => control.id);
    expect(ids({ band: 'high' }, 'internal')).toContain('security-review');
    expect(ids({ score: 8 }, 'internal')).toContain('security-review');
    expect(ids({ band: 'odd' as Band }, 'internal')).toContain(
      'security-review',
    );
    expect(ids({}, 'regulated')).toContain('key-custody');
    expect(ids({}, 'secret' as DataClass)).toContain('key-custody');
    expect(ids({}, 'public')).toEqual(ids({}, 'internal'));
  });
});
