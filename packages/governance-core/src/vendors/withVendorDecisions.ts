import { maxClass } from '../classification/compareClass';
import type { Integration } from '../classification/dataClass';
import { normaliseText } from '../names/normaliseText';
import { instantOf } from '../time/instants';
import { requirementsForVendor } from './requirementsForVendor';
import { minimumClassOfVendor } from './vendorApproval';
import type { VendorDecision, VendorFacts } from './vendor';

/**
 * The integration catalog with what people decided about vendors. The entity
 * stays the description; whether a vendor is approved, and until when, is the
 * decision where there is one. A refusal and a withdrawal win over whatever
 * the entity says. A vendor without an entity is described by what was
 * approved; one that never was approved is not there.
 * Source: requirements R6.
 * @public
 */
export function withVendorDecisions(options: {
  integrations: readonly Integration[];
  decisions: readonly VendorDecision[];
}): readonly Integration[] {
  const decided = new Map(
    options.decisions
      .filter(({ decision }) => decision !== 'none')
      .map(decision => [normaliseText(decision.name), decision]),
  );
  const described = new Set<string>();
  const known = options.integrations.map(integration => {
    if (integration.kind !== 'vendor') return integration;
    const name = normaliseText(integration.name);
    described.add(name);
    const decision = decided.get(name);
    return decision ? decidedOn(integration, decision) : integration;
  });
  const added = [...decided].flatMap(([name, decision]) =>
    !described.has(name) && decision.facts
      ? [decidedOn(integrationOfFacts(decision, decision.facts), decision)]
      : [],
  );
  return [...known, ...added];
}

function decidedOn(
  integration: Integration,
  decision: VendorDecision,
): Integration {
  if (decision.decision === 'approved') {
    const { withdrawnAt: _, ...before } = integration;
    return {
      ...before,
      minimumClass: maxClass(
        integration.minimumClass,
        decision.minimumClass ?? 'public',
      ),
      // What people were shown, where the entity does not tell.
      vendorKind: integration.vendorKind ?? decision.facts?.kind,
      authorised: agreedByIt(decision),
      // Unreadable when it is missing: an approval without an end is none.
      approvedUntil: decision.approvedUntil ?? '',
    };
  }
  const over = decision.decidedAt ?? '';
  return {
    ...integration,
    preAuthorised: false,
    authorised: false,
    approvedUntil: earlier(integration.approvedUntil, over),
    withdrawnAt: over,
  };
}

/**
 * Whether IT was among those who had to agree, by the kind that they were shown:
 * its yes is the explicit authorisation.
 */
function agreedByIt({ facts }: VendorDecision): boolean {
  return (
    facts !== undefined &&
    requirementsForVendor(facts.kind).some(({ role }) => role === 'it')
  );
}

function integrationOfFacts(
  { name, minimumClass }: VendorDecision,
  facts: VendorFacts,
): Integration {
  const harmless = facts.kind === 'general';
  return {
    kind: 'vendor',
    name,
    title: facts.title,
    description: facts.purpose,
    minimumClass: minimumClass ?? minimumClassOfVendor(facts),
    privileged: !harmless,
    // Each connection to a customer, personnel, payment, health or identity
    // system is decided by itself.
    preAuthorised: harmless,
    vendorKind: facts.kind,
    hosts: facts.hosts,
    sdkPackages: facts.sdkPackages,
  };
}

function earlier(until: string | undefined, over: string): string {
  return until !== undefined && instantOf(until) < instantOf(over)
    ? until
    : over;
}
