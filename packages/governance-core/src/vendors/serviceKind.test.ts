import type { Integration } from '../classification/dataClass';
import { deriveControls } from '../controls/deriveControls';
import { evaluateControls } from '../findings/evaluateControls';
import { scoreRisk } from '../risk/scoreRisk';
import {
  AN_ENVELOPE_HASH,
  anIntegration,
  aRegistration,
  aRequiredControl,
  NOW,
} from '../testing';
import { serviceKind } from './serviceKind';
import { VENDOR_KINDS, type VendorDecision, type VendorFacts } from './vendor';
import { withVendorDecisions } from './withVendorDecisions';

const CRM = anIntegration({
  kind: 'vendor',
  name: 'acme-crm',
  title: 'Acme CRM',
  vendorKind: 'crm',
  preAuthorised: false,
});
const FACTS: VendorFacts = {
  title: 'Acme CRM',
  kind: 'crm',
  purpose: 'Looks customers up for the sales team',
  dataClasses: ['confidential'],
  hosts: [],
  sdkPackages: [],
};
const registration = aRegistration({ vendors: ['acme-crm'] });
const of = (vendorKind: unknown) => ({ ...CRM, vendorKind } as Integration);
const ODD_KINDS = [undefined, 'HR', 'personnel', ''];

describe('serviceKind', () => {
  it('is the kind that is told, and unknown for a service of none', () => {
    for (const kind of VENDOR_KINDS) expect(serviceKind(of(kind))).toBe(kind);
    for (const odd of ODD_KINDS) expect(serviceKind(of(odd))).toBe('unknown');
    expect(serviceKind(anIntegration())).toBeUndefined();
    expect(serviceKind(anIntegration({ vendorKind: 'hr' }))).toBe('hr');
  });

  it.each(ODD_KINDS)('never lowers the score where it is %j', odd => {
    const scoreOf = (integration: Integration) =>
      scoreRisk({ registration, integrations: [integration] }).score;
    for (const kind of VENDOR_KINDS) {
      expect(scoreOf(of(odd))).toBeGreaterThanOrEqual(scoreOf(of(kind)));
    }
  });
});

describe('leave to reach customer and personnel systems', () => {
  const decided = (changes: Partial<VendorDecision>) =>
    withVendorDecisions({
      integrations: [CRM],
      decisions: [
        {
          name: 'acme-crm',
          decision: 'approved',
          decidedAt: NOW,
          approvedUntil: '2027-01-01T00:00:00.000Z',
          facts: FACTS,
          review: 'none',
          ...changes,
        },
      ],
    });

  function verdict(integrations: readonly Integration[]) {
    const [finding] = evaluateControls({
      required: [aRequiredControl('crm-hr-authorisation')],
      registration,
      integrations,
      evidence: [],
      context: { envelopeHash: AN_ENVELOPE_HASH, now: NOW },
    });
    return [finding.state, finding.because];
  }

  it('comes with the yes of IT, and goes with its end', () => {
    expect(verdict([CRM])).toEqual([
      'not-satisfied',
      'Nobody has authorised the connection to Acme CRM',
    ]);
    expect(verdict(decided({}))).toEqual([
      'satisfied',
      'The connection is authorised today',
    ]);
    expect(verdict(decided({ approvedUntil: NOW }))).toEqual([
      'not-satisfied',
      'What was agreed about Acme CRM has ended',
    ]);
    expect(verdict(decided({ decision: 'withdrawn' }))[0]).toBe(
      'not-satisfied',
    );
    const offered = decided({ decision: 'withdrawn' }).map(each => ({
      ...each,
      preAuthorised: true,
    }));
    expect(verdict(offered)).toEqual([
      'not-satisfied',
      'What was agreed about Acme CRM was taken back',
    ]);
  });

  it('does not come with an approval that IT was not asked for', () => {
    const facts: VendorFacts = { ...FACTS, kind: 'general' };
    expect(verdict(decided({ facts }))[0]).toBe('not-satisfied');
    expect(verdict(decided({ facts: undefined }))[0]).toBe('not-satisfied');
  });

  it('is there where the catalog offers the system to everybody', () => {
    expect(verdict([{ ...CRM, preAuthorised: true }])[0]).toBe('satisfied');
  });

  it.each(ODD_KINDS)('is asked for a service of the kind %j', odd => {
    expect(verdict([of(odd)])[0]).toBe('not-satisfied');
    const risk = scoreRisk({ registration, integrations: [of(odd)] });
    const asked = deriveControls({
      registration,
      integrations: [of(odd)],
      score: risk,
      effectiveClass: {
        declared: 'internal',
        effective: 'internal',
        reasons: [],
      },
    }).map(({ control, because }) => [control.id, because]);
    for (const id of ['crm-hr-authorisation', 'security-review']) {
      expect(asked).toContainEqual([
        id,
        'The app uses Acme CRM, a not yet classified service',
      ]);
    }
  });
});
