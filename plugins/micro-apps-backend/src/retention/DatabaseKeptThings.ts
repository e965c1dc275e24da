import type { KeptItem } from '@micro-apps/governance-core';
import type { KeptThing } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { KEPT_THINGS, type KeptRecord } from '../gates/retentionRecords';
import type { Connection } from '../registry/AppStore';

/** One thing that an app keeps, and since when the portal knows of it. */
export interface KeptRow
  extends Pick<KeptThing, 'environment' | 'name' | 'digest'> {
  readonly appId: string;
  readonly kind: KeptItem['kind'];
  readonly receivedAt: string;
}

/** Names one thing of an app. */
export function keyOf({
  environment,
  name,
}: Pick<KeptThing, 'environment' | 'name'>): string {
  return `${environment}/${name}`;
}

/** Everything that some apps keep, by app. */
export async function thingsOfApps(
  connection: Connection,
  appIds: readonly string[],
): Promise<ReadonlyMap<string, readonly KeptRow[]>> {
  const records = await connection<KeptRecord>(KEPT_THINGS)
    .whereIn('app_id', [...appIds])
    .orderBy(['app_id', 'environment', 'name']);
  const byApp = new Map<string, KeptRow[]>();
  for (const record of records) {
    const rows = byApp.get(record.app_id) ?? [];
    rows.push(toRow(record));
    byApp.set(record.app_id, rows);
  }
  return byApp;
}

/** Everything that one app keeps. */
export async function thingsOfApp(
  connection: Connection,
  appId: string,
): Promise<readonly KeptRow[]> {
  return (await thingsOfApps(connection, [appId])).get(appId) ?? [];
}

/** Writes what is new, or holds something else by now. */
export async function putThings(
  tx: Knex.Transaction,
  things: readonly KeptRow[],
): Promise<void> {
  for (let at = 0; at < things.length; at += 100) {
    await tx<KeptRecord>(KEPT_THINGS)
      .insert(
        things.slice(at, at + 100).map(thing => ({
          app_id: thing.appId,
          environment: thing.environment,
          name: thing.name,
          kind: thing.kind,
          digest: thing.digest,
          received_at: thing.receivedAt,
        })),
      )
      .onConflict(['app_id', 'environment', 'name'])
      .merge(['kind', 'digest', 'received_at']);
  }
}

/** Forgets what is no longer there. */
export async function dropThings(
  tx: Knex.Transaction,
  appId: string,
  things: readonly Pick<KeptRow, 'environment' | 'name'>[],
): Promise<void> {
  for (const { environment, name } of things) {
    await tx<KeptRecord>(KEPT_THINGS)
      .where({ app_id: appId, environment, name })
      .delete();
  }
}

function toRow(record: KeptRecord): KeptRow {
  return {
    appId: record.app_id,
    environment: record.environment,
    name: record.name,
    kind: record.kind as KeptRow['kind'],
    digest: record.digest,
    receivedAt: record.received_at,
  };
}
