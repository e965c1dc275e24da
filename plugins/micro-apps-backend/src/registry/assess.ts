import {
  canonicalEnvelope,
  classifyData,
  deriveControls,
  matchIntegrations,
  refuse,
  accept,
  scoreRisk,
  type EffectiveClass,
  type Integration,
  type Registration,
  type RequiredControl,
  type Result,
  type RiskModel,
  type RiskScore,
} from '@micro-apps/governance-core';
import { sha256 } from '../audit/appendAuditEntry';
import type { AssessedFacts } from '../policy/assessedFacts';

/** What the core says of a registration. */
export interface Assessment {
  readonly effectiveClass: EffectiveClass;
  readonly risk: RiskScore;
  readonly required: readonly RequiredControl[];
  readonly envelope: string;
  readonly envelopeHash: string;
}

/** Class, score, controls and envelope; a pure function of its inputs. */
export function assess(options: {
  registration: Registration;
  integrations: readonly Integration[];
  /** The organisation's numbers; the shipped ones when left out. */
  model?: RiskModel;
  /** A vendor whose approval has ended by then costs points. */
  now: Date;
}): Assessment {
  const { registration, integrations, now } = options;
  const effectiveClass = classifyData(options);
  const risk = scoreRisk({ ...options, now: now.toISOString() });
  const required = deriveControls({ ...options, score: risk, effectiveClass });
  const envelope = canonicalEnvelope(
    registration,
    effectiveClass,
    integrations,
  );
  return {
    effectiveClass,
    risk,
    required,
    envelope,
    envelopeHash: sha256(envelope),
  };
}

/** The same as questions to company rules hold it. */
export function assessedFacts(
  { effectiveClass, risk, required }: Assessment,
  model?: RiskModel,
): AssessedFacts {
  return {
    effectiveClass: effectiveClass.effective,
    score: risk.score,
    band: risk.band,
    modelRevision: risk.modelRevision,
    required,
    model,
  };
}

/** Every scope and vendor has to be in the integration catalog (R6). */
export function checkIntegrations(options: {
  registration: Registration;
  integrations: readonly Integration[];
}): Result<true> {
  const { unknownScopes, unknownVendors } = matchIntegrations(options);
  const details = [
    ...unknownScopes.map(name => ({
      path: 'registration.scopes',
      message: `The scope ${name} is not in the catalog. Choose one from the list, or ask your platform team to add it`,
    })),
    ...unknownVendors.map(name => ({
      path: 'registration.vendors',
      message: `${name} is not an approved vendor. Choose one from the list, or ask for it on the page "Vendors"`,
    })),
  ];
  return details.length
    ? refuse('integration-unknown', details[0].message, details)
    : accept(true);
}
