import {
  policyInput,
  type AppStanding,
  type Finding,
  type Gate,
  type Integration,
  type PolicyClient,
  type PolicyInput,
  type Registration,
} from '@micro-apps/governance-core';
import type { AssessedFacts } from './assessedFacts';

/**
 * The one place where the backend writes down a question for company rules:
 * the form's preview, registering, an OAuth client and the promote gate ask
 * with the same document, so that they cannot disagree (reliability D4).
 */
export function policyQuestion(options: {
  gate: Gate;
  app?: { id: string; standing: AppStanding };
  registration: Registration;
  integrations: readonly Integration[];
  assessment: AssessedFacts;
  findings?: readonly Finding[];
  environment?: { name: string; dataKind: string };
  client?: PolicyClient;
  now: Date;
}): PolicyInput {
  const { app, assessment, environment, now, ...facts } = options;
  return policyInput({
    ...facts,
    app: app && { id: app.id, standing: app.standing },
    effectiveClass: assessment.effectiveClass,
    score: assessment,
    model: assessment.model,
    required: assessment.required,
    environment: environment && {
      name: environment.name,
      dataKind: environment.dataKind,
    },
    now: now.toISOString(),
  });
}
