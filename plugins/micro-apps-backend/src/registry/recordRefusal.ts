import { appendAuditEntry } from '../audit/appendAuditEntry';
import { insertDecision } from '../gates/DatabaseDecisions';
import type { BackendDeps } from '../kernel/deps';
import type { Actor } from '../kernel/types';
import type { Assessment } from './assess';
import type { RegisterAnswer } from './registerGate';

/**
 * Keeps that company rules refused a registration: the decision and its audit
 * entry, by the address that the app would have (version 0) or has. Nothing of
 * what was to be registered is stored.
 */
export async function recordRefusal(
  deps: Pick<BackendDeps, 'database' | 'newId'>,
  options: {
    app: { id: string; version: number };
    assessment: Assessment;
    answer: RegisterAnswer;
    context: { actor: Actor; now: Date };
  },
): Promise<void> {
  const { app, assessment, answer, context } = options;
  const decisionId = deps.newId();
  await deps.database.transaction(async tx => {
    await insertDecision(tx, {
      id: decisionId,
      app: { ...app, envelopeHash: assessment.envelopeHash },
      decision: answer.decision,
      policy: answer.policy,
      now: context.now,
    });
    await appendAuditEntry(tx, {
      at: context.now,
      actor: context.actor,
      action: 'registration.refused',
      // Version 0: there is no app of this id.
      appId: app.version > 0 ? app.id : undefined,
      summary: `Registration refused by company rules: ${
        answer.decision.violations[0]?.because ?? 'no reason given'
      }`.slice(0, 500),
      details: {
        decisionId,
        appId: app.id,
        policyRevision: answer.policy.revision,
        violations: answer.decision.violations.map(({ code }) => code),
      },
    });
  });
}
