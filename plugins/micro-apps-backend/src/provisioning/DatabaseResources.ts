import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

const TABLE = 'micro_apps_resources';

/** What can exist outside the database because of an app. */
export type ResourceKind = 'repository' | 'client' | 'runtime';
/** `wanted` is written before anything is made, so that nothing is forgotten. */
export type ResourceState = 'wanted' | 'present' | 'failed';

/** Names one resource; `environment` is empty for a repository. */
export interface ResourceKey {
  readonly appId: string;
  readonly environment: string;
  readonly kind: ResourceKind;
}

/** One resource as the registry knows it. */
export interface Resource extends ResourceKey {
  readonly state: ResourceState;
  readonly reason?: string;
  readonly externalId?: string;
  readonly keyThumbprint?: string;
  /** OAuth scopes of a client, sorted. */
  readonly scopes?: readonly string[];
  /** Sealed registration token and address of a client (RFC 7592). */
  readonly sealed?: string;
}

interface ResourceRecord {
  app_id: string;
  environment: string;
  kind: string;
  state: string;
  reason: string | null;
  external_id: string | null;
  key_thumbprint: string | null;
  scopes: string | null;
  sealed: string | null;
  created_at: string;
  updated_at: string;
}

const byKey = rowsTogether<ResourceRecord>({
  columns: ['app_id', 'environment', 'kind'],
  rows: connection => connection(TABLE),
});

/** Reads one; `undefined` when the registry knows of none. */
export async function getResource(
  connection: Connection,
  { appId, environment, kind }: ResourceKey,
): Promise<Resource | undefined> {
  const [record] = await byKey(connection, appId, environment, kind);
  return record && toResource(record);
}

/** Writes one, new or not. */
export async function putResource(
  connection: Connection,
  resource: Resource,
  at: Date,
): Promise<void> {
  const now = at.toISOString();
  const columns = {
    state: resource.state,
    reason: resource.reason ?? null,
    external_id: resource.externalId ?? null,
    key_thumbprint: resource.keyThumbprint ?? null,
    scopes: resource.scopes ? JSON.stringify(resource.scopes) : null,
    sealed: resource.sealed ?? null,
    updated_at: now,
  };
  await connection<ResourceRecord>(TABLE)
    .insert({
      app_id: resource.appId,
      environment: resource.environment,
      kind: resource.kind,
      created_at: now,
      ...columns,
    })
    .onConflict(['app_id', 'environment', 'kind'])
    .merge(columns);
}

/** Every resource of one kind, for reconciliation. */
export async function listResources(
  connection: Connection,
  kind: ResourceKind,
): Promise<readonly Resource[]> {
  const records = await connection<ResourceRecord>(TABLE).where({ kind });
  return records.map(toResource);
}

/** Every resource of one kind that an app has. */
export async function resourcesOfApp(
  connection: Connection,
  { appId, kind }: Pick<ResourceKey, 'appId' | 'kind'>,
): Promise<readonly Resource[]> {
  const records = await connection<ResourceRecord>(TABLE)
    .where({ app_id: appId, kind })
    .orderBy('environment');
  return records.map(toResource);
}

function toResource(record: ResourceRecord): Resource {
  return {
    appId: record.app_id,
    environment: record.environment,
    kind: record.kind as ResourceKind,
    state: record.state as ResourceState,
    reason: record.reason ?? undefined,
    externalId: record.external_id ?? undefined,
    keyThumbprint: record.key_thumbprint ?? undefined,
    scopes: record.scopes ? JSON.parse(record.scopes) : undefined,
    sealed: record.sealed ?? undefined,
  };
}
