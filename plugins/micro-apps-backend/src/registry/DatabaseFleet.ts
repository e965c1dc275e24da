import type { AppRow, Connection } from './AppStore';
import { APPS, toAppRow, type AppRecord } from './DatabaseAppStore';

/** What is over is touched by nothing any more. */
export const OVER = ['retired', 'disposed'];

/** How many apps there are that are not over. */
export async function countApps(connection: Connection): Promise<number> {
  const [row] = await connection(APPS)
    .whereNotIn('standing', OVER)
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

/** A page of the apps that are not over, by id. */
export async function fleetPage(
  connection: Connection,
  { after, limit }: { after?: string; limit: number },
): Promise<readonly AppRow[]> {
  const query = connection<AppRecord>(APPS)
    .whereNotIn('standing', OVER)
    .orderBy('id')
    .limit(limit);
  if (after !== undefined) query.andWhere('id', '>', after);
  return (await query).map(toAppRow);
}

/** How many sign-ins each of these apps has. */
export async function credentialsOf(
  connection: Connection,
  appIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows: { app_id: string; n: number | string }[] = await connection(
    'micro_apps_resources',
  )
    .where({ kind: 'client', state: 'present' })
    .whereIn('app_id', [...appIds])
    .groupBy('app_id')
    .select('app_id', connection.raw('count(*) as n'));
  return new Map(rows.map(({ app_id, n }) => [app_id, Number(n)]));
}
