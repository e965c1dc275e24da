import type { Knex } from 'knex';
import { LEGAL_HOLDS, type LegalHoldRecord } from '../gates/retentionRecords';
import type { Connection } from '../registry/AppStore';

/** One legal hold, in force or lifted. */
export interface LegalHoldRow {
  readonly id: string;
  readonly appId: string;
  readonly reason: string;
  readonly by: string;
  readonly bySubject?: string;
  readonly at: string;
  readonly liftedAt?: string;
  readonly liftedBy?: string;
  readonly liftReason?: string;
}

/** Writes one that begins. Throws the UNIQUE error while another holds. */
export async function insertLegalHold(
  tx: Knex.Transaction,
  hold: LegalHoldRow,
): Promise<void> {
  await tx<LegalHoldRecord>(LEGAL_HOLDS).insert({
    id: hold.id,
    app_id: hold.appId,
    reason: hold.reason,
    set_by: hold.by,
    set_by_subject: hold.bySubject ?? null,
    set_at: hold.at,
    open_key: hold.appId,
  });
}

/** Ends one; `false` when it does not hold any more. */
export async function endLegalHold(
  tx: Knex.Transaction,
  end: {
    id: string;
    appId: string;
    reason: string;
    by: string;
    bySubject?: string;
    at: string;
  },
): Promise<boolean> {
  const changed = await tx<LegalHoldRecord>(LEGAL_HOLDS)
    .where({ id: end.id, open_key: end.appId })
    .update({
      lift_reason: end.reason,
      lifted_by: end.by,
      lifted_by_subject: end.bySubject ?? null,
      lifted_at: end.at,
      open_key: null,
    });
  return changed === 1;
}

/** What holds an app's data now. */
export async function openLegalHold(
  connection: Connection,
  appId: string,
): Promise<LegalHoldRow | undefined> {
  const record = await connection<LegalHoldRecord>(LEGAL_HOLDS)
    .where({ open_key: appId })
    .first();
  return record && toRow(record);
}

/** Every legal hold of an app, the newest first. */
export async function legalHoldsOfApp(
  connection: Connection,
  appId: string,
  limit = 20,
): Promise<readonly LegalHoldRow[]> {
  const records = await connection<LegalHoldRecord>(LEGAL_HOLDS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'set_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  return records.map(toRow);
}

function toRow(record: LegalHoldRecord): LegalHoldRow {
  return {
    id: record.id,
    appId: record.app_id,
    reason: record.reason,
    by: record.set_by,
    bySubject: record.set_by_subject ?? undefined,
    at: record.set_at,
    liftedAt: record.lifted_at ?? undefined,
    liftedBy: record.lifted_by ?? undefined,
    liftReason: record.lift_reason ?? undefined,
  };
}
