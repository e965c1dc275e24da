import type { AppRow, Connection } from './AppStore';
import { APPS, toAppRow, type AppRecord } from './DatabaseAppStore';
import { APP_USES, type AppUse } from './DatabaseAppUses';

/** Apps that no longer run have nothing to lose. */
const OVER = ['retired', 'disposed'];

/**
 * Apps that use any of some things, in the order of their ids, from `after`
 * on; those that are retired do not count (requirements R6).
 */
export async function affectedApps(
  connection: Connection,
  options: { wanted: readonly AppUse[]; after?: string; limit: number },
): Promise<{ rows: readonly AppRow[]; total: number }> {
  const { wanted, after, limit } = options;
  if (wanted.length === 0) return { rows: [], total: 0 };
  const narrowed = () =>
    connection(APPS)
      .whereNotIn('standing', OVER)
      .whereIn(
        'id',
        connection(APP_USES)
          .select('app_id')
          .where(query => {
            for (const { kind, name } of wanted) query.orWhere({ kind, name });
          }),
      );
  const page = narrowed().orderBy('id').limit(limit);
  if (after !== undefined) page.andWhere('id', '>', after);
  const records: AppRecord[] = await page;
  const counted = await narrowed().count<{ n: number | string }[]>({ n: '*' });
  return { rows: records.map(toAppRow), total: Number(counted[0]?.n ?? 0) };
}
