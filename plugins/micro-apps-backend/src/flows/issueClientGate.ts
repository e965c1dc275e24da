import { floorDecision, type PolicyClient } from '@micro-apps/governance-core';
import { insertDecision } from '../gates/DatabaseDecisions';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { BackendDeps } from '../kernel/deps';
import { askPolicy } from '../policy/askPolicy';
import { mergePolicy } from '../policy/mergePolicy';
import { policyQuestion } from '../policy/policyQuestion';
import type { AppRow } from '../registry/AppStore';

/** What the gate in front of OAuth clients needs. */
export type IssueClientDeps = Pick<
  BackendDeps,
  'clock' | 'database' | 'integrations' | 'newId' | 'policy' | 'settings'
>;

/**
 * The gate in front of every OAuth client. It is asked before the identity
 * provider is, and each answer is kept with its own row; exceptions in force
 * count here as at every other gate. A client that exists
 * already, with this key and these scopes, is not asked about again.
 *
 * @param about.client - under its RFC 7591 names
 * @throws with the first reason when the app may not have this client
 */
export async function requireClientAllowed(
  deps: IssueClientDeps,
  about: {
    app: AppRow;
    environment: { name: string; dataKind: 'sanitised' | 'real' };
    client: PolicyClient;
    /** Commit that the client is for. */
    commit: string;
  },
): Promise<void> {
  const { clock, database, integrations, newId, policy, settings } = deps;
  const { app, environment, client, commit } = about;
  const found = await integrations.forRegistration(app.registration);
  if (!found.ok) throw new Error(found.refusal.because);
  const now = clock();
  const { assessment, findings } = await judgeApp({
    connection: database.knex,
    app,
    commit,
    integrations: found.value,
    model: settings.riskModel,
    reviewDays: await reviewDaysNow(policy),
    now,
  });
  const verdict = await askPolicy({
    policy,
    input: policyQuestion({
      gate: 'issue-client',
      app,
      registration: app.registration,
      integrations: found.value,
      assessment,
      findings,
      environment,
      client,
      now,
    }),
  });
  const floor = floorDecision({
    gate: 'issue-client',
    findings,
    band: assessment.band,
    approval: 'not-needed',
    standing: app.standing,
    environmentIsProduction: environment.dataKind === 'real',
  });
  const decision = mergePolicy(floor, verdict.decision);
  await database.transaction(tx =>
    insertDecision(tx, {
      id: newId(),
      app,
      decision,
      policy: verdict,
      findings,
      environment: environment.name,
      commit,
      now,
    }),
  );
  if (decision.allowed) return;
  const [first] = decision.violations;
  throw new Error(
    `No sign-in for this app: ${first?.because ?? 'the rules say no'}${
      first?.next ? `. ${first.next}` : ''
    }`,
  );
}
