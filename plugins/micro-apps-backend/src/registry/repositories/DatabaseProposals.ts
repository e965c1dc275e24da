import type { Registration } from '@micro-apps/governance-core';
import type {
  MissingField,
  ProposalState,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { Actor } from '../../kernel/types';
import type { Connection } from '../AppStore';

const PROPOSALS = 'micro_apps_proposals';

/** What a file would like to be different, and what became of it. */
export interface ProposalRow {
  readonly seq: number;
  readonly id: string;
  readonly appId: string;
  readonly sourceId: string;
  readonly binds: boolean;
  readonly changes: Partial<Registration>;
  readonly unclear: readonly MissingField[];
  /** Version of the registration that it was made of. */
  readonly baseVersion: number;
  readonly commit?: string;
  readonly state: ProposalState;
  readonly proposedAt: string;
  readonly decidedAt?: string;
  readonly decidedBy?: string;
  readonly reason?: string;
}

interface ProposalRecord {
  seq: number | string;
  id: string;
  app_id: string;
  source_id: string;
  open_key: string | null;
  binds: boolean | number;
  changes: string;
  unclear: string;
  base_version: number | string;
  commit_id: string | null;
  state: string;
  proposed_at: string;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
}

function toProposal(record: ProposalRecord): ProposalRow {
  return {
    seq: Number(record.seq),
    id: record.id,
    appId: record.app_id,
    sourceId: record.source_id,
    binds: Boolean(record.binds),
    changes: JSON.parse(record.changes),
    unclear: JSON.parse(record.unclear),
    baseVersion: Number(record.base_version),
    commit: record.commit_id ?? undefined,
    state: record.state as ProposalState,
    proposedAt: record.proposed_at,
    decidedAt: record.decided_at ?? undefined,
    decidedBy: record.decided_by ?? undefined,
    reason: record.reason ?? undefined,
  };
}

/** Notes a proposal; throws UNIQUE when the file has an undecided one. */
export async function insertProposal(
  tx: Knex.Transaction,
  made: Omit<
    ProposalRow,
    'seq' | 'state' | 'decidedAt' | 'decidedBy' | 'reason'
  >,
): Promise<void> {
  await tx(PROPOSALS).insert({
    id: made.id,
    app_id: made.appId,
    source_id: made.sourceId,
    open_key: made.sourceId,
    binds: made.binds,
    changes: JSON.stringify(made.changes),
    unclear: JSON.stringify(made.unclear),
    base_version: made.baseVersion,
    commit_id: made.commit ?? null,
    state: 'open',
    proposed_at: made.proposedAt,
  });
}

/** The proposal, or `undefined`. */
export async function getProposal(
  connection: Connection,
  id: string,
): Promise<ProposalRow | undefined> {
  const record = await connection<ProposalRecord>(PROPOSALS)
    .where({ id })
    .first();
  return record && toProposal(record);
}

/** The newest proposal of a file, decided or not. */
export async function latestProposal(
  connection: Connection,
  source: { appId: string; sourceId: string },
): Promise<ProposalRow | undefined> {
  const record = await connection<ProposalRecord>(PROPOSALS)
    .where({ app_id: source.appId, source_id: source.sourceId })
    .orderBy('seq', 'desc')
    .first();
  return record && toProposal(record);
}

/**
 * Decides an open proposal.
 * @returns false when somebody decided it first
 */
export async function decideProposal(
  tx: Knex.Transaction,
  id: string,
  decision: {
    state: Exclude<ProposalState, 'open'>;
    by: Actor;
    at: string;
    reason?: string;
  },
): Promise<boolean> {
  const { state, by, at, reason } = decision;
  const changed = await tx(PROPOSALS)
    .where({ id, state: 'open' })
    .update({
      state,
      open_key: null,
      decided_at: at,
      decided_by: by.ref,
      decided_by_subject: by.subject ?? null,
      reason: reason ?? null,
    });
  return changed === 1;
}

/** Proposals of an app, newest first, below `before` where it is given. */
export async function listProposalRows(
  connection: Connection,
  options: { appId: string; before?: number; limit: number },
): Promise<readonly ProposalRow[]> {
  const { appId, before, limit } = options;
  const query = connection<ProposalRecord>(PROPOSALS)
    .where({ app_id: appId })
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== undefined) query.andWhere('seq', '<', before);
  return (await query).map(toProposal);
}
