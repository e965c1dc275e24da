import {
  approvalEnded,
  refuse,
  transition,
  vendorStateAt,
  VENDOR_TABLE,
  type Integration,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsVendorWithdrawPermission,
  type VendorDetail,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import { enqueue } from '../kernel/outbox';
import { requireDirect } from '../separation/requireDirect';
import { addVendorEvent } from './DatabaseVendorHistory';
import {
  insertVendor,
  readOrLockVendor,
  updateVendor,
} from './DatabaseVendors';
import { mayWithdraw } from './mayWithdraw';
import { TELL_VENDOR_USERS } from './tellVendorUsers';
import { unknownVendor, vendorDetail, vendorNamed } from './vendorDetail';
import type { VendorRow } from './vendorRecords';
import type { VendorsDeps } from './vendorsDeps';

/**
 * Takes an approval back, whoever gave it: from now on the gate of every app
 * that uses the vendor is closed by the control `approved-vendors`. What runs
 * keeps running; its owners are told (requirements R6).
 */
export function withdrawVendor(
  deps: VendorsDeps,
): Command<{ name: string; reason: string }, VendorDetail> {
  return {
    permission: microAppsVendorWithdrawPermission,
    decides: true,
    async run(context, { name, reason }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const allowed = mayWithdraw(context, deps.settings);
      if (!allowed.ok) return allowed;
      const known = await deps.integrations.described();
      if (!known.ok) return known;
      const integration = vendorNamed(known.value, name);
      const write = () =>
        deps.database.transaction(tx =>
          withdraw(tx, deps, context, { name, reason, integration }),
        );
      const written = await write().catch(error => {
        // Somebody asked for it at the same moment; now there is a row.
        if (!isUniqueViolation(error)) throw error;
        return write();
      });
      return written.ok ? await vendorDetail(deps, context, { name }) : written;
    },
  };
}

async function withdraw(
  tx: Knex.Transaction,
  { approvals }: VendorsDeps,
  { actor, now }: CommandContext,
  options: { name: string; reason: string; integration?: Integration },
): Promise<Result<true>> {
  const { name, reason, integration } = options;
  const at = now.toISOString();
  let row = await readOrLockVendor(tx, name);
  if (!row && !integration) return unknownVendor();
  if (!row && integration) {
    await insertVendor(tx, described(integration), at);
    row = await readOrLockVendor(tx, name);
  }
  if (!row) return unknownVendor();
  const moved = transition(
    VENDOR_TABLE,
    standing(row, integration, at),
    'withdraw',
  );
  if (!moved.ok) {
    return refuse(
      'not-in-this-state',
      `${row.title} is not approved, so there is nothing to withdraw. Reload the page to see where it stands`,
    );
  }
  const ended = await approvals.endRequest(tx, {
    kind: 'vendor',
    subjectId: name,
    because: `The vendor ${name} was withdrawn`,
    actor,
    at: now,
  });
  if (!ended.ok) return ended;
  await updateVendor(
    tx,
    row,
    { decision: 'withdrawn', decidedAt: at, review: 'none', reason },
    at,
  );
  await addVendorEvent(tx, name, {
    at,
    event: 'withdrawn',
    by: actor.ref,
    note: reason,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'vendor.withdrawn',
    summary: `Vendor ${name} withdrawn`,
    details: { vendor: name, approvedUntil: row.approvedUntil },
    personal: { reason },
  });
  await enqueue(tx, {
    topic: TELL_VENDOR_USERS,
    key: `${TELL_VENDOR_USERS}:withdrawn:${name}:${at}`,
    payload: { vendor: name, about: 'withdrawn', at },
    at: now,
  });
  return { ok: true, value: true };
}

/** A vendor that only the catalog approved until now. */
function described(integration: Integration) {
  return {
    name: integration.name,
    title: integration.title,
    kind: integration.vendorKind ?? ('general' as const),
    decision: 'none' as const,
    review: 'none' as const,
    askedVersion: 0,
  };
}

/** Where it stands, a request beside it left out. */
function standing(
  row: VendorRow,
  integration: Integration | undefined,
  now: string,
) {
  if (row.decision !== 'none') {
    return vendorStateAt({ ...row, review: 'none' }, now);
  }
  if (!integration) return 'taken-back';
  return approvalEnded(integration, now) ? 'expired' : 'approved';
}
