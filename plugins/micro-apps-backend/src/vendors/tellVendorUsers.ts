import { vendorStateAt } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueNotice, type Notice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';
import { listAffected } from './DatabaseAffectedApps';
import { readOrLockVendor } from './DatabaseVendors';
import { factsOf } from './knownVendor';
import { vendorNamed } from './vendorDetail';
import type { VendorRow } from './vendorRecords';
import type { VendorsDeps } from './vendorsDeps';
import { usesOfVendor } from './wantedUses';

/**
 * Outbox topic, payload `{ vendor, about, approvedUntil? | at }`: owners of
 * the apps that use a vendor are to be told something.
 */
export const TELL_VENDOR_USERS = 'vendor.tell-users';

const PAGE = 100;

/**
 * Tells owners and second owners, app by app, whoever they are by then. Each
 * notice has a key, so that starting anew tells nobody twice.
 */
export function tellVendorUsers(
  deps: VendorsDeps,
): (payload: Record<string, unknown>) => Promise<void> {
  return async ({ vendor, about, approvedUntil, at }) => {
    const { database, integrations, clock } = deps;
    const name = String(vendor);
    const row = await readOrLockVendor(database.knex, name);
    const now = clock();
    const message = row && messageOf(row, { about, approvedUntil, at, now });
    if (!message) return;
    const known = await integrations.list();
    if (!known.ok) throw new Error(known.refusal.because);
    const integration = vendorNamed(known.value, name);
    const wanted = usesOfVendor(name, factsOf({ name, row, integration }));
    let after: string | undefined;
    for (;;) {
      const page = await listAffected(database.knex, {
        wanted,
        after,
        limit: PAGE,
      });
      await database.transaction(async tx => {
        for (const { app } of page.rows) await tell(tx, app, message, now);
      });
      after = page.rows.at(-1)?.app.id;
      if (!page.more || after === undefined) return;
    }
  };
}

type Message = Pick<Notice, 'key' | 'kind' | 'title' | 'link' | 'urgent'> & {
  text: (app: AppRow) => string;
};

/** `undefined`: it is not so any more. */
function messageOf(
  row: VendorRow,
  options: {
    about: unknown;
    approvedUntil: unknown;
    at: unknown;
    now: Date;
  },
): Message | undefined {
  const { about, approvedUntil, at, now } = options;
  const { name, title } = row;
  const link = `/micro-apps/vendors/${name}`;
  if (about === 'ends') {
    const runs = vendorStateAt(row, now.toISOString()) === 'approved';
    if (!runs || row.approvedUntil !== approvedUntil) return undefined;
    const day = row.approvedUntil?.slice(0, 10);
    return {
      key: `vendor.ends:${name}:${approvedUntil}`,
      kind: 'vendor.ends',
      title: `The approval of ${title} ends on ${day}`,
      text: app =>
        `${app.name} uses it. From then on it goes no further; ask for a renewal on the page of the vendor.`,
      link,
    };
  }
  if (row.decision !== 'withdrawn' || row.decidedAt !== at) return undefined;
  return {
    key: `vendor.withdrawn:${name}:${at}`,
    kind: 'vendor.withdrawn',
    title: `${title} may not be used any more`,
    text: app =>
      `${app.name} uses it. What runs keeps running; the next promotion waits until the app does without it.`,
    link,
    urgent: true,
  };
}

async function tell(
  tx: Knex.Transaction,
  app: AppRow,
  { key, text, ...message }: Message,
  at: Date,
): Promise<void> {
  const { owner, successor } = app.registration;
  await enqueueNotice(tx, {
    ...message,
    key: `${key}:${app.id}`,
    text: text(app),
    to: { people: successor ? [owner, successor] : [owner] },
    appId: app.id,
    at,
  });
}
