import { randomUUID } from 'node:crypto';
import type { ChangeRequestState, Vote } from '@micro-apps/governance-core';
import type { ChangeItem } from '@micro-apps/plugin-micro-apps-common';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from '../gates/requestRecords';
import type { Connection } from '../registry/AppStore';

const VOTES = 'micro_apps_request_votes';
const ITEMS = 'micro_apps_request_items';
const END_OF_TIME = 9_999_999_999_999;

interface VoteRecord {
  request_id: string;
  round: number;
  voter_subject: string;
  voter_ref: string;
  role: string;
  choice: string;
  reason: string;
  at: string;
}

/** Undecided requests first, the most urgent at the top; then the newest. */
function queueOrder(state: ChangeRequestState, at: string): string {
  const open = state === 'open' || state === 'changes-requested';
  return open
    ? `0 ${at}`
    : `1 ${String(END_OF_TIME - Date.parse(at)).padStart(13, '0')}`;
}

/** Writes a new request; throws the UNIQUE error when one is undecided. */
export async function insertRequest(
  connection: Connection,
  request: Omit<
    RequestRow,
    'seq' | 'id' | 'round' | 'queueOrder' | 'rowVersion'
  > & { automaticKey?: string },
): Promise<string> {
  const id = randomUUID();
  const undecided = request.state === 'open';
  await connection(REQUESTS).insert({
    id,
    app_id: request.appId,
    open_key: undecided ? request.appId : null,
    automatic_key: request.automaticKey ?? null,
    version: request.version,
    envelope_hash: request.envelopeHash,
    envelope: request.envelope,
    effective_class: request.effectiveClass,
    commit_id: request.commit ?? null,
    state: request.state,
    band: request.band,
    score: request.score,
    automatic: request.automatic,
    requirements: JSON.stringify(request.requirements),
    requested_by: request.requestedBy,
    requested_by_subject: request.requestedBySubject ?? null,
    requested_at: request.requestedAt,
    round: 1,
    submitted_at: request.submittedAt,
    submitted_by: request.requestedBy,
    submitted_by_subject: request.requestedBySubject ?? null,
    decided_at: request.decidedAt ?? null,
    closed_at: request.closedAt ?? null,
    due_at: request.dueAt ?? null,
    note: request.note ?? null,
    queue_order: queueOrder(
      request.state,
      request.dueAt ?? request.requestedAt,
    ),
    row_version: 1,
  });
  return id;
}

/** One request. */
export async function getRequest(
  connection: Connection,
  id: string,
): Promise<RequestRow | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ id })
    .first();
  return record && toRequestRow(record);
}

/** The newest request of an app. */
export async function newestRequest(
  connection: Connection,
  appId: string,
): Promise<RequestRow | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ app_id: appId })
    .orderBy('seq', 'desc')
    .first();
  return record && toRequestRow(record);
}

/** Requests that would no longer fit when the envelope changes. */
export async function standingRequests(
  connection: Connection,
  appId: string,
): Promise<readonly RequestRow[]> {
  const records = await connection<RequestRecord>(REQUESTS)
    .where({ app_id: appId })
    .whereIn('state', ['open', 'changes-requested', 'approved']);
  return records.map(toRequestRow);
}

/** Undecided requests of some apps. */
export async function undecidedRequests(
  connection: Connection,
  appIds: readonly string[],
): Promise<readonly RequestRow[]> {
  const records = await connection<RequestRecord>(REQUESTS).whereIn(
    'open_key',
    [...appIds],
  );
  return records.map(toRequestRow);
}

/** Moves a request to another state; `false` when somebody else moved it. */
export async function moveRequest(
  connection: Connection,
  request: RequestRow,
  move: {
    state: ChangeRequestState;
    at: string;
    /** What was really asked for at the decision; kept with it. */
    requirements?: RequestRow['requirements'];
    /** Begins the next round. */
    newRound?: {
      dueAt: string;
      commit?: string;
      by: string;
      bySubject?: string;
    };
  },
): Promise<boolean> {
  const { state, at, requirements, newRound } = move;
  const undecided = state === 'open' || state === 'changes-requested';
  const decided = state === 'approved' || state === 'rejected';
  const dueAt = newRound?.dueAt ?? request.dueAt ?? at;
  const changed = await connection(REQUESTS)
    .where({ id: request.id, row_version: request.rowVersion })
    .update({
      state,
      open_key: undecided ? request.appId : null,
      queue_order: queueOrder(state, undecided ? dueAt : at),
      row_version: request.rowVersion + 1,
      ...(decided ? { decided_at: at } : {}),
      ...(undecided ? {} : { closed_at: at }),
      // The rules may approve the same code again once it fits again.
      ...(state === 'void' ? { automatic_key: null } : {}),
      ...(requirements ? { requirements: JSON.stringify(requirements) } : {}),
      ...(newRound
        ? {
            round: request.round + 1,
            submitted_at: at,
            submitted_by: newRound.by,
            submitted_by_subject: newRound.bySubject ?? null,
            commit_id: newRound.commit ?? null,
            due_at: dueAt,
          }
        : {}),
    });
  return changed === 1;
}

/** The votes of one round, in the order they were given. */
export async function votesOf(
  connection: Connection,
  { id }: RequestRow,
  round?: number,
): Promise<readonly Vote[]> {
  const query = connection<VoteRecord>(VOTES)
    .where({ request_id: id })
    .orderBy('at');
  if (round !== undefined) query.andWhere({ round });
  const records: VoteRecord[] = await query;
  return records.map(record => ({
    subject: record.voter_subject,
    voterRef: record.voter_ref,
    role: record.role as Vote['role'],
    choice: record.choice as Vote['choice'],
    reason: record.reason,
    at: record.at,
  }));
}

/** Writes a vote; a person's later vote of the same round replaces hers. */
export async function putVote(
  connection: Connection,
  request: RequestRow,
  vote: Vote,
): Promise<void> {
  const columns = {
    voter_ref: vote.voterRef,
    role: vote.role,
    choice: vote.choice,
    reason: vote.reason,
    envelope_hash: request.envelopeHash,
    app_version: request.version,
    at: vote.at,
  };
  await connection(VOTES)
    .insert({
      id: randomUUID(),
      request_id: request.id,
      round: request.round,
      voter_subject: vote.subject,
      ...columns,
    })
    .onConflict(['request_id', 'round', 'voter_subject'])
    .merge(columns);
}

/** What reviewers asked to change, of every round. */
export async function itemsOf(
  connection: Connection,
  { id }: RequestRow,
): Promise<readonly ChangeItem[]> {
  const records: { id: string; text: string; done: boolean | number }[] =
    await connection(ITEMS)
      .where({ request_id: id })
      .orderBy(['round', 'position']);
  return records.map(item => ({
    id: item.id,
    text: item.text,
    done: Boolean(item.done),
  }));
}

/** Adds what a reviewer asked to change. */
export async function insertItems(
  connection: Connection,
  request: RequestRow,
  texts: readonly string[],
): Promise<void> {
  const counted = await connection(ITEMS)
    .where({ request_id: request.id, round: request.round })
    .count<{ n: number | string }[]>({ n: '*' });
  const from = Number(counted[0]?.n ?? 0);
  await connection(ITEMS).insert(
    texts.map((text, index) => ({
      id: randomUUID(),
      request_id: request.id,
      round: request.round,
      position: from + index,
      text,
      done: false,
    })),
  );
}

/** Ticks or unticks; `false` when there is no such item. */
export async function tick(
  connection: Connection,
  options: {
    requestId: string;
    itemId: string;
    done: boolean;
    by: string;
    at: string;
  },
): Promise<boolean> {
  const { requestId, itemId, done, by, at } = options;
  const changed = await connection(ITEMS)
    .where({ id: itemId, request_id: requestId })
    .update({ done, done_by: done ? by : null, done_at: done ? at : null });
  return changed === 1;
}

/** One page of the review queue. */
export async function listRequestRows(
  connection: Connection,
  options: {
    undecidedOnly: boolean;
    requestedBy?: string;
    limit: number;
    after?: readonly [order: string, seq: string];
  },
): Promise<{ rows: readonly RequestRow[]; total: number }> {
  const { undecidedOnly, requestedBy, limit, after } = options;
  const narrowed = () => {
    const query = connection(REQUESTS);
    if (undecidedOnly) query.whereNotNull('open_key');
    if (requestedBy) query.where({ requested_by: requestedBy });
    return query;
  };
  const page = narrowed().orderBy(['queue_order', 'seq']).limit(limit);
  if (after) {
    const [order, seq] = after;
    page.andWhere(query =>
      query
        .where('queue_order', '>', order)
        .orWhere(same =>
          same.where({ queue_order: order }).where('seq', '>', Number(seq)),
        ),
    );
  }
  const records: RequestRecord[] = await page;
  const counted = await narrowed().count<{ n: number | string }[]>({ n: '*' });
  return {
    rows: records.map(toRequestRow),
    total: Number(counted[0]?.n ?? 0),
  };
}

/** When people last decided anything, for an empty queue. */
export async function lastDecidedAt(
  connection: Connection,
): Promise<string | undefined> {
  const record: { decided_at: string } | undefined = await connection(REQUESTS)
    .where({ automatic: false })
    .whereNotNull('decided_at')
    .orderBy('decided_at', 'desc')
    .first();
  return record?.decided_at;
}
