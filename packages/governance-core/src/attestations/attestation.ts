import type { Person } from '../approvals/approval';
import { samePerson } from '../approvals/samePerson';
import { DAY, instantAfter, instantOf } from '../time/instants';

/** Days that the word of an owner counts when nothing else ends it. @public */
export const ATTESTATION_DAYS = 365;

/** What an owner confirmed. Instants are ISO 8601 with a zone. @public */
export interface Attestation {
  readonly id: string;
  readonly by: Person;
  /** Hash of the envelope that it covers. */
  readonly envelopeHash: string;
  readonly statements: readonly string[];
  readonly givenAt: string;
  /** Earlier end, if one was agreed. */
  readonly expiresAt?: string;
}

/** @public */
export interface AttestationVerdict {
  readonly state:
    | 'counts'
    | 'expired'
    | 'other-envelope'
    | 'other-owner'
    | 'incomplete'
    | 'unreadable';
  readonly because: string;
  /** ISO instant, UTC, at which it stops counting. */
  readonly endsAt?: string;
}

/** Clocks of two machines may differ by this much. */
const CLOCK_SKEW = 60 * 1000;

/** The instant at which an attestation ends by itself, ISO, UTC. @public */
export function attestationEnd(
  { givenAt, expiresAt }: Pick<Attestation, 'givenAt' | 'expiresAt'>,
  days = ATTESTATION_DAYS,
): string | undefined {
  const longest = instantAfter(givenAt, days * DAY);
  if (expiresAt === undefined || longest === undefined) return longest;
  const end = Math.min(instantOf(expiresAt), instantOf(longest));
  return Number.isNaN(end) ? undefined : new Date(end).toISOString();
}

/**
 * Whether an attestation counts now: given by the owner of now, for exactly
 * this envelope, with every statement, and not ended. Source: requirements R3;
 * reliability P4.
 *
 * @param options.statements - every one has to be confirmed
 * @param options.now - ISO instant of the database, UTC
 * @public
 */
export function attestationVerdict(options: {
  attestation: Attestation;
  owner: Person;
  envelopeHash: string;
  statements: readonly string[];
  now: string;
  days?: number;
}): AttestationVerdict {
  const { attestation, owner, envelopeHash, statements, days } = options;
  const endsAt = attestationEnd(attestation, days);
  const now = instantOf(options.now);
  const given = instantOf(attestation.givenAt);
  if (endsAt === undefined || !(given <= now + CLOCK_SKEW)) {
    return {
      state: 'unreadable',
      because: 'It is not clear when it was confirmed',
    };
  }
  if (!(now < instantOf(endsAt))) {
    return {
      state: 'expired',
      because: 'It was confirmed too long ago',
      endsAt,
    };
  }
  if (envelopeHash === '' || attestation.envelopeHash !== envelopeHash) {
    return {
      state: 'other-envelope',
      because: 'It was confirmed before the registration changed',
      endsAt,
    };
  }
  if (!samePerson(attestation.by, owner)) {
    return {
      state: 'other-owner',
      because: 'The owner of now has not confirmed it yet',
      endsAt,
    };
  }
  if (
    statements.some(statement => !attestation.statements.includes(statement))
  ) {
    return {
      state: 'incomplete',
      because: 'Not every statement was confirmed',
      endsAt,
    };
  }
  return { state: 'counts', because: 'The owner confirmed it', endsAt };
}
