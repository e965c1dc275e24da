import {
  deriveControls,
  policyInput,
  scoreRisk,
  type Registration,
} from '@micro-apps/governance-core';

const registration: Registration = {
  name: 'Probe',
  purpose: 'Shows that the rules answer at all',
  owner: 'user:default/nobody',
  businessUnit: 'group:default/nobody',
  audience: 'self',
  classification: 'public',
  dataTypes: [],
  scopes: [],
  vendors: [],
  libraries: [],
  endpoints: [],
  hosting: 'sandbox',
  retentionDays: 1,
  decommissionPlan: 'It is never built, so there is nothing to do.',
};
const facts = { registration, integrations: [] };
const score = scoreRisk(facts);

/** A question that rules have to be able to answer, yes or no. */
export const PROBE = policyInput({
  ...facts,
  gate: 'register',
  effectiveClass: 'public',
  score,
  required: deriveControls({ ...facts, score, effectiveClass: 'public' }),
  now: '2026-01-01T00:00:00.000Z',
});
