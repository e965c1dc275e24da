import { compareClass, maxClass } from '../classification/compareClass';
import type { DataClass } from '../classification/dataClass';
import { normaliseText } from '../names/normaliseText';
import { accept, refuse, type Result } from '../refusal/refusal';
import { DAY, instantAfter, instantOf } from '../time/instants';
import { needsFindings } from './requirementsForVendor';
import type { VendorFacts, VendorKind } from './vendor';

/** Days. @public */
export const VENDOR_APPROVAL_DAYS = {
  /** Unless a reviewer says otherwise. */
  standard: 365,
  /** Two years, with a leap day. */
  longest: 731,
  /** Owners are told this long before it ends; from then on it can be renewed. */
  notice: 30,
} as const;

/** Fewest characters of what a security review found. @public */
export const MIN_FINDINGS = 20;

/** Nothing of the kind is ever below these. */
const CLASS_FLOORS: Readonly<Record<VendorKind, DataClass>> = {
  general: 'public',
  crm: 'confidential',
  identity: 'confidential',
  hr: 'regulated',
  payment: 'regulated',
  health: 'regulated',
};

/** What a reviewer says beside "yes". Everything left out takes its default. @public */
export interface VendorApproval {
  /** ISO instant, UTC. */
  readonly approvedUntil?: string;
  /** The lowest class that an app using it can have. */
  readonly minimumClass?: DataClass;
  /** What the security review found. */
  readonly findings?: string;
}

/** What an approval comes to. @public */
export interface VendorTerms {
  readonly approvedUntil: string;
  readonly minimumClass: DataClass;
  readonly findings?: string;
}

/**
 * The lowest class of an app that uses a vendor, unless a reviewer says
 * otherwise: the highest class that may flow there, and never below what the
 * kind of vendor stands for. Source: requirements R2.
 * @public
 */
export function minimumClassOfVendor(
  facts: Pick<VendorFacts, 'kind' | 'dataClasses'>,
): DataClass {
  return facts.dataClasses.reduce<DataClass>(
    (highest, each) => maxClass(highest, each),
    CLASS_FLOORS[facts.kind] ?? 'regulated',
  );
}

/**
 * Reads what a reviewer says beside "yes": until when (a year unless told, two
 * years at most), which class, and what the review found, where the kind of
 * vendor asks for that. Source: requirements R6.
 *
 * @param options.role - role in which the reviewer says it
 * @param options.now - ISO instant, UTC
 * @returns the terms, or `invalid-input` in plain words
 * @public
 */
export function vendorTerms(options: {
  facts: Pick<VendorFacts, 'kind' | 'dataClasses'>;
  approval: VendorApproval;
  role: string;
  now: string;
}): Result<VendorTerms> {
  const { facts, approval, role, now } = options;
  const until =
    approval.approvedUntil ??
    instantAfter(now, VENDOR_APPROVAL_DAYS.standard * DAY);
  const ends = instantOf(until);
  const longest = instantOf(now) + VENDOR_APPROVAL_DAYS.longest * DAY;
  if (!(ends > instantOf(now))) {
    return invalid('approvedUntil', 'Choose a day in the future');
  }
  if (!(ends <= longest)) {
    return invalid(
      'approvedUntil',
      'A vendor is approved for two years at most. Choose an earlier day',
    );
  }
  const floor = CLASS_FLOORS[facts.kind] ?? 'regulated';
  const minimumClass = approval.minimumClass ?? minimumClassOfVendor(facts);
  if (compareClass(minimumClass, floor) < 0) {
    return invalid(
      'minimumClass',
      `A vendor of this kind is ${floor} at least. Choose ${floor} or higher`,
    );
  }
  const findings = normaliseText(approval.findings);
  if (
    needsFindings(facts.kind) &&
    role === 'security' &&
    findings.length < MIN_FINDINGS
  ) {
    return invalid(
      'findings',
      `Write down what the security review found, in ${MIN_FINDINGS} characters or more`,
    );
  }
  return accept({
    approvedUntil: new Date(ends).toISOString(),
    minimumClass,
    ...(findings && { findings }),
  });
}

function invalid(path: string, message: string): Result<never> {
  return refuse('invalid-input', message, [{ path, message }]);
}
