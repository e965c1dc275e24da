import { appendAuditEntry } from '../audit/appendAuditEntry';
import { insertDecision } from '../gates/DatabaseDecisions';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import { SYSTEM_ACTOR } from '../kernel/types';
import { assess } from '../registry/assess';
import { setPolicyMarks } from '../registry/DatabaseAppStore';
import { askRegisterGate } from '../registry/registerGate';
import { pendingApps } from './DatabasePolicyTargets';

const PAGE = 100;

/**
 * Asks company rules about registrations that were kept while nobody answered,
 * or that the rules denied. A "yes" takes the mark away; a "no" stays on the
 * app with its reasons, and the promote gate stays closed. Ends at the first
 * question that gets no answer.
 */
export async function answerPending(deps: BackendDeps): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const ids = await pendingApps(deps.database.knex, { after, limit: PAGE });
    for (const id of ids) {
      if (!(await answer(deps, id))) return;
    }
    after = ids.at(-1);
    if (ids.length < PAGE) return;
  }
}

/** @returns false when company rules do not answer */
async function answer(deps: BackendDeps, id: string): Promise<boolean> {
  const { apps, clock, database, newId, settings } = deps;
  const app = await apps.get(database.knex, id);
  const pending = app?.pendingPolicy;
  const integrations = await deps.integrations.list();
  if (!integrations.ok) return false;
  if (!app || !pending) return true;
  const { registration } = app;
  const facts = { registration, integrations: integrations.value };
  const now = clock();
  const said = await askRegisterGate(deps, {
    ...facts,
    app,
    assessment: assess({ ...facts, model: settings.riskModel, now }),
    now,
  });
  if (!said.policy.answered) return false;
  const { violations } = said.company;
  const same =
    JSON.stringify(violations) === JSON.stringify(pending.violations);
  if (!said.company.allowed && same) return true;
  const decisionId = newId();
  await database.transaction(async tx => {
    const current = await lockApp(tx, id);
    // Changed in between: whoever changed it asked, too.
    if (current?.version !== app.version || !current.pendingPolicy) return;
    await setPolicyMarks(tx, id, {
      pendingPolicy: said.company.allowed
        ? null
        : { since: pending.since, violations },
    });
    await insertDecision(tx, {
      id: decisionId,
      app: current,
      decision: said.decision,
      policy: said.policy,
      now,
    });
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'registration.answered',
      appId: id,
      summary: said.company.allowed
        ? 'Company rules agree to the registration'
        : `Company rules do not allow the registration: ${
            violations[0]?.because ?? 'no reason given'
          }`.slice(0, 500),
      details: {
        decisionId,
        policyRevision: said.policy.revision,
        violations: violations.map(({ code }) => code),
      },
    });
    if (said.company.allowed) {
      await enqueue(tx, {
        topic: CONSIDER_APPROVAL,
        key: `${CONSIDER_APPROVAL}:${id}:policy:${decisionId}`,
        payload: { appId: id },
        at: now,
      });
    }
    await enqueueAppChanged(tx, { appId: id, at: now });
  });
  return true;
}
