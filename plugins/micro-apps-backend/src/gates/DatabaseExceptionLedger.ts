import type { Evidence, GrantedException } from '@micro-apps/governance-core';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import {
  EVIDENCE,
  EVIDENCE_COLUMNS,
  toEvidence,
  type EvidenceRecord,
} from './evidenceRecords';
import {
  EXCEPTIONS,
  toExceptionRow,
  toGranted,
  type ExceptionRecord,
} from './exceptionRecords';

const granted = rowsTogether<ExceptionRecord>({
  columns: ['app_id'],
  rows: connection =>
    connection(EXCEPTIONS)
      .where({ state: 'granted' })
      .orderBy(['requested_at', 'id']),
});

/**
 * Every exception that was granted to one app, ended and revoked ones too: the
 * one place where gates, jobs and screens learn of exceptions. Whether one is
 * in force is for the core to say, at the instant it is used (reliability B1).
 */
export async function grantedExceptions(
  connection: Connection,
  appId: string,
): Promise<readonly GrantedException[]> {
  const records = await granted(connection, appId);
  return records.flatMap(record => toGranted(toExceptionRow(record)) ?? []);
}

/** Those of the named proofs that this app has on record; nobody else's. */
export async function namedEvidence(
  connection: Connection,
  options: { appId: string; ids: readonly string[] },
): Promise<readonly Evidence[]> {
  const { appId, ids } = options;
  if (ids.length === 0) return [];
  const records = await connection
    .select<EvidenceRecord[]>(...EVIDENCE_COLUMNS)
    .from(EVIDENCE)
    .where({ app_id: appId })
    .whereIn('id', [...ids]);
  return records.map(toEvidence);
}
