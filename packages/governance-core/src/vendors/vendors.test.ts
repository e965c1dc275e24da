import fc from 'fast-check';
import {
  approvalEnded,
  matchIntegrations,
} from '../classification/integrationsOf';
import { DATA_CLASSES, type Integration } from '../classification/dataClass';
import { compareClass } from '../classification/compareClass';
import { deriveControls } from '../controls/deriveControls';
import { evaluateControls } from '../findings/evaluateControls';
import { classifyData } from '../classification/classifyData';
import { scoreRisk } from '../risk/scoreRisk';
import { tally } from '../approvals/tally';
import { transition } from '../lifecycle/transition';
import {
  anIntegration,
  AN_ENVELOPE_HASH,
  aRegistration,
  aVote,
  NOW,
} from '../testing/builders';
import { DAY, instantAfter } from '../time/instants';
import { componentName } from './componentName';
import { needsFindings, requirementsForVendor } from './requirementsForVendor';
import { strictestTerms } from './strictestTerms';
import {
  VENDOR_KINDS,
  VENDOR_STATES,
  VENDOR_TABLE,
  type VendorDecision,
  type VendorFacts,
  type VendorKind,
} from './vendor';
import { minimumClassOfVendor, vendorTerms } from './vendorApproval';
import { vendorClash } from './vendorClash';
import { vendorStateAt } from './vendorStateAt';
import { withVendorDecisions } from './withVendorDecisions';

const FACTS: VendorFacts = {
  title: 'Lunch Board',
  kind: 'general',
  purpose: 'Shows the menus of places nearby',
  dataClasses: ['public'],
  hosts: ['api.lunchboard.example'],
  sdkPackages: ['lunchboard-sdk'],
};
const TOMORROW = instantAfter(NOW, DAY) ?? '';
const YESTERDAY = instantAfter(NOW, -DAY) ?? '';

function decided(changes: Partial<VendorDecision> = {}): VendorDecision {
  return {
    name: 'lunch-board',
    decision: 'approved',
    decidedAt: YESTERDAY,
    approvedUntil: TOMORROW,
    minimumClass: 'public',
    facts: FACTS,
    review: 'none',
    ...changes,
  };
}

const mapland = anIntegration({
  kind: 'vendor',
  name: 'mapland',
  title: 'Mapland',
  minimumClass: 'internal',
  vendorKind: 'general',
  approvedUntil: TOMORROW,
});

/** What the control says of an app that uses the vendor. */
function verdict(
  integrations: readonly Integration[],
  vendor: string,
  now = NOW,
) {
  const registration = aRegistration({ vendors: [vendor] });
  const score = scoreRisk({ registration, integrations, now });
  const effectiveClass = classifyData({ registration, integrations });
  const required = deriveControls({
    registration,
    integrations,
    score,
    effectiveClass,
  });
  return evaluateControls({
    required,
    registration,
    integrations,
    evidence: [],
    context: { now, envelopeHash: AN_ENVELOPE_HASH },
  }).find(({ controlId }) => controlId === 'approved-vendors');
}

describe('where a vendor stands', () => {
  it('is approved until the very moment of its date', () => {
    const until = '2026-11-24T10:00:00.000Z';
    const vendor = decided({ approvedUntil: until });
    expect(vendorStateAt(vendor, '2026-11-24T09:59:59.999Z')).toBe('approved');
    expect(vendorStateAt(vendor, until)).toBe('expired');
  });

  it.each([undefined, '', 'next year', '2027-01-01'])(
    'is never approved until %p, which is no instant',
    approvedUntil => {
      expect(vendorStateAt(decided({ approvedUntil }), NOW)).toBe('expired');
    },
  );

  it('stays approved while a renewal is asked for, and waits once it has ended', () => {
    const vendor = decided({ review: 'in-review' });
    expect(vendorStateAt(vendor, NOW)).toBe('approved');
    expect(vendorStateAt(vendor, TOMORROW)).toBe('in-review');
  });

  it('is withdrawn whatever date the approval had', () => {
    expect(vendorStateAt(decided({ decision: 'withdrawn' }), NOW)).toBe(
      'withdrawn',
    );
  });

  it('never comes back to approved but by an approval', () => {
    const into = VENDOR_TABLE.transitions.filter(({ to }) => to === 'approved');
    expect(into.map(({ on }) => on)).toEqual(into.map(() => 'approve'));
    for (const state of [
      'rejected',
      'expired',
      'withdrawn',
      'taken-back',
    ] as const) {
      expect(transition(VENDOR_TABLE, state, 'approve').ok).toBe(false);
    }
  });

  it('can be reached and left: every state has its moves', () => {
    const reached = new Set(VENDOR_TABLE.transitions.map(({ to }) => to));
    expect([...reached].sort()).toEqual([...VENDOR_STATES].sort());
    const left = new Set(VENDOR_TABLE.transitions.map(({ from }) => from));
    expect([...left].sort()).toEqual([...VENDOR_STATES].sort());
  });
});

describe('who has to agree to a vendor', () => {
  it('is a security reviewer for every kind', () => {
    for (const kind of VENDOR_KINDS) {
      expect(requirementsForVendor(kind)).toContainEqual(
        expect.objectContaining({ role: 'security', count: 1 }),
      );
    }
  });

  it.each(['crm', 'hr'] as const)('is IT as well for %s', kind => {
    const requirements = requirementsForVendor(kind);
    const security = aVote({ role: 'security' });
    expect(tally({ requirements, votes: [security] }).outcome).toBe('waiting');
    const it = aVote({ role: 'it', subject: 'sub-ivan' });
    expect(tally({ requirements, votes: [security, it] }).outcome).toBe(
      'approved',
    );
  });

  it('is everybody for a kind that nobody knows', () => {
    const unknown = JSON.parse('"space"') as VendorKind;
    expect(requirementsForVendor(unknown).map(({ role }) => role)).toEqual([
      'security',
      'it',
    ]);
  });
});

describe('what an approval says', () => {
  const ask = (
    approval: Parameters<typeof vendorTerms>[0]['approval'],
    facts: Partial<VendorFacts> = {},
    role = 'security',
  ) => vendorTerms({ facts: { ...FACTS, ...facts }, approval, role, now: NOW });

  it('is a year unless told', () => {
    expect(ask({})).toEqual({
      ok: true,
      value: {
        approvedUntil: '2027-11-24T10:00:00.000Z',
        minimumClass: 'public',
      },
    });
  });

  it.each([
    [NOW, 'Choose a day in the future'],
    ['2026-11-23T00:00:00Z', 'Choose a day in the future'],
    ['soon', 'Choose a day in the future'],
    ['2028-11-25T00:00:00Z', 'two years at most'],
    ['9999-01-01T00:00:00Z', 'two years at most'],
  ])('refuses %s', (approvedUntil, words) => {
    const answer = ask({ approvedUntil });
    expect(answer.ok ? '' : answer.refusal.because).toContain(words);
  });

  it('takes two years to the day', () => {
    expect(ask({ approvedUntil: '2028-11-24T00:00:00Z' }).ok).toBe(true);
  });

  it.each(['payment', 'health', 'identity'] as const)(
    'has to name what the security review found for %s',
    kind => {
      expect(needsFindings(kind)).toBe(true);
      expect(ask({}, { kind }).ok).toBe(false);
      expect(ask({ findings: '          ok          ' }, { kind }).ok).toBe(
        false,
      );
      const findings = 'Read the report of the last test; nothing open';
      expect(ask({ findings }, { kind }).ok).toBe(true);
    },
  );

  it('cannot put a customer or personnel system below what it stands for', () => {
    expect(ask({ minimumClass: 'internal' }, { kind: 'crm' }).ok).toBe(false);
    expect(ask({ minimumClass: 'confidential' }, { kind: 'crm' }).ok).toBe(
      true,
    );
    expect(ask({ minimumClass: 'confidential' }, { kind: 'hr' }).ok).toBe(
      false,
    );
  });

  it('asks for the highest class that flows there, unless a reviewer knows better', () => {
    expect(
      minimumClassOfVendor({
        kind: 'general',
        dataClasses: ['public', 'confidential'],
      }),
    ).toBe('confidential');
    const told = ask(
      { minimumClass: 'public' },
      { dataClasses: ['confidential'] },
    );
    expect(told.ok && told.value.minimumClass).toBe('public');
  });

  it('is the strictest of what several people said, in any order', () => {
    const terms = fc.record({
      approvedUntil: fc.constantFrom(NOW, TOMORROW, '2027-06-01T00:00:00.000Z'),
      minimumClass: fc.constantFrom(...DATA_CLASSES),
    });
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 4 }), list => {
        const strictest = strictestTerms(list);
        expect(strictest).toEqual(strictestTerms([...list].reverse()));
        for (const each of list) {
          expect(each.approvedUntil >= (strictest?.approvedUntil ?? '~')).toBe(
            true,
          );
          expect(
            compareClass(
              each.minimumClass,
              strictest?.minimumClass ?? 'public',
            ),
          ).toBeLessThanOrEqual(0);
        }
      }),
    );
    expect(strictestTerms([])).toBeUndefined();
  });
});

describe('the catalog with what people decided', () => {
  it('is the catalog where nobody decided', () => {
    const decisions = [decided({ name: 'mapland', decision: 'none' })];
    expect(withVendorDecisions({ integrations: [mapland], decisions })).toEqual(
      [mapland],
    );
  });

  it('offers a vendor that was approved and has no entity', () => {
    const [added] = withVendorDecisions({
      integrations: [],
      decisions: [decided()],
    });
    expect(added).toMatchObject({
      kind: 'vendor',
      name: 'lunch-board',
      title: 'Lunch Board',
      hosts: ['api.lunchboard.example'],
      sdkPackages: ['lunchboard-sdk'],
      minimumClass: 'public',
      preAuthorised: true,
      approvedUntil: TOMORROW,
    });
    expect(verdict([added], 'lunch-board')?.state).toBe('satisfied');
  });

  it('closes the gate by comparison when the approval has ended', () => {
    const integrations = withVendorDecisions({
      integrations: [],
      decisions: [decided()],
    });
    expect(verdict(integrations, 'lunch-board', TOMORROW)).toMatchObject({
      state: 'not-satisfied',
      because: 'The approval of Lunch Board has ended',
    });
  });

  it('lets a withdrawal win over the date of the entity', () => {
    const integrations = withVendorDecisions({
      integrations: [mapland],
      decisions: [
        decided({ name: 'mapland', decision: 'withdrawn', decidedAt: NOW }),
      ],
    });
    expect(integrations[0]).toMatchObject({
      title: 'Mapland',
      preAuthorised: false,
      withdrawnAt: NOW,
    });
    expect(verdict(integrations, 'mapland', YESTERDAY)).toMatchObject({
      state: 'not-satisfied',
      because: 'Mapland may not be used: its approval was taken back',
    });
  });

  it('is closed for what was refused or withdrawn, whatever else is true', () => {
    const instants = fc.constantFrom(undefined, '', YESTERDAY, NOW, TOMORROW);
    fc.assert(
      fc.property(
        fc.constantFrom('rejected' as const, 'withdrawn' as const),
        instants,
        instants,
        instants,
        fc.constantFrom(YESTERDAY, NOW, TOMORROW, 'never'),
        (decision, decidedAt, annotated, approvedUntil, now) => {
          const [after] = withVendorDecisions({
            integrations: [{ ...mapland, approvedUntil: annotated }],
            decisions: [
              decided({ name: 'mapland', decision, decidedAt, approvedUntil }),
            ],
          });
          expect(approvalEnded(after, now)).toBe(true);
          expect(after.preAuthorised).toBe(false);
        },
      ),
    );
  });

  it('never lets a decision lower the class of an entity', () => {
    const [after] = withVendorDecisions({
      integrations: [mapland],
      decisions: [decided({ name: 'mapland', minimumClass: 'public' })],
    });
    expect(after.minimumClass).toBe('internal');
  });

  it('does not hold what never was approved', () => {
    const decisions = [decided({ decision: 'rejected', facts: undefined })];
    const integrations = withVendorDecisions({ integrations: [], decisions });
    expect(integrations).toEqual([]);
    expect(
      matchIntegrations({
        registration: aRegistration({ vendors: ['lunch-board'] }),
        integrations,
      }).unknownVendors,
    ).toEqual(['lunch-board']);
  });
});

describe('two names of vendors', () => {
  const acme = { name: 'acme-crm', title: 'Acme CRM' };

  it.each([
    ['Acme CRM', 'same'],
    ['acme-crm', 'same'],
    ['ACME   crm', 'same'],
    // A Cyrillic letter, a digit, an accent.
    ['Аcme CRM', 'looks-alike'],
    ['Acrne CRM', 'looks-alike'],
    ['Acmé CRM', 'looks-alike'],
    ['Acme CRM 日本', 'same-name'],
    ['Acme Mail', 'none'],
  ])('%s: %s', (wanted, clash) => {
    expect(vendorClash(wanted, acme)).toBe(clash);
  });
});

describe('the name of a component', () => {
  it.each([
    ['leaflet', 'leaflet', undefined],
    ['Leaflet@1.9.4', 'leaflet', '1.9.4'],
    ['@scope/name', '@scope/name', undefined],
    ['@scope/name@2.0.0', '@scope/name', '2.0.0'],
    ['pkg:npm/leaflet@1.9.4', 'leaflet', '1.9.4'],
    ['pkg:npm/%40scope/name@2.0.0?vcs_url=x#y', '@scope/name', '2.0.0'],
    ['pkg:maven/org.acme/core@1.0', 'maven:org.acme/core', '1.0'],
    ['pkg:pypi/Requests', 'pypi:Requests', undefined],
    ['pkg:npm/%E0%A4%A/x', '%e0%a4%a/x', undefined],
  ])('%s is %s', (text, name, version) => {
    expect(componentName(text)).toEqual({ name, ...(version && { version }) });
  });

  it('is none for an empty text', () => {
    expect(componentName('  ')).toBeUndefined();
  });
});
