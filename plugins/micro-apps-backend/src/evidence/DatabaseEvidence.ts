import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import {
  EVIDENCE,
  EVIDENCE_COLUMNS,
  toEvidence,
  type EvidenceRecord,
} from '../gates/evidenceRecords';
import type { Connection } from '../registry/AppStore';

/** Proofs of an app, newest first. */
export async function listEvidence(
  connection: Connection,
  appId: string,
  limit: number,
): Promise<readonly EvidenceView[]> {
  const records: EvidenceRecord[] = await connection(EVIDENCE)
    .select(...EVIDENCE_COLUMNS)
    .where({ app_id: appId })
    .orderBy([
      { column: 'received_at', order: 'desc' },
      { column: 'id', order: 'asc' },
    ])
    .limit(limit);
  return records.map(viewOf);
}

/** One proof with the tool's own words. */
export async function getEvidence(
  connection: Connection,
  options: { appId: string; id: string },
): Promise<(EvidenceView & { sarif?: unknown }) | undefined> {
  const record: EvidenceRecord | undefined = await connection(EVIDENCE)
    .where({ app_id: options.appId, id: options.id })
    .first();
  if (!record) return undefined;
  const view = viewOf(record);
  return record.sarif ? { ...view, sarif: JSON.parse(record.sarif) } : view;
}

function viewOf(record: EvidenceRecord): EvidenceView {
  return { ...toEvidence(record), scanId: record.scan_id ?? undefined };
}
