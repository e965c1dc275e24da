import {
  accept,
  normaliseRef,
  refuse,
  requirementsForVendor,
  VENDOR_TABLE,
  transition,
  vendorTerms,
  type VendorFacts,
} from '@micro-apps/governance-core';
import type { RequestKind, RequestSubject } from '../kernel/requestKinds';
import { accessTo } from './accessTo';
import type { AppStore, Connection } from '../registry/AppStore';
import {
  addVendorEvent,
  requestersOf,
  type VendorRequester,
} from './DatabaseVendorHistory';
import { readOrLockVendor, updateVendor } from './DatabaseVendors';
import { vendorDecided } from './vendorDecided';
import { vendorDifferences, vendorEnvelope } from './vendorEnvelope';
import { vendorInvolvement } from './vendorInvolvement';
import type { VendorRow } from './vendorRecords';
import type { VendorsDeps } from './vendorsDeps';

/** What is asked for of a vendor; the catalog's own have been asked for, too. */
export function askedOf({ asked, facts, title, kind }: VendorRow): VendorFacts {
  return (
    asked ??
    facts ?? {
      title,
      kind,
      purpose: '',
      dataClasses: ['regulated'],
      hosts: [],
      sdkPackages: [],
    }
  );
}

/** A vendor as the subject of a request. */
export async function vendorSubject(
  connection: Connection,
  options: {
    apps: AppStore;
    row: VendorRow;
    requesters: readonly VendorRequester[];
  },
): Promise<RequestSubject> {
  const { row } = options;
  const facts = askedOf(row);
  return {
    title: facts.title,
    envelopeHash: vendorEnvelope(row.name, facts).envelopeHash,
    version: Math.max(row.askedVersion, 1),
    band: facts.kind === 'general' ? 'medium' : 'high',
    involvement: await vendorInvolvement(connection, options),
  };
}

/** Approval of a vendor until a date (requirements R6). */
export function vendorKind(deps: VendorsDeps): RequestKind {
  const { apps, settings } = deps;
  return {
    kind: 'vendor',
    async subject(connection, { subjectId }) {
      const row = await readOrLockVendor(connection, subjectId);
      if (!row?.requestId) return undefined;
      const requesters = await requestersOf(connection, row.requestId);
      return await vendorSubject(connection, { apps, row, requesters });
    },
    async requirementsNow({ connection, request }) {
      const row = await readOrLockVendor(connection, request.subjectId);
      return requirementsForVendor(row ? askedOf(row).kind : 'crm');
    },
    terms({ request, given, role, context }) {
      return vendorTerms({
        facts: JSON.parse(request.envelope),
        approval: given ?? {},
        role,
        now: context.now.toISOString(),
      });
    },
    async voted(tx, { request, vote }) {
      const row = await readOrLockVendor(tx, request.subjectId);
      if (!row) return;
      const moved = transition(VENDOR_TABLE, row.review, 'review');
      if (!moved.ok) return;
      await updateVendor(tx, row, { review: 'in-review' }, vote.at);
      await addVendorEvent(tx, row.name, {
        at: vote.at,
        event: 'in-review',
        by: vote.voterRef,
      });
    },
    decided: vendorDecided,
    mayManage({ actor, request }) {
      return normaliseRef(request.requestedBy) === normaliseRef(actor.ref) ||
        accessTo(actor, settings).isAdministrator
        ? accept(true)
        : refuse(
            'not-allowed',
            'Only whoever asked for it can do this. Ask her',
          );
    },
    mayRead({ actor, subject }) {
      const asked = subject.involvement.people.some(
        ({ person }) => normaliseRef(person.ref) === normaliseRef(actor.ref),
      );
      return asked || accessTo(actor, settings).canRead
        ? accept(true)
        : refuse(
            'not-allowed',
            'Only those who asked for it and reviewers can see this. The page of the vendor says where it stands',
          );
    },
    async differences({ connection, request }) {
      const row = await readOrLockVendor(connection, request.subjectId);
      return vendorDifferences(
        row?.review === 'none' ? undefined : row?.facts,
        JSON.parse(request.envelope),
      );
    },
  };
}
