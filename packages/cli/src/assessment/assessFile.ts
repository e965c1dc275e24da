import { createHash } from 'node:crypto';
import {
  canonicalEnvelope,
  classifyData,
  deriveControls,
  evaluateControls,
  explainScore,
  matchIntegrations,
  type EffectiveClass,
  type Finding,
  type Integration,
  type RequiredControl,
  type RiskScore,
  type ScoreExplanation,
} from '@micro-apps/governance-core';
import type { GivenFile } from '../input/readRegistrationFile';

/** What the core says of a registration file. */
export interface FileAssessment {
  readonly effectiveClass: EffectiveClass;
  readonly score: RiskScore;
  /** The smallest sets of changes that reach a lower band. */
  readonly ways: ScoreExplanation['ways'];
  readonly required: readonly RequiredControl[];
  readonly findings: readonly Finding[];
  readonly envelopeHash: string;
  /** Scopes and vendors that the integration catalog does not hold. */
  readonly unknownIntegrations: readonly string[];
}

/** Assesses a file with the functions that the portal calls. */
export function assessFile(options: {
  given: GivenFile;
  integrations: readonly Integration[];
  now: string;
}): FileAssessment {
  const { given, integrations, now } = options;
  const { registration, evidence = [], commit } = given.file;
  const facts = { registration, integrations };
  const effectiveClass = classifyData(facts);
  const { score, ways } = explainScore({ ...facts, now });
  const required = deriveControls({ ...facts, score, effectiveClass });
  const envelopeHash = createHash('sha256')
    .update(canonicalEnvelope(registration, effectiveClass, integrations))
    .digest('hex');
  const evaluated = evaluateControls({
    ...facts,
    required,
    evidence,
    context: { commit, envelopeHash, now },
  });
  const { unknownScopes, unknownVendors } = matchIntegrations(facts);
  return {
    effectiveClass,
    score,
    ways,
    required,
    findings: evaluated.map(finding => withGiven(finding, given)),
    envelopeHash,
    unknownIntegrations: [...unknownScopes, ...unknownVendors],
  };
}

/**
 * Of what needs proof, a file can carry the verdict itself; where it carries
 * no proofs either, nothing is known at this desk. Facts are read off the
 * registration, whatever else is said of them.
 */
function withGiven(finding: Finding, { file }: GivenFile): Finding {
  const { satisfiedBy, waitsFor } = finding.control;
  if (satisfiedBy !== 'evidence') return finding;
  const said = file.findings?.find(
    ({ controlId }) => controlId === finding.controlId,
  );
  if (said) {
    const { state, because = 'As the file says' } = said;
    const code = state === 'satisfied' ? 'met' : 'as-given';
    return { ...finding, state, code, because };
  }
  if (file.evidence !== undefined || waitsFor !== undefined) return finding;
  return {
    ...finding,
    state: 'unknown',
    code: 'no-evidence',
    because: 'The file says nothing of it',
  };
}
