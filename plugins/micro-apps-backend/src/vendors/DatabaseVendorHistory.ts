import type { VendorHistoryEntry } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const EVENTS = 'micro_apps_vendor_events';
const REQUESTERS = 'micro_apps_vendor_requesters';
/** More than a page can show; the audit log has them all. */
const MAX_EVENTS = 100;

interface EventRecord {
  seq: number | string;
  vendor: string;
  at: string;
  event: VendorHistoryEntry['event'];
  actor: string;
  approved_until: string | null;
  note: string | null;
}

interface RequesterRecord {
  vendor: string;
  request_id: string;
  person: string;
  subject: string | null;
  app_id: string | null;
  at: string;
}

/** Somebody who asked for a vendor. */
export interface VendorRequester {
  readonly person: string;
  readonly subject?: string;
  readonly appId?: string;
}

/** Keeps what happened to a vendor. */
export async function addVendorEvent(
  tx: Knex.Transaction,
  vendor: string,
  entry: VendorHistoryEntry,
): Promise<void> {
  await tx(EVENTS).insert({
    vendor,
    at: entry.at,
    event: entry.event,
    actor: entry.by,
    approved_until: entry.approvedUntil ?? null,
    note: entry.note ?? null,
  });
}

/** What happened to a vendor, newest first. */
export async function vendorEvents(
  connection: Connection,
  vendor: string,
): Promise<readonly VendorHistoryEntry[]> {
  const rows = await connection<EventRecord>(EVENTS)
    .where({ vendor })
    .orderBy('seq', 'desc')
    .limit(MAX_EVENTS);
  return rows.map(({ at, event, actor, approved_until: until, note }) => ({
    at,
    event,
    by: actor,
    approvedUntil: until ?? undefined,
    note: note ?? undefined,
  }));
}

/** Notes who asked; `false` when the same person asked already. */
export async function addRequester(
  tx: Knex.Transaction,
  options: {
    vendor: string;
    requestId: string;
    requester: VendorRequester;
    at: string;
  },
): Promise<boolean> {
  const { vendor, requestId, requester, at } = options;
  const { person, subject, appId } = requester;
  const known = await tx(REQUESTERS)
    .where({ request_id: requestId, person })
    .first('app_id');
  if (known) {
    if (appId && known.app_id !== appId) {
      await tx(REQUESTERS)
        .where({ request_id: requestId, person })
        .update({ app_id: appId });
    }
    return false;
  }
  await tx(REQUESTERS).insert({
    vendor,
    request_id: requestId,
    person,
    subject: subject ?? null,
    app_id: appId ?? null,
    at,
  });
  return true;
}

/** Everybody who asked in one request. */
export async function requestersOf(
  connection: Connection,
  requestId: string,
): Promise<readonly VendorRequester[]> {
  const rows = await connection<RequesterRecord>(REQUESTERS)
    .where({ request_id: requestId })
    .orderBy(['at', 'person']);
  return rows.map(({ person, subject, app_id: appId }) => ({
    person,
    subject: subject ?? undefined,
    appId: appId ?? undefined,
  }));
}
