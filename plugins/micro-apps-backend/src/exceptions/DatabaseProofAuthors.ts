import { EVIDENCE } from '../gates/evidenceRecords';
import type { Connection } from '../registry/AppStore';
import type { Involved } from '../separation/DatabaseInvolvement';

/** The people behind proofs of one app; what the portal found has none. */
export async function authorsOf(
  connection: Connection,
  options: { appId: string; ids: readonly string[] },
): Promise<readonly Involved[]> {
  const { appId, ids } = options;
  if (ids.length === 0) return [];
  const records: { by_ref: string | null; by_subject: string | null }[] =
    await connection(EVIDENCE)
      .where({ app_id: appId })
      .whereIn('id', [...ids])
      .whereNotNull('by_ref')
      .select('by_ref', 'by_subject');
  return records.map(({ by_ref: ref, by_subject: subject }) => ({
    person: { ref: ref ?? '', subject: subject ?? undefined, groups: [] },
    as: 'attester',
  }));
}
