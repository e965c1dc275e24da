import type { AffectedUse } from '@micro-apps/plugin-micro-apps-common';
import type { Settings } from '../kernel/settings';
import {
  whereVisible,
  type AppCriteria,
} from '../permissions/DatabaseAppCriteria';
import type { AppRow, Connection } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';
import {
  APP_USES,
  usesOfApps,
  type AppUse,
  type UseKind,
} from '../registry/DatabaseAppUses';

/** Apps that no longer run have nothing to lose. */
const OVER = ['retired', 'disposed'];

const THROUGH: Readonly<Record<UseKind, AffectedUse['through']>> = {
  scope: 'named',
  vendor: 'named',
  host: 'address',
  component: 'component',
};

/** An app, and how it comes to use what was asked for. */
export interface AffectedRow {
  readonly app: AppRow;
  readonly uses: readonly AffectedUse[];
}

/**
 * Apps that use any of some things, in the order of their ids, from `after`
 * on: what they name themselves, and what their bills of materials list. Those
 * that are retired do not count (requirements R6).
 */
export async function listAffected(
  connection: Connection,
  options: {
    wanted: readonly AppUse[];
    after?: string;
    limit: number;
    /** Left out: every app. */
    visible?: { criteria?: AppCriteria; settings: Settings };
  },
): Promise<{ rows: readonly AffectedRow[]; more: boolean; total: number }> {
  const { wanted, after, limit, visible } = options;
  if (wanted.length === 0) return { rows: [], more: false, total: 0 };
  const narrowed = () => {
    const query = connection(APPS)
      .whereNotIn('standing', OVER)
      .andWhere(users =>
        users
          .whereIn(
            'id',
            connection(APP_USES)
              .select('app_id')
              .where(names => {
                for (const { kind, name } of wanted) {
                  names.orWhere({ kind, name });
                }
              }),
          )
          .orWhereIn('id', listedIn(connection, wanted).select('app_id')),
      );
    if (visible) whereVisible(query, { connection, ...visible });
    return query;
  };
  const page = narrowed()
    .orderBy('id')
    .limit(limit + 1);
  if (after !== undefined) page.andWhere('id', '>', after);
  const records: AppRecord[] = await page;
  const counted = await narrowed().count<{ n: number | string }[]>({ n: '*' });
  const apps = records.slice(0, limit).map(toAppRow);
  const appIds = apps.map(({ id }) => id);
  const named = await usesOfApps(connection, { appIds, wanted });
  const listed: { app_id: string; name: string }[] = await listedIn(
    connection,
    wanted,
  )
    .whereIn('app_id', appIds)
    .distinct('app_id', 'name')
    .orderBy(['app_id', 'name']);
  return {
    rows: apps.map(app => ({
      app,
      uses: [
        ...named
          .filter(({ appId }) => appId === app.id)
          .map(({ kind, name }) => ({
            through: THROUGH[kind],
            name,
            found: false,
          })),
        ...listed
          .filter(({ app_id: appId }) => appId === app.id)
          .map(({ name }) => ({
            through: 'component' as const,
            name,
            found: true,
          })),
      ],
    })),
    more: records.length > limit,
    total: Number(counted[0]?.n ?? 0),
  };
}

/** Components of bills of materials; none where no component is wanted. */
function listedIn(connection: Connection, wanted: readonly AppUse[]) {
  const components = wanted.filter(({ kind }) => kind === 'component');
  return connection('micro_apps_components').where(query => {
    if (components.length === 0) query.whereRaw('1 = 0');
    for (const { name: spelled } of components) {
      // `leaflet` is npm's; of others the type stands before a colon.
      const [, type = 'npm', name = spelled] =
        /^([a-z0-9.+-]+):(.+)$/.exec(spelled) ?? [];
      query.orWhere(one =>
        one.where({ name }).whereLike('purl', `pkg:${type}/%`),
      );
    }
  });
}
