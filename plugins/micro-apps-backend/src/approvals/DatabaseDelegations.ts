import { randomUUID } from 'node:crypto';
import type { ApproverRole } from '@micro-apps/governance-core';
import { REQUESTS, type RequestRow } from '../gates/requestRecords';
import type { Connection } from '../registry/AppStore';

const DELEGATIONS = 'micro_apps_request_delegations';

/** A review that somebody handed to a colleague. */
export interface Delegation {
  readonly role: ApproverRole;
  readonly from: { readonly ref: string; readonly subject: string };
  readonly to: { readonly ref: string; readonly subject: string };
  readonly reason?: string;
  readonly at: string;
}

interface DelegationRecord {
  role: string;
  from_ref: string;
  from_subject: string;
  to_ref: string;
  to_subject: string;
  reason: string | null;
  at: string;
}

/** What was handed over in the present round, oldest first. */
export async function delegationsOf(
  connection: Connection,
  { id, round }: Pick<RequestRow, 'id' | 'round'>,
): Promise<readonly Delegation[]> {
  const records: DelegationRecord[] = await connection(DELEGATIONS)
    .where({ request_id: id, round, ended_at: null })
    .orderBy('at');
  return records.map(record => ({
    role: record.role as ApproverRole,
    from: { ref: record.from_ref, subject: record.from_subject },
    to: { ref: record.to_ref, subject: record.to_subject },
    reason: record.reason ?? undefined,
    at: record.at,
  }));
}

/**
 * Gives back every review that somebody has taken on and not done: she has
 * left. Whoever could decide without her can again.
 * @returns how many it were
 */
export async function endDelegationsTo(
  connection: Connection,
  { to, subject, at }: { to: string; subject?: string; at: string },
): Promise<number> {
  return await connection(DELEGATIONS)
    .where({ to_ref: to, ended_at: null })
    .andWhere(subject === undefined ? {} : { to_subject: subject })
    .whereIn(
      'request_id',
      connection(REQUESTS).select('id').whereNotNull('open_key'),
    )
    .update({ ended_at: at });
}

/** Notes that a review was handed over. */
export async function insertDelegation(
  connection: Connection,
  { id, round }: Pick<RequestRow, 'id' | 'round'>,
  delegation: Delegation,
): Promise<void> {
  const { role, from, to, reason, at } = delegation;
  await connection(DELEGATIONS).insert({
    id: randomUUID(),
    request_id: id,
    round,
    role,
    from_ref: from.ref,
    from_subject: from.subject,
    to_ref: to.ref,
    to_subject: to.subject,
    reason: reason ?? null,
    at,
  });
}
