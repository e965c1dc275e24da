import {
  DAY,
  hasEnded,
  type Circumstances,
  type CountedKeeping,
  type Hold,
} from '@micro-apps/governance-core';
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

/** What the records say of data and end of an app. */
export async function retentionCircumstances(
  connection: Connection,
  { app, now }: { app: AppRow; now: Date },
): Promise<Circumstances> {
  const oldest = await connection<KeptRecord>(KEPT_THINGS)
    .where({ app_id: app.id, kind: 'test-data' })
    .min<{ at: string | null }[]>({ at: 'received_at' })
    .first();
  const age =
    typeof oldest?.at === 'string'
      ? (now.getTime() - Date.parse(oldest.at)) / DAY
      : undefined;
  const tested = age === undefined ? {} : { oldestTestDataDays: age };
  if (!hasEnded(app.standing)) return tested;
  const clients = await connection(RESOURCES)
    .where({ app_id: app.id, kind: 'client' })
    .whereNot({ state: 'failed' })
    .count<{ n: number | string }[]>({ n: '*' });
  return {
    ...tested,
    retiring: true,
    dataLeft: app.standing === 'retired',
    liveCredentials: Number(clients[0]?.n ?? 0),
  };
}
