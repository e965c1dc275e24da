import type { Refusal } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { insertDecision } from '../gates/DatabaseDecisions';
import type { CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { RulesNow } from '../kernel/requestKinds';
import type { AppRow } from '../registry/AppStore';

/** What company rules said at a vote, and about what. */
export interface RulesAtVote {
  readonly rules?: RulesNow;
  readonly app?: AppRow;
  readonly requestId: string;
}

/**
 * Keeps what company rules said at a vote as a decision of its own: engine,
 * revision and a digest of exactly what they were asked (architecture, Gates).
 *
 * @returns its id; `undefined` where they were not asked
 */
export async function keepRules(
  tx: Knex.Transaction,
  { newId }: Pick<BackendDeps, 'newId'>,
  { rules, app, requestId, now }: RulesAtVote & { now: Date },
): Promise<string | undefined> {
  if (!rules?.verdict || !app) return undefined;
  const { decision, engine, inputDigest, environment, commit } = rules.verdict;
  const id = newId();
  await insertDecision(tx, {
    id,
    app,
    decision,
    policy: { revision: rules.revision, engine, inputDigest },
    approval: 'open',
    requestId,
    environment,
    commit,
    now,
  });
  return id;
}

/**
 * Keeps that company rules denied a vote, with their decision, after the vote
 * was rolled back. Any other refusal is kept where all of them are.
 */
export async function keepDenial(
  deps: Pick<BackendDeps, 'database' | 'newId'>,
  { actor, now }: CommandContext,
  { code }: Refusal,
  asked: RulesAtVote,
): Promise<void> {
  const { rules, app, requestId } = asked;
  if (code !== 'gate-closed') return;
  await deps.database.transaction(async tx => {
    const decisionId = await keepRules(tx, deps, { ...asked, now });
    await appendAuditEntry(tx, {
      at: now,
      actor,
      action: 'decision.refused',
      appId: app?.id,
      summary: 'A decision was refused: company rules do not allow it',
      details: {
        ...{ requestId, code, decisionId, operation: 'vote', by: 'person' },
        policyRevision: rules?.revision,
        violations: rules?.verdict?.decision.violations.map(each => each.code),
      },
    });
  });
}
