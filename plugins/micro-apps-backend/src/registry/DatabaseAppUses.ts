import {
  componentName,
  hostOf,
  normaliseText,
  type Registration,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Connection } from './AppStore';

export const APP_USES = 'micro_apps_app_uses';
/** Longer names are cut, here and in questions. */
const MAX_NAME = 500;
/** As many as one statement takes on every database. */
const BATCH = 200;

/** What an app can use. */
export type UseKind = 'scope' | 'vendor' | 'host' | 'component';

/** One thing that an app uses. */
export interface AppUse {
  readonly kind: UseKind;
  readonly name: string;
}

/** The one spelling that uses are written and looked up by. */
export function useName(kind: UseKind, text: string): string {
  switch (kind) {
    case 'host':
      return hostOf(text).slice(0, MAX_NAME);
    case 'component':
      return (componentName(text)?.name ?? '').slice(0, MAX_NAME);
    default:
      return normaliseText(text).slice(0, MAX_NAME);
  }
}

/** What a registration names. */
function usesOf(registration: Registration): readonly AppUse[] {
  const { scopes, vendors, libraries, endpoints } = registration;
  return [
    ...(scopes ?? []).map((name): AppUse => ({ kind: 'scope', name })),
    ...(vendors ?? []).map((name): AppUse => ({ kind: 'vendor', name })),
    ...(libraries ?? []).map((name): AppUse => ({ kind: 'component', name })),
    ...(endpoints ?? []).map((name): AppUse => ({ kind: 'host', name })),
  ];
}

/**
 * Brings the list of what an app uses up to date, in the transaction that
 * changes the registration (requirements R6). What bills of materials list is
 * kept with the evidence.
 */
export async function replaceUses(
  tx: Knex.Transaction,
  app: { readonly id: string; readonly registration: Registration },
): Promise<void> {
  await tx(APP_USES).where({ app_id: app.id }).delete();
  await insertUses(tx, app);
}

/** Writes what a new app uses. */
export async function insertUses(
  tx: Knex.Transaction,
  app: { readonly id: string; readonly registration: Registration },
): Promise<void> {
  const uses = new Map(
    usesOf(app.registration).flatMap(({ kind, name }) => {
      const row = { app_id: app.id, kind, name: useName(kind, name) };
      return row.name ? [[`${kind} ${row.name}`, row] as const] : [];
    }),
  );
  const rows = [...uses.values()];
  for (let from = 0; from < rows.length; from += BATCH) {
    await tx(APP_USES).insert(rows.slice(from, from + BATCH));
  }
}

/** What of some names these apps name themselves. */
export async function usesOfApps(
  connection: Connection,
  options: { appIds: readonly string[]; wanted: readonly AppUse[] },
): Promise<readonly (AppUse & { appId: string })[]> {
  const { appIds, wanted } = options;
  if (appIds.length === 0 || wanted.length === 0) return [];
  const rows = await connection<{
    app_id: string;
    kind: UseKind;
    name: string;
  }>(APP_USES)
    .whereIn('app_id', [...appIds])
    .andWhere(query => {
      for (const { kind, name } of wanted) query.orWhere({ kind, name });
    })
    .orderBy(['app_id', 'kind', 'name']);
  return rows.map(({ app_id: appId, kind, name }) => ({ appId, kind, name }));
}
