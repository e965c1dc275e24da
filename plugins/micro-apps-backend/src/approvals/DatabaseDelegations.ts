import { randomUUID } from 'node:crypto';
import type { ApproverRole } from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
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
    .where({ request_id: id, round })
    .orderBy('at');
  return records.map(record => ({
    role: record.role as ApproverRole,
    from: { ref: record.from_ref, subject: record.from_subject },
    to: { ref: record.to_ref, subject: record.to_subject },
    reason: record.reason ?? undefined,
    at: record.at,
  }));
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
