import {
  rowHash,
  sealPart,
  type AuditFacts,
  type AuditWho,
  type AuditWords,
  type SealedAuditRow,
  type Sha256,
} from './auditRow';

/** An entry before it is part of the chain. @public */
export interface NewAuditEntry extends Omit<AuditFacts, 'hash'> {
  readonly person: string;
  readonly appPrev?: string;
  readonly skipHash: string;
  readonly who: AuditWho;
  readonly words: AuditWords;
}

/**
 * Makes the next entry of a chain.
 *
 * @param salts - 16 random bytes or more each, never used twice
 * @throws TypeError for what canonical JSON cannot hold
 * @public
 */
export function sealEntry(
  entry: NewAuditEntry,
  salts: { readonly who: string; readonly words: string },
  sha256: Sha256,
): SealedAuditRow {
  const row = {
    ...entry,
    format: 2 as const,
    who: sealPart(entry.who, salts.who, sha256),
    words: sealPart(entry.words, salts.words, sha256),
    hash: '',
  };
  return { ...row, hash: rowHash(row, sha256) };
}
