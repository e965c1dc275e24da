import type {
  EvidenceDetail,
  EvidenceView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  EVIDENCE,
  EVIDENCE_COLUMNS,
  toEvidence,
  type EvidenceRecord,
} from '../gates/evidenceRecords';
import type { Connection } from '../registry/AppStore';

/**
 * Proofs of an app: the latest of each kind and provenance first, then the
 * others; newest first in both. However many reports somebody sends, the
 * results that count stay on the page.
 */
export async function listEvidence(
  connection: Connection,
  appId: string,
  limit: number,
): Promise<readonly EvidenceView[]> {
  const ranked = connection(EVIDENCE)
    .select(...EVIDENCE_COLUMNS)
    .select(
      connection.raw(
        `case when row_number() over (
          partition by kind, provenance,
            case when set_aside is null then 1 else 0 end
          order by received_at desc, id
        ) = 1 then 0 else 1 end as superseded`,
      ),
    )
    .where({ app_id: appId })
    .as('ranked');
  const records = await connection
    .select<EvidenceRecord[]>(...EVIDENCE_COLUMNS)
    .from(ranked)
    .orderBy([
      { column: 'superseded' },
      { column: 'received_at', order: 'desc' },
      { column: 'id' },
    ])
    .limit(limit);
  return records.map(viewOf);
}

/** One proof with the tool's own words. */
export async function getEvidence(
  connection: Connection,
  options: { appId: string; id: string },
): Promise<EvidenceDetail | undefined> {
  const record: EvidenceRecord | undefined = await connection(EVIDENCE)
    .where({ app_id: options.appId, id: options.id })
    .first();
  if (!record) return undefined;
  const view = viewOf(record);
  if (!record.sarif) return view;
  const words: unknown = JSON.parse(record.sarif);
  return record.format === 'cyclonedx'
    ? { ...view, cyclonedx: words }
    : { ...view, sarif: words };
}

function viewOf(record: EvidenceRecord): EvidenceView {
  return { ...toEvidence(record), scanId: record.scan_id ?? undefined };
}
