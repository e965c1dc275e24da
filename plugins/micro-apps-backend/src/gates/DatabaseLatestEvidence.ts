import type { Evidence } from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import {
  EVIDENCE,
  EVIDENCE_COLUMNS,
  toEvidence,
  type EvidenceRecord,
} from './evidenceRecords';

/** Of two proofs of one instant the worse one is read, as the core does. */
const NEWEST_THEN_WORST = `received_at desc,
  case outcome when 'fail' then 0 when 'pass' then 2 else 1 end, id`;

/**
 * The proofs that can matter for one commit and envelope: the newest of each
 * kind, provenance and person, set aside or not, of this commit or not, of
 * this envelope or not; of what counts for this commit the newest of each
 * workflow.
 * Chosen by the database, so that a flood of uploads pushes nothing out.
 */
export async function latestEvidence(
  connection: Connection,
  options: { appId: string; commit?: string; envelopeHash: string },
): Promise<readonly Evidence[]> {
  const { appId, commit = '', envelopeHash } = options;
  const ranked = connection(EVIDENCE)
    .select(...EVIDENCE_COLUMNS)
    .select(
      connection.raw(
        `row_number() over (
          partition by kind, provenance, by_ref,
            case when set_aside is null then 1 else 0 end,
            case when commit_id = ? then 1 else 0 end,
            case when envelope_hash = ? then 1 else 0 end,
            case when set_aside is null and commit_id = ? then run_line end
          order by ${NEWEST_THEN_WORST}
        ) as place`,
        [commit, envelopeHash, commit],
      ),
    )
    .where({ app_id: appId })
    .as('ranked');
  const records = await connection
    .select<EvidenceRecord[]>(...EVIDENCE_COLUMNS)
    .from(ranked)
    .where('place', 1);
  return records.map(toEvidence);
}
