import type { AppRow, AppStore, Connection } from './AppStore';

export const APPS = 'micro_apps_apps';

/** The columns of the apps table as both databases return them. */
export interface AppRecord {
  id: string;
  name: string;
  version: number | string;
  registration: string;
  standing: string;
  golden_path: string | null;
  look_alikes: string;
  envelope_hash: string;
  envelope: string;
  score: number | string;
  band: string;
  effective_class: string;
  created_by: string;
  created_at: string;
  updated_at: string;
}

/** The app store on knex. */
export function createAppStore(): AppStore {
  return {
    async get(connection: Connection, id: string) {
      const record = await connection<AppRecord>(APPS).where({ id }).first();
      return record ? toAppRow(record) : undefined;
    },
  };
}

/** Reads one record; JSON columns are text, so that both databases agree. */
export function toAppRow(record: AppRecord): AppRow {
  return {
    id: record.id,
    name: record.name,
    version: Number(record.version),
    registration: JSON.parse(record.registration),
    standing: record.standing as AppRow['standing'],
    goldenPath: record.golden_path ?? undefined,
    lookAlikes: JSON.parse(record.look_alikes),
    envelopeHash: record.envelope_hash,
    envelope: record.envelope,
    score: Number(record.score),
    band: record.band as AppRow['band'],
    effectiveClass: record.effective_class as AppRow['effectiveClass'],
    createdBy: record.created_by,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  };
}
