import type { Evidence } from '@micro-apps/governance-core';
import {
  rowsOfEach,
  together,
  withAsked,
  type Placed,
} from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';
import {
  EVIDENCE,
  EVIDENCE_COLUMNS,
  toEvidence,
  type EvidenceRecord,
} from './evidenceRecords';

/** Which proofs can matter. */
interface AskedEvidence {
  readonly appId: string;
  readonly commit?: string;
  readonly envelopeHash: string;
}

/** Of two proofs of one instant the worse one is read, as the core does. */
const NEWEST_THEN_WORST = `received_at desc,
  case outcome when 'fail' then 0 when 'pass' then 2 else 1 end, id`;

const latest = together<Required<AskedEvidence>, readonly Evidence[]>(
  async (connection, asked) => {
    const ranked = connection
      .from('asked')
      .join(EVIDENCE, 'app_id', 'for_app')
      .select('place_asked', ...EVIDENCE_COLUMNS)
      .select(
        connection.raw(
          `row_number() over (
            partition by place_asked, kind, provenance, by_ref,
              case when set_aside is null then 1 else 0 end,
              case when commit_id = for_commit then 1 else 0 end,
              case when envelope_hash = for_envelope then 1 else 0 end,
              case when set_aside is null and commit_id = for_commit
                then run_line end
            order by ${NEWEST_THEN_WORST}
          ) as place`,
        ),
      )
      .as('ranked');
    const records: readonly (EvidenceRecord & Placed)[] = await withAsked(
      connection,
      ['for_app', 'for_commit', 'for_envelope'],
      asked.map(({ appId, commit, envelopeHash }) => [
        appId,
        commit,
        envelopeHash,
      ]),
    )
      .select('place_asked', ...EVIDENCE_COLUMNS)
      .from(ranked)
      .where('place', 1);
    return rowsOfEach<EvidenceRecord>(asked.length, records).map(rows =>
      rows.map(toEvidence),
    );
  },
);

/**
 * The proofs that can matter for one commit and envelope: the newest of each
 * kind, provenance and person, set aside or not, of this commit or not, of
 * this envelope or not; of what counts for this commit the newest of each
 * workflow.
 * Chosen by the database, so that a flood of uploads pushes nothing out.
 */
export function latestEvidence(
  connection: Connection,
  { appId, commit = '', envelopeHash }: AskedEvidence,
): Promise<readonly Evidence[]> {
  return latest(connection, { appId, commit, envelopeHash });
}
