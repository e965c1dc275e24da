import {
  approvalEnded,
  lacksAuthorisation,
  minimumClassOfVendor,
  VENDOR_APPROVAL_DAYS,
  daysBetween,
  vendorStateAt,
  type Integration,
  type VendorFacts,
  type VendorState,
} from '@micro-apps/governance-core';
import type { VendorSummary } from '@micro-apps/plugin-micro-apps-common';
import type { VendorRow } from './vendorRecords';

/** A vendor as software catalog and registry know it together. */
export interface KnownVendor {
  readonly name: string;
  readonly row?: VendorRow;
  /** With what people decided. */
  readonly integration?: Integration;
}

/** Where it stands at an instant: what people decided, else the catalog. */
export function stateOf(
  { row, integration }: KnownVendor,
  now: string,
): VendorState {
  if (row && row.decision !== 'none') return vendorStateAt(row, now);
  if (integration && !approvalEnded(integration, now)) return 'approved';
  if (row && row.review !== 'none') return row.review;
  return integration ? 'expired' : 'taken-back';
}

/** What it is, as it was approved or as the catalog says, else as asked. */
export function factsOf({ row, integration, name }: KnownVendor): VendorFacts {
  const told = row?.facts ?? row?.asked;
  if (!integration && told) return told;
  return {
    title: integration?.title ?? name,
    kind: integration?.vendorKind ?? 'general',
    purpose: told?.purpose ?? integration?.description ?? '',
    dataClasses: told?.dataClasses ?? [
      integration?.minimumClass ?? 'regulated',
    ],
    hosts: integration?.hosts ?? [],
    sdkPackages: integration?.sdkPackages ?? [],
    website: told?.website,
    terms: told?.terms,
  };
}

/** A line of the list. */
export function vendorSummaryOf(
  vendor: KnownVendor,
  now: string,
): VendorSummary {
  const { name, row, integration } = vendor;
  const facts = factsOf(vendor);
  const state = stateOf(vendor, now);
  const until = row?.approvedUntil ?? integration?.approvedUntil;
  const dated = state === 'approved' || state === 'expired';
  return {
    name,
    title: facts.title,
    kind: facts.kind,
    state,
    approvedUntil: dated ? until : undefined,
    endsSoon:
      state === 'approved' &&
      until !== undefined &&
      daysBetween(now, until) <= VENDOR_APPROVAL_DAYS.notice,
    lacksAuthorisation:
      state === 'approved' &&
      integration !== undefined &&
      lacksAuthorisation(integration),
    decidedIn:
      (row && row.decision !== 'none') || !integration ? 'registry' : 'catalog',
    minimumClass: integration?.minimumClass ?? minimumClassOfVendor(facts),
    openRequestId: row && row.review !== 'none' ? row.requestId : undefined,
  };
}
