import { canonicalJson } from './canonicalJson';

/** SHA-256 of a text (UTF-8) in hexadecimal; the core gets it passed in. @public */
export type Sha256 = (text: string) => string;

/** What stands in for the hash before the first entry. @public */
export const GENESIS_HASH = '0'.repeat(64);

/** What every entry says, whatever becomes of the people in it. @public */
export interface AuditFacts {
  /** 1, 2, 3 and so on without gaps. */
  readonly seq: number;
  /** ISO instant, UTC. */
  readonly at: string;
  /** `template-or-tool` when one of these acted for somebody. */
  readonly onBehalf?: string;
  /** Dotted: `app.registered`. */
  readonly action: string;
  readonly appId?: string;
  /** Ids and facts. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * An entry of the first format. Its hash covers names and words, so what was
 * erased of it is vouched for by the entry that erased it.
 * @public
 */
export interface PlainAuditRow extends AuditFacts {
  readonly format: 1;
  readonly actor: string;
  readonly actorSubject?: string;
  /** Number of the entry that erased actor and summary. */
  readonly erased?: number;
  /** Actor and summary were left out of this copy. */
  readonly withheld?: true;
}

/**
 * Something that can be erased: the hash of its entry covers the commitment,
 * the commitment covers salt and value (requirements F9).
 * @public
 */
export interface SealedPart<T> {
  /** SHA-256 over salt and canonical value. */
  readonly commitment: string;
  /** Random, so that nobody finds a value out by trying. */
  readonly salt?: string;
  readonly value?: T;
  /** Number of the entry that erased salt and value. */
  readonly erased?: number;
}

/** Who acted. @public */
export interface AuditWho {
  readonly ref: string;
  readonly subject?: string;
}

/** The sentence of the history, references to people, what they wrote. @public */
export interface AuditWords {
  readonly summary: string;
  readonly [field: string]: unknown;
}

/** An entry of the second format: people and words can be erased. @public */
export interface SealedAuditRow extends AuditFacts {
  readonly format: 2;
  /** The same person, the same name that says nothing; `system` is the suite. */
  readonly person: string;
  /** Hash of the entry before this one about the same app. */
  readonly appPrev?: string;
  /** Hash of the entry that `skipTarget` names, for short proofs. */
  readonly skipHash: string;
  readonly who: SealedPart<AuditWho>;
  readonly words: SealedPart<AuditWords>;
}

/** An entry as it is stored and exported. @public */
export type AuditRow = PlainAuditRow | SealedAuditRow;

/** A part before it is sealed, and afterwards. @public */
export function sealPart<T>(
  value: T,
  salt: string,
  sha256: Sha256,
): SealedPart<T> {
  return { commitment: commitmentTo(value, salt, sha256), salt, value };
}

/** SHA-256 over salt and canonical value. @public */
export function commitmentTo(
  value: unknown,
  salt: string,
  sha256: Sha256,
): string {
  return sha256(`${salt}\n${canonicalJson(value)}`);
}

/**
 * The canonical text that the hash of an entry covers.
 *
 * @throws TypeError when the details cannot be written as canonical JSON
 * @public
 */
export function auditText(row: AuditRow): string {
  const { seq, at, onBehalf, action, appId, details } = row;
  return row.format === 1
    ? canonicalJson({
        seq,
        at,
        actor: row.actor,
        actorSubject: row.actorSubject,
        onBehalf,
        action,
        appId,
        details,
      })
    : canonicalJson({
        format: 2,
        seq,
        at,
        person: row.person,
        onBehalf,
        action,
        appId,
        appPrev: row.appPrev,
        details,
        who: row.who.commitment,
        words: row.words.commitment,
      });
}

/** Hash of an entry whose text is known by its digest only. @public */
export function linkHash(
  link: { prevHash: string; skipHash: string; textDigest: string },
  sha256: Sha256,
): string {
  return sha256(`${link.prevHash}\n${link.skipHash}\n${link.textDigest}`);
}

/**
 * The hash that an entry has to have: over the hashes that it follows and its
 * own text.
 *
 * @throws TypeError when the details cannot be written as canonical JSON
 * @public
 */
export function rowHash(row: AuditRow, sha256: Sha256): string {
  const { prevHash } = row;
  return row.format === 1
    ? sha256(`${prevHash}\n${auditText(row)}`)
    : linkHash(
        {
          prevHash,
          skipHash: row.skipHash,
          textDigest: textDigest(row, sha256),
        },
        sha256,
      );
}

/** Digest of an entry's text. @public */
export function textDigest(row: AuditRow, sha256: Sha256): string {
  return sha256(auditText(row));
}

/** What stands for an erased person in place of her reference. @public */
export function pseudonymOf(person: string): string {
  return `person:${person}`;
}
