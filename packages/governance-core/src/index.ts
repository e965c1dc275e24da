/**
 * The pure rules of Micro Apps: no I/O, no clock, no randomness.
 *
 * @packageDocumentation
 */
export { classifyData } from './classification/classifyData';
export * from './classification/compareClass';
export * from './classification/dataClass';
export * from './classification/integrationsOf';
export * from './registration/registration';
export * from './registration/checkRegistration';
export * from './registration/registrationDifference';
export { hostOf, normaliseEndpoint } from './registration/endpoint';
export * from './risk/bandOf';
export * from './risk/defaultRiskModel';
export * from './risk/explainScore';
export * from './risk/parseRiskModel';
export { hasPersonalData, personalDataGrade } from './risk/personalData';
export type { PersonalDataGrade } from './risk/personalData';
export * from './risk/risk';
export * from './risk/riskModel';
export { scoreRisk } from './risk/scoreRisk';
export * from './controls/catalogue';
export * from './controls/condition';
export * from './controls/control';
export type {
  Circumstances,
  ControlFacts,
  FlagFact,
  ListFact,
  NumberFact,
  RankFact,
} from './controls/controlFacts';
export * from './controls/deriveControls';
export * from './evidence/evidence';
export * from './evidence/pipelineRun';
export * from './evidence/scanTools';
export * from './findings/evaluateControls';
export type { EvaluationContext } from './findings/evidenceVerdict';
export * from './findings/finding';
export * from './envelope/canonicalEnvelope';
export * from './envelope/envelopeDifference';
export * from './decisions/decision';
export * from './decisions/floorDecision';
export * from './decisions/mergeDecisions';
export * from './policy/policyInput';
export * from './approvals/approval';
export * from './approvals/approvalRules';
export * from './approvals/combineRequirements';
export * from './approvals/eligibility';
export * from './approvals/requirementsFor';
export * from './approvals/samePerson';
export * from './approvals/tally';
export * from './lifecycle/nextStep';
export * from './lifecycle/retirement';
export * from './lifecycle/stageOf';
export * from './lifecycle/tables';
export * from './lifecycle/transition';
export * from './lifecycle/transitionTable';
export * from './audit/auditRow';
export * from './audit/canonicalJson';
export * from './audit/createChainVerifier';
export * from './audit/erasures';
export * from './audit/evidenceBundle';
export * from './audit/readAuditRow';
export * from './audit/sealEntry';
export * from './audit/skipLinks';
export * from './audit/verifyBundle';
export * from './audit/verifyChain';
export * from './names/names';
export { normaliseText } from './names/normaliseText';
export * from './refusal/refusal';
export * from './time/instants';
export * from './exceptions/applyExceptions';
export * from './exceptions/compensationProof';
export * from './exceptions/exception';
export * from './exceptions/exceptionPhase';
export * from './exceptions/grantException';
export * from './exceptions/planException';
export * from './attestations/attestation';
export * from './envelope/whatVoids';
export * from './incidents/incident';
export * from './incidents/incidentClocks';
export * from './incidents/incidentRules';
export * from './retention/disposition';
export * from './retention/legalHold';
export * from './review/attestReview';
export * from './review/fairClock';
export * from './review/reviewClocks';
export * from './succession/ladder';
export * from './vendors/componentName';
export * from './vendors/requirementsForVendor';
export * from './vendors/serviceKind';
export * from './vendors/strictestTerms';
export * from './vendors/vendor';
export * from './vendors/vendorApproval';
export * from './vendors/vendorClash';
export * from './vendors/vendorStateAt';
export * from './vendors/withVendorDecisions';
export * from './containment/containment';
export * from './enforcement/automaticHold';
export * from './enforcement/blastRadius';
export * from './enforcement/previewChange';
export * from './enforcement/ruleModes';
export * from './artefacts/artefact';
export * from './artefacts/artefactMarkdown';
export * from './artefacts/templates';
export * from './numbers/checklist';
export * from './numbers/fleetChecks';
export * from './numbers/keyMetrics';
export * from './numbers/posture';
export * from './numbers/rollout';
