import {
  accept,
  normaliseRef,
  refuse,
  requirementsForVendor,
  vendorStateAt,
  VENDOR_TABLE,
  type Result,
  type VendorFacts,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { CommandContext } from '../kernel/commands';
import {
  addRequester,
  addVendorEvent,
  requestersOf,
} from './DatabaseVendorHistory';
import {
  insertVendor,
  readOrLockVendor,
  updateVendor,
  type VendorContent,
} from './DatabaseVendors';
import { vendorSubject } from './vendorKind';
import { vendorEnvelope } from './vendorEnvelope';
import type { VendorRow } from './vendorRecords';
import type { VendorsDeps } from './vendorsDeps';

/** Who asks for what, checked as far as it can be outside a transaction. */
export interface Asked {
  readonly name: string;
  readonly facts: VendorFacts;
  readonly appId?: string;
}

/**
 * Writes the request with everything that goes with it, or joins the one that
 * waits, in one transaction.
 *
 * @returns whether a new request was opened
 */
export async function writeVendorRequest(
  deps: VendorsDeps,
  context: CommandContext,
  asked: Asked,
): Promise<Result<{ created: boolean }>> {
  return await deps.database.transaction(async tx => {
    const before = await readOrLockVendor(tx, asked.name);
    if (before?.requestId && before.review !== 'none') {
      const begun = { row: before, requestId: before.requestId };
      const [first] = await requestersOf(tx, begun.requestId);
      const own =
        first !== undefined &&
        normaliseRef(first.person) === normaliseRef(context.actor.ref);
      if (!own || sameFacts(before, asked)) {
        return await join(tx, context, { ...begun, asked });
      }
      const ended = await deps.approvals.endRequest(tx, {
        kind: 'vendor',
        subjectId: asked.name,
        because: 'Something else is asked for now',
        actor: context.actor,
        at: context.now,
      });
      if (!ended.ok) return ended;
    }
    return await open(tx, deps, context, { before, asked });
  });
}

function sameFacts({ asked, name }: VendorRow, { facts }: Asked): boolean {
  return (
    asked !== undefined &&
    vendorEnvelope(name, asked).envelopeHash ===
      vendorEnvelope(name, facts).envelopeHash
  );
}

/** The second one to ask meets the request that is open. */
async function join(
  tx: Knex.Transaction,
  { actor, now }: CommandContext,
  options: { row: VendorRow; requestId: string; asked: Asked },
): Promise<Result<{ created: boolean }>> {
  const { row, requestId, asked } = options;
  const at = now.toISOString();
  const joined = await addRequester(tx, {
    vendor: row.name,
    requestId,
    requester: {
      person: actor.ref,
      subject: actor.subject,
      appId: asked.appId,
    },
    at,
  });
  if (joined) {
    await addVendorEvent(tx, row.name, { at, event: 'joined', by: actor.ref });
  }
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'vendor.joined',
    appId: asked.appId,
    summary: `Asked for ${row.name}, too, for which a request is open`,
    details: { vendor: row.name, requestId },
  });
  return accept({ created: false });
}

async function open(
  tx: Knex.Transaction,
  deps: VendorsDeps,
  { actor, now }: CommandContext,
  { before, asked }: { before: VendorRow | undefined; asked: Asked },
): Promise<Result<{ created: boolean }>> {
  const { name, facts, appId } = asked;
  const at = now.toISOString();
  if (before && !mayBeAskedFor(before, at)) {
    return refuse(
      'not-in-this-state',
      `${before.title} was decided on at the same moment. Reload the page to see where it stands`,
    );
  }
  const content: VendorContent = {
    decision: 'none',
    ...before,
    name,
    title: facts.title,
    kind: facts.kind,
    asked: facts,
    askedVersion: (before?.askedVersion ?? 0) + 1,
    review: 'requested',
  };
  if (!before) await insertVendor(tx, content, at);
  const row = before
    ? await updateVendor(tx, before, content, at)
    : await readOrLockVendor(tx, name);
  if (!row) throw new Error(`Vendor ${name} is gone`);
  const requester = { person: actor.ref, subject: actor.subject, appId };
  const requirements = requirementsForVendor(facts.kind);
  const requestId = await deps.approvals.openRequest(tx, {
    kind: 'vendor',
    subjectId: name,
    subject: await vendorSubject(tx, {
      apps: deps.apps,
      row,
      requesters: [requester],
    }),
    envelope: vendorEnvelope(name, facts).envelope,
    requirements,
    actor,
    now,
    note: facts.purpose,
  });
  if (!requestId.ok) throw new Error(`A second request for ${name}`);
  const id = requestId.value;
  await updateVendor(tx, row, { requestId: id }, at);
  await addRequester(tx, { vendor: name, requestId: id, requester, at });
  await addVendorEvent(tx, name, { at, event: 'requested', by: actor.ref });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'vendor.requested',
    appId,
    summary: `Asked for the vendor ${name} (${facts.kind})`,
    details: {
      vendor: name,
      kind: facts.kind,
      requestId: id,
      dataClasses: [...facts.dataClasses],
      hosts: [...facts.hosts],
      sdkPackages: [...facts.sdkPackages],
    },
    personal: { purpose: facts.purpose },
  });
  return accept({ created: true });
}

/** The life table's word: asking anew, or renewing what is approved. */
function mayBeAskedFor(row: VendorRow, now: string): boolean {
  const state = vendorStateAt({ ...row, review: 'none' }, now);
  return (
    state === 'approved' ||
    VENDOR_TABLE.transitions.some(
      ({ from, on }) => from === state && on === 'request',
    )
  );
}
