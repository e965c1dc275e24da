import {
  DEPLOYMENT_TABLE,
  type DeploymentState,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import type { Deployment } from './deployment';

const TABLE = 'micro_apps_deployments';

interface DeploymentRecord {
  id: string;
  app_id: string;
  environment: string;
  commit_id: string;
  envelope_hash: string;
  decision_id: string;
  state: string;
  url: string | null;
  reason: string | null;
  token_hash: string;
  token_expires_at: string;
  redeemed_at: string | null;
  requested_by: string;
  requested_at: string;
  finished_at: string | null;
  open_key: string | null;
  hold_id: string | null;
}

/** What is written when a promotion was allowed. */
export interface NewDeployment {
  readonly id: string;
  readonly appId: string;
  readonly environment: string;
  readonly commit: string;
  readonly envelopeHash: string;
  readonly decisionId: string;
  readonly tokenHash: string;
  readonly tokenExpiresAt: Date;
  readonly by: string;
  readonly at: Date;
}

const newest = rowsTogether<DeploymentRecord>({
  columns: ['app_id'],
  rows: connection => connection(TABLE),
  newest: { by: 'requested_at', limit: 20 },
});

/** Writes one. Throws the UNIQUE error while another is on its way there. */
export async function insertDeployment(
  connection: Connection,
  made: NewDeployment,
): Promise<void> {
  await connection<DeploymentRecord>(TABLE).insert({
    id: made.id,
    app_id: made.appId,
    environment: made.environment,
    commit_id: made.commit,
    envelope_hash: made.envelopeHash,
    decision_id: made.decisionId,
    state: 'requested',
    token_hash: made.tokenHash,
    token_expires_at: made.tokenExpiresAt.toISOString(),
    requested_by: made.by,
    requested_at: made.at.toISOString(),
    open_key: `${made.appId}:${made.environment}`,
  });
}

/**
 * Uses a deploy token: once, in time, and only for a deployment that still
 * waits. `false` when it does not count (reliability A19).
 */
export async function redeemToken(
  connection: Connection,
  options: { id: string; tokenHash: string; now: Date },
): Promise<boolean> {
  const { id, tokenHash, now } = options;
  const at = now.toISOString();
  const changed = await connection<DeploymentRecord>(TABLE)
    .where({ id, token_hash: tokenHash, state: 'requested' })
    .whereNull('redeemed_at')
    .andWhere('token_expires_at', '>', at)
    .update({ redeemed_at: at, state: 'deploying' });
  return changed === 1;
}

/**
 * Ends one that is on its way; `false` when it is not, or when the core's table
 * knows no such move. What has ended keeps its end.
 */
export async function finishDeployment(
  connection: Connection,
  id: string,
  end: { state: DeploymentState; url?: string; reason?: string; at: Date },
): Promise<boolean> {
  const from = DEPLOYMENT_TABLE.transitions
    .filter(({ to }) => to === end.state)
    .map(move => move.from);
  const changed = await connection<DeploymentRecord>(TABLE)
    .where({ id })
    .whereIn('state', from)
    .whereNotNull('open_key')
    .update({
      state: end.state,
      url: end.url ?? null,
      reason: end.reason ?? null,
      finished_at: end.at.toISOString(),
      open_key: null,
    });
  return changed === 1;
}

/** Marks what ran before in the same place. */
export async function supersedeOthers(
  connection: Connection,
  { id, appId, environment }: Deployment,
): Promise<void> {
  await connection<DeploymentRecord>(TABLE)
    .where({ app_id: appId, environment, state: 'running' })
    .whereNot({ id })
    .update({ state: 'superseded' });
}

/**
 * Ends everything of an app for a hold: what is on its way does not arrive, and
 * what runs is remembered with the hold.
 *
 * @param held.earlierHoldId - a hold that this one replaces: what it remembers
 *   goes over
 */
export async function stopForHold(
  tx: Knex.Transaction,
  held: {
    appId: string;
    holdId: string;
    earlierHoldId?: string;
    reason: string;
    at: Date;
  },
): Promise<void> {
  const { appId, holdId, earlierHoldId, reason, at } = held;
  if (earlierHoldId) {
    await tx<DeploymentRecord>(TABLE)
      .where({ hold_id: earlierHoldId })
      .update({ hold_id: holdId });
  }
  await tx<DeploymentRecord>(TABLE)
    .where({ app_id: appId, state: 'running' })
    .update({ state: 'stopped', reason, hold_id: holdId });
  await tx<DeploymentRecord>(TABLE)
    .where({ app_id: appId })
    .whereNotNull('open_key')
    .update({
      state: 'stopped',
      reason,
      finished_at: at.toISOString(),
      open_key: null,
    });
}

/** What a hold stopped. */
export async function listHeld(
  connection: Connection,
  holdId: string,
): Promise<readonly Deployment[]> {
  const records = await connection<DeploymentRecord>(TABLE)
    .where({ hold_id: holdId, state: 'stopped' })
    .orderBy('environment');
  return records.map(toDeployment);
}

/** Puts one that a hold stopped on its way again, on a permission of now. */
export async function resumeHeld(
  tx: Knex.Transaction,
  { id, appId, environment }: Deployment,
  tokenExpiresAt: Date,
): Promise<void> {
  await tx<DeploymentRecord>(TABLE)
    .where({ id, state: 'stopped' })
    .update({
      state: 'deploying',
      reason: null,
      hold_id: null,
      finished_at: null,
      token_expires_at: tokenExpiresAt.toISOString(),
      open_key: `${appId}:${environment}`,
    });
}

/** Leaves one that a hold stopped where it is. */
export async function leaveHeld(
  tx: Knex.Transaction,
  id: string,
  reason: string,
): Promise<void> {
  await tx<DeploymentRecord>(TABLE)
    .where({ id })
    .update({ hold_id: null, reason });
}

/** One deployment. */
export async function getDeployment(
  connection: Connection,
  id: string,
): Promise<Deployment | undefined> {
  const record = await connection<DeploymentRecord>(TABLE)
    .where({ id })
    .first();
  return record && toDeployment(record);
}

/** The last twenty deployments of an app, newest first. */
export async function listDeployments(
  connection: Connection,
  appId: string,
): Promise<readonly Deployment[]> {
  return (await newest(connection, appId)).map(toDeployment);
}

/** The deployment of exactly this commit that runs there or is on its way. */
export async function findCurrent(
  connection: Connection,
  asked: { appId: string; environment: string; commit: string },
): Promise<Deployment | undefined> {
  const record = await connection<DeploymentRecord>(TABLE)
    .where({
      app_id: asked.appId,
      environment: asked.environment,
      commit_id: asked.commit,
    })
    .whereIn('state', ['requested', 'deploying', 'running'])
    .orderBy('requested_at', 'desc')
    .first();
  return record && toDeployment(record);
}

/** What is on its way, of every app. */
export async function listOpenDeployments(
  connection: Connection,
): Promise<readonly Deployment[]> {
  const records = await connection<DeploymentRecord>(TABLE).whereNotNull(
    'open_key',
  );
  return records.map(toDeployment);
}

/** What runs, of some apps. */
export async function listRunning(
  connection: Connection,
  appIds: readonly string[],
): Promise<readonly Deployment[]> {
  const records = await connection<DeploymentRecord>(TABLE)
    .where({ state: 'running' })
    .whereIn('app_id', [...appIds]);
  return records.map(toDeployment);
}

function toDeployment(record: DeploymentRecord): Deployment {
  return {
    id: record.id,
    appId: record.app_id,
    environment: record.environment,
    commit: record.commit_id,
    envelopeHash: record.envelope_hash,
    tokenExpiresAt: record.token_expires_at,
    state: record.state as DeploymentState,
    url: record.url ?? undefined,
    reason: record.reason ?? undefined,
    requestedAt: record.requested_at,
    finishedAt: record.finished_at ?? undefined,
  };
}
