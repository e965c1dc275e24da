import {
  DAY,
  hasEnded,
  type Circumstances,
  type CountedKeeping,
  type Hold,
} from '@micro-apps/governance-core';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { AppRow, Connection } from '../registry/AppStore';
import { incidentsOfApp } from './DatabaseIncidentLedger';
import {
  KEPT_THINGS,
  LEGAL_HOLDS,
  RETENTION_LOOKS,
  RETIREMENTS,
  type KeptRecord,
  type LegalHoldRecord,
  type RetirementRecord,
} from './retentionRecords';

const RESOURCES = 'micro_apps_resources';
const LOOKS = 'micro_apps_retention_looks';

/**
 * What keeps all data of an app for now, the one place where disposals, screens
 * and the end of an app learn it (reliability B10). What is on record of an
 * app is never asked about: no disposal reaches it.
 */
export async function holdsOnData(
  connection: Connection,
  appId: string,
): Promise<readonly Hold[]> {
  const legal = await connection<LegalHoldRecord>(LEGAL_HOLDS)
    .where({ open_key: appId })
    .first('id');
  const incidents = await incidentsOfApp(connection, appId);
  return [
    ...(legal ? (['legal-hold'] as const) : []),
    ...(incidents.some(({ closedAt }) => closedAt === undefined)
      ? (['open-incident'] as const)
      : []),
  ];
}

/** From when on nothing of a retired app is kept any more. */
export async function endOfData(
  connection: Connection,
  appId: string,
): Promise<string | undefined> {
  const record = await connection<RetirementRecord>(RETIREMENTS)
    .where({ app_id: appId })
    .first('dispose_at');
  return record?.dispose_at;
}

/**
 * What was seen of the data that apps keep, of a stretch of apps by their ids;
 * an app that was never given a place to run has no row.
 */
export async function keepingsBetween(
  connection: Connection,
  between: readonly [string, string],
): Promise<ReadonlyMap<string, CountedKeeping>> {
  const records: readonly {
    app_id: string;
    looked_at: string | null;
    waiting_count: number | null;
    problem: string | null;
    kept: string | null;
  }[] = await connection({ look: RETENTION_LOOKS })
    .whereBetween('look.app_id', between)
    .select('look.app_id', 'looked_at', 'waiting_count', 'problem', {
      // One look into an index for each app, however much it keeps.
      kept: connection({ thing: KEPT_THINGS })
        .where('thing.kind', 'data')
        .whereRaw('thing.app_id = look.app_id')
        .min('thing.received_at'),
    });
  return new Map(
    records.map(record => [
      record.app_id,
      {
        lookedAt: record.looked_at ?? undefined,
        failed: record.problem !== null,
        waits: Number(record.waiting_count ?? 0) > 0,
        keepsData: record.kept !== null,
      },
    ]),
  );
}

/** When the oldest test data of each app came in. */
const oldestTestData = rowsTogether<{ app_id: string; at: string }>({
  columns: ['app_id'],
  rows: connection =>
    connection<KeptRecord>(KEPT_THINGS)
      .where({ kind: 'test-data' })
      .groupBy('app_id')
      .select('app_id')
      .min({ at: 'received_at' }),
});

/** Sign-ins of an app that are there, or on their way. */
const clientsOfApp = rowsTogether<{ app_id: string }>({
  columns: ['app_id'],
  rows: connection =>
    connection(RESOURCES)
      .where({ kind: 'client' })
      .whereNot({ state: 'failed' })
      .select('app_id'),
});

/**
 * What the records say of data and end of an app.
 *
 * @param about.ending - somebody wants to end it, and nothing is taken back yet
 */
export async function retentionCircumstances(
  connection: Connection,
  about: { app: AppRow; ending?: boolean; now: Date },
): Promise<Circumstances> {
  const { app, ending = false, now } = about;
  const [oldest] = await oldestTestData(connection, app.id);
  const tested = oldest
    ? { oldestTestDataDays: (now.getTime() - Date.parse(oldest.at)) / DAY }
    : {};
  const ended = hasEnded(app.standing);
  if (!ended && !ending) return tested;
  return {
    ...tested,
    retiring: true,
    dataLeft: ended
      ? app.standing === 'retired'
      : await mayKeepData(connection, app.id),
    liveCredentials: (await clientsOfApp(connection, app.id)).length,
  };
}

/** Something is kept, or nobody has looked where the app runs. */
async function mayKeepData(
  connection: Connection,
  appId: string,
): Promise<boolean> {
  const kept = await connection<KeptRecord>(KEPT_THINGS)
    .where({ app_id: appId })
    .first('name');
  if (kept) return true;
  const place = await connection(RESOURCES)
    .where({ app_id: appId, kind: 'runtime' })
    .first('app_id');
  const look = await connection(LOOKS)
    .where({ app_id: appId })
    .whereNotNull('looked_at')
    .first('app_id');
  return Boolean(place) && !look;
}
