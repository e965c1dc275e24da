import { randomUUID } from 'node:crypto';
import type { Vote } from '@micro-apps/governance-core';
import type { ChangeItem } from '@micro-apps/plugin-micro-apps-common';
import type { VoteTerms } from '../kernel/requestKinds';
import type { RequestRow } from '../gates/requestRecords';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

const VOTES = 'micro_apps_request_votes';
const ITEMS = 'micro_apps_request_items';

interface VoteRecord {
  request_id: string;
  round: number;
  voter_subject: string;
  voter_ref: string;
  role: string;
  choice: string;
  reason: string;
  at: string;
  terms?: string | null;
}

/** A vote with what was said beside it. */
export interface KeptVote extends Vote {
  readonly terms?: VoteTerms;
}

const ofRequest = rowsTogether<VoteRecord>({
  columns: ['request_id'],
  rows: connection => connection(VOTES).orderBy('at'),
});

/** The votes of one round, in the order they were given. */
export async function votesOf(
  connection: Connection,
  { id }: RequestRow,
  round?: number,
): Promise<readonly KeptVote[]> {
  const records = (await ofRequest(connection, id)).filter(
    vote => round === undefined || Number(vote.round) === round,
  );
  return records.map(record => ({
    subject: record.voter_subject,
    voterRef: record.voter_ref,
    role: record.role as Vote['role'],
    choice: record.choice as Vote['choice'],
    reason: record.reason,
    at: record.at,
    ...(record.terms && { terms: JSON.parse(record.terms) }),
  }));
}

/** Writes a vote; a person's later vote of the same round replaces hers. */
export async function putVote(
  connection: Connection,
  request: RequestRow,
  vote: KeptVote,
): Promise<void> {
  const columns = {
    voter_ref: vote.voterRef,
    role: vote.role,
    choice: vote.choice,
    reason: vote.reason,
    envelope_hash: request.envelopeHash,
    app_version: request.version,
    at: vote.at,
    terms: vote.terms ? JSON.stringify(vote.terms) : null,
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
