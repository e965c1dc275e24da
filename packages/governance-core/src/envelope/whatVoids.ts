import type { Person } from '../approvals/approval';
import { samePerson } from '../approvals/samePerson';
import { envelopeDifference } from './envelopeDifference';
import type { EnvelopeChange } from './envelopeDifference';

/** What a change means for what was approved and confirmed. @public */
export interface ChangeVerdict {
  /** The approval covers another envelope. */
  readonly voidsApproval: boolean;
  /** The owner has to confirm anew. */
  readonly voidsAttestation: boolean;
  /** What a reviewer has to look at; empty while the envelope is the same. */
  readonly changes: readonly EnvelopeChange[];
}

/**
 * What a change of an app voids. An approval holds for exactly one envelope:
 * any change of it voids the approval, also one that asks for less. A new
 * owner voids the attestation only; name, purpose, libraries and plans void
 * nothing, and neither does a change of policy. Source: requirements "Approve
 * an envelope"; reliability P4.
 *
 * @param options.approved - canonical text of what was approved
 * @param options.current - canonical text of now
 * @public
 */
export function whatVoids(options: {
  approved: string;
  current: string;
  ownerThen: Person;
  ownerNow: Person;
}): ChangeVerdict {
  const { approved, current, ownerThen, ownerNow } = options;
  const same = approved === current;
  return {
    voidsApproval: !same,
    voidsAttestation: !same || !samePerson(ownerThen, ownerNow),
    changes: same ? [] : envelopeDifference(approved, current),
  };
}
