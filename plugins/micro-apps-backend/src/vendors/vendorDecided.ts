import {
  accept,
  DAY,
  instantOf,
  needsFindings,
  normaliseRef,
  refuse,
  strictestTerms,
  VENDOR_APPROVAL_DAYS,
  vendorStateAt,
  vendorTerms,
  type Result,
  type VendorFacts,
  type VendorTerms,
} from '@micro-apps/governance-core';
import type { VendorHistoryEntry } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueNotice } from '../kernel/notices';
import { enqueue } from '../kernel/outbox';
import type { RequestEnd, RequestKind } from '../kernel/requestKinds';
import { addVendorEvent, requestersOf } from './DatabaseVendorHistory';
import {
  readOrLockVendor,
  updateVendor,
  type VendorContent,
} from './DatabaseVendors';
import { TELL_VENDOR_USERS } from './tellVendorUsers';
import type { VendorRow } from './vendorRecords';

type Decided = Parameters<RequestKind['decided']>[1];

const EVENTS: Readonly<Record<RequestEnd, VendorHistoryEntry['event']>> = {
  approved: 'approved',
  rejected: 'rejected',
  'changes-requested': 'in-review',
  withdrawn: 'taken-back',
  void: 'taken-back',
};

/** What follows for a vendor from the decision of a request. */
export async function vendorDecided(
  tx: Knex.Transaction,
  decided: Decided,
): Promise<Result<true>> {
  const { request, state, decidedBy, context } = decided;
  const row = await readOrLockVendor(tx, request.subjectId);
  if (!row || row.requestId !== request.id) {
    return refuse(
      'changed-since-you-looked',
      'This vendor changed since you opened it. Reload the page and look again',
    );
  }
  const facts: VendorFacts = JSON.parse(request.envelope);
  const terms = state === 'approved' ? termsOf(facts, decided) : undefined;
  if (terms && !terms.ok) return terms;
  const at = context.now.toISOString();
  const by = decidedBy?.voterRef ?? context.actor.ref;
  const after = await updateVendor(
    tx,
    row,
    changesOf(row, { state, facts: factsIn(facts), terms: terms?.value, at }),
    at,
  );
  await addVendorEvent(tx, row.name, {
    at,
    event: EVENTS[state],
    by,
    approvedUntil: terms?.value.approvedUntil,
  });
  await appendAuditEntry(tx, {
    at: context.now,
    actor: context.actor,
    action: `vendor.${EVENTS[state]}`,
    summary: sentenceOf(after, state),
    details: {
      vendor: row.name,
      requestId: request.id,
      approvedUntil: terms?.value.approvedUntil,
      minimumClass: terms?.value.minimumClass,
    },
    personal: { findings: terms?.value.findings },
  });
  if (decidedBy) await tellJoined(tx, after, decided);
  if (terms) await noteEnd(tx, after, context.now);
  return accept(true);
}

/** The canonical text names the vendor beside its facts. */
function factsIn(envelope: VendorFacts & { vendor?: string }): VendorFacts {
  const { vendor: _, ...facts } = envelope;
  return facts;
}

/** Together the strictest; without a word of theirs, what is usual. */
function termsOf(
  facts: VendorFacts,
  { terms = [], decidedBy, context }: Decided,
): Result<VendorTerms> {
  const said = strictestTerms(terms);
  if (said && (said.findings || !needsFindings(facts.kind))) {
    return accept(said);
  }
  return vendorTerms({
    facts,
    approval: said ?? {},
    role: decidedBy?.role === 'it' ? 'it' : 'security',
    now: context.now.toISOString(),
  });
}

function changesOf(
  row: VendorRow,
  decided: {
    state: RequestEnd;
    facts: VendorFacts;
    terms: VendorTerms | undefined;
    at: string;
  },
): Partial<VendorContent> {
  const { state, facts, terms, at } = decided;
  if (terms) {
    return {
      decision: 'approved',
      decidedAt: at,
      facts,
      review: 'none',
      reason: undefined,
      findings: terms.findings,
      approvedUntil: terms.approvedUntil,
      minimumClass: terms.minimumClass,
    };
  }
  if (state === 'changes-requested') return { review: 'in-review' };
  // Refusing a renewal leaves an approval that still runs to its date.
  const runs = vendorStateAt(row, at) === 'approved';
  const refused = state === 'rejected' && !runs;
  return {
    review: 'none',
    ...(refused && { decision: 'rejected' as const, decidedAt: at }),
  };
}

function sentenceOf({ name, approvedUntil }: VendorRow, state: RequestEnd) {
  switch (state) {
    case 'approved':
      return `Vendor ${name} approved until ${approvedUntil?.slice(0, 10)}`;
    case 'rejected':
      return `Vendor ${name} refused`;
    case 'changes-requested':
      return `Changes asked for before ${name} can be approved`;
    default:
      return `The request for ${name} was taken back`;
  }
}

/** Everybody else who asked in the same request. */
async function tellJoined(
  tx: Knex.Transaction,
  row: VendorRow,
  { request, state, context }: Decided,
): Promise<void> {
  const asked = await requestersOf(tx, request.id);
  // Who opened the request hears of it from the approvals.
  const joined = asked
    .map(({ person }) => person)
    .filter(
      person => normaliseRef(person) !== normaliseRef(request.requestedBy),
    );
  if (joined.length === 0) return;
  const until = row.approvedUntil?.slice(0, 10);
  const words: Readonly<Partial<Record<RequestEnd, [string, string]>>> = {
    approved: [
      `${row.title} is approved`,
      `It can be chosen in the form, until ${until}.`,
    ],
    rejected: [
      `The reviewers said no to ${row.title}`,
      'The page of the vendor says what you can do.',
    ],
    'changes-requested': [
      `The reviewers ask for changes to ${row.title}`,
      'Answer what they ask, and submit it again.',
    ],
  };
  const [title, text] = words[state] ?? [];
  if (!title || !text) return;
  await enqueueNotice(tx, {
    key: `vendor.decided:${request.id}:${request.round}:${state}`,
    kind: 'vendor.decided',
    to: { people: joined },
    title,
    text,
    link: `/micro-apps/vendors/${row.name}`,
    at: context.now,
  });
}

/** Owners hear of the end a month before; the row waits until then. */
async function noteEnd(
  tx: Knex.Transaction,
  { name, approvedUntil }: VendorRow,
  at: Date,
): Promise<void> {
  const early = VENDOR_APPROVAL_DAYS.notice * DAY;
  const dueAt = new Date(instantOf(approvedUntil) - early);
  await enqueue(tx, {
    topic: TELL_VENDOR_USERS,
    key: `${TELL_VENDOR_USERS}:ends:${name}:${approvedUntil}`,
    payload: { vendor: name, about: 'ends', approvedUntil },
    at,
    dueAt,
  });
}
