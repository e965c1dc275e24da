import {
  accept,
  approvalEnded,
  daysBetween,
  hostOf,
  lacksAuthorisation,
  refuse,
  slugOf,
  vendorClash,
  VENDOR_APPROVAL_DAYS,
  type Integration,
  type Result,
  type VendorFacts,
} from '@micro-apps/governance-core';

/** A vendor that is known already, by whichever name. */
export interface KnownName {
  readonly name: string;
  readonly title: string;
}

/**
 * The short name that a wanted vendor has: that of the known one that is
 * meant, or a new one. A name that people would take for another vendor's is
 * refused (reliability G2).
 */
export function nameOfWanted(
  title: string,
  known: readonly KnownName[],
): Result<string> {
  const slug = slugOf(title);
  if (!slug) {
    return invalid(
      'title',
      'Use at least one letter from a to z or one digit in the name',
    );
  }
  let meant: string | undefined;
  for (const vendor of known) {
    switch (vendorClash(title, vendor)) {
      case 'same':
        meant = vendor.name;
        break;
      case 'looks-alike':
      case 'same-name':
        return refuse(
          'name-taken',
          `"${title}" could be taken for ${vendor.title} (${vendor.name}), which is known already. If you mean that one, ask for it by that name; if not, add what tells them apart`,
          [{ path: 'title', message: 'Choose a name that tells them apart' }],
        );
      default:
    }
  }
  return accept(meant ?? slug);
}

/** What belongs to one vendor cannot be asked for as another's. */
export function checkBelongings(
  facts: VendorFacts,
  options: { name: string; integrations: readonly Integration[] },
): Result<true> {
  const others = options.integrations.filter(
    each => each.kind !== 'vendor' || each.name !== options.name,
  );
  for (const other of others) {
    const hosts = other.hosts.map(hostOf);
    const host = facts.hosts.find(each => hosts.includes(each));
    if (host) {
      return invalid('hosts', `${host} belongs to ${other.title} already`);
    }
    const sdk = facts.sdkPackages.find(each =>
      other.sdkPackages.includes(each),
    );
    if (sdk) {
      return invalid('sdkPackages', `${sdk} belongs to ${other.title} already`);
    }
  }
  return accept(true);
}

/** A vendor that is approved for long yet, and authorised, needs no new request. */
export function checkNeeded(
  known: Integration | undefined,
  facts: VendorFacts,
  now: string,
): Result<true> {
  if (!known) return accept(true);
  const { title, vendorKind, approvedUntil } = known;
  if (vendorKind !== undefined && facts.kind !== vendorKind) {
    return invalid(
      'kind',
      `${title} is known as ${vendorKind}. Choose ${vendorKind}, or ask your platform team to correct it`,
    );
  }
  // A service of a kind that nobody told is told by asking for it.
  const isOpen = vendorKind === undefined || lacksAuthorisation(known);
  if (isOpen || approvalEnded(known, now)) return accept(true);
  const left = approvedUntil ? daysBetween(now, approvedUntil) : Infinity;
  if (left <= VENDOR_APPROVAL_DAYS.notice) return accept(true);
  return refuse(
    'not-in-this-state',
    `${title} is approved${
      approvedUntil ? ` until ${approvedUntil.slice(0, 10)}` : ''
    } already. Choose it in the form`,
  );
}

function invalid(path: string, message: string): Result<never> {
  return refuse('invalid-input', message, [{ path, message }]);
}
