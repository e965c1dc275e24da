import { accept, type Result } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { createDeployToken } from '../credentials/deployToken';
import type { Seal } from '../credentials/sealed';
import { insertDeployment } from '../deployments/DatabaseDeployments';
import { lockApp } from '../gates/DatabaseAppLock';
import { gateClosed } from '../gates/gateClosed';
import type { GateOutcome, PreparedGate } from '../gates/PromoteGate';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import { keepKey, type SentKey } from '../kernel/DatabaseIdempotencyKeys';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import type { EnvironmentSetting } from '../kernel/settings';
import { setPolicyMarks } from '../registry/DatabaseAppStore';
import { unknownApp } from '../registry/unknownApp';
import { DEPLOY } from './deployApp';

/** What is to be decided, and on which facts from outside. */
export interface AskedPromotion {
  readonly appId: string;
  readonly commit: string | undefined;
  readonly environment: EnvironmentSetting;
  readonly prepared: PreparedGate;
  readonly sent?: SentKey;
}

/**
 * Decides on what is stored now, and writes decision, audit entry and (when
 * the gate is open) deployment, token and note, all in the caller's
 * transaction. Gives back the id of the deployment.
 */
export async function decidePromotion(
  tx: Knex.Transaction,
  deps: Pick<BackendDeps, 'gate' | 'newId'> & { seal: Seal },
  asked: AskedPromotion & Pick<CommandContext, 'actor' | 'now'>,
): Promise<Result<string>> {
  const { gate, newId, seal } = deps;
  const { appId, commit, environment, prepared, actor, now } = asked;
  const app = await lockApp(tx, appId);
  if (!app) return unknownApp();
  const outcome = await gate.decide({
    connection: tx,
    app,
    commit,
    environment,
    now,
    prepared,
  });
  const decisionId = await gate.record(tx, { app, outcome, now });
  if (!outcome.decision.allowed || !commit) {
    return await refusePromotion(tx, { ...asked, outcome, decisionId });
  }
  const deploymentId = newId();
  const { envelopeHash } = app;
  const { token, ...kept } = createDeployToken(now);
  await insertDeployment(tx, {
    id: deploymentId,
    appId,
    environment: environment.name,
    commit,
    envelopeHash,
    decisionId,
    ...kept,
    by: actor.ref,
    at: now,
  });
  if (asked.sent) {
    await keepKey(tx, asked.sent, { recordId: deploymentId, at: now });
  }
  // The rules of now let it through: nothing is due any more.
  if (app.reapproval) await setPolicyMarks(tx, appId, { reapproval: null });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'promotion.allowed',
    appId,
    summary: `Promotion of commit ${commit.slice(0, 7)} to ${
      environment.name
    } allowed`,
    details: { deploymentId, decisionId, commit, envelopeHash },
  });
  await enqueue(tx, {
    topic: DEPLOY,
    key: `${DEPLOY}:${deploymentId}`,
    group: appId,
    payload: { deploymentId, token: seal.seal(token) },
    at: now,
  });
  await enqueueAppChanged(tx, { appId, at: now });
  return accept(deploymentId);
}

/** A closed gate is a fact of its own: the decision stays, with its entry. */
async function refusePromotion(
  tx: Knex.Transaction,
  refused: AskedPromotion &
    Pick<CommandContext, 'actor' | 'now'> & {
      outcome: GateOutcome;
      decisionId: string;
    },
): Promise<Result<never>> {
  const { appId, commit, environment, actor, now, decisionId } = refused;
  const { violations } = refused.outcome.decision;
  const [first] = violations;
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'promotion.refused',
    appId,
    summary: `Promotion to ${environment.name} refused: ${
      first?.because ?? 'there is no code yet'
    }`,
    details: {
      decisionId,
      commit: commit ?? null,
      violations: violations.map(({ code }) => code),
    },
  });
  return gateClosed(violations, 'There is no code yet');
}
