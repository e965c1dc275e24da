import type { AuditRow, PlainAuditRow, Sha256 } from './auditRow';
import { canonicalJson } from './canonicalJson';

/** The action of the entry that says what was erased. @public */
export const PERSON_ERASED = 'person.erased';

/** Which parts of which entries were erased, as one digest. @public */
export interface ErasureDigest {
  /** Parts that were erased. */
  readonly parts: number;
  readonly digest: string;
}

/** Before anything was erased. @public */
export const NOTHING_ERASED: ErasureDigest = { parts: 0, digest: '' };

/**
 * Adds one erased part to the digest. Parts come by number of their entry,
 * `who` before `words`; an entry of the first format comes once, with what is
 * left of it, since its own hash cannot vouch for that any more.
 * @public
 */
export function addErased(
  before: ErasureDigest,
  part: string,
  sha256: Sha256,
): ErasureDigest {
  return {
    parts: before.parts + 1,
    digest: sha256(`${before.digest}\n${part}`),
  };
}

/** How an erased part is named in the digest. @public */
export function erasedParts(
  row: AuditRow,
): readonly { readonly by: number; readonly part: string }[] {
  if (row.format === 1) {
    return row.erased === undefined
      ? []
      : [{ by: row.erased, part: factsText(row) }];
  }
  return (['who', 'words'] as const).flatMap(name => {
    const { erased } = row[name];
    return erased === undefined
      ? []
      : [{ by: erased, part: `${row.seq}:${name}` }];
  });
}

/** What is left of an entry of the first format. */
function factsText(row: PlainAuditRow): string {
  const { seq, at, actor, onBehalf, action, appId, details } = row;
  return canonicalJson({ seq, at, actor, onBehalf, action, appId, details });
}

/** Follows which erased parts still wait for the entry that erased them. */
export interface ErasureBook {
  /** How many parts were erased so far. */
  readonly parts: number;
  /** @returns number of the entry that claims what is not so */
  add(row: AuditRow): number | undefined;
  /** First entry whose erasure no later entry admits. */
  open(): number | undefined;
}

/**
 * Every erased part has to be owned up to by one later entry, which counts
 * and digests them. So nobody can make a name disappear, or bring one back,
 * without an entry of the chain. Memory grows with the number of erasures.
 */
export function createErasureBook(sha256: Sha256): ErasureBook {
  const waiting = new Map<number, ErasureDigest & { first: number }>();
  let parts = 0;
  return {
    get parts() {
      return parts;
    },
    add(row) {
      for (const { by, part } of erasedParts(row)) {
        if (by <= row.seq) return row.seq;
        const before = waiting.get(by) ?? { ...NOTHING_ERASED, first: row.seq };
        waiting.set(by, {
          ...addErased(before, part, sha256),
          first: before.first,
        });
        parts += 1;
      }
      const claimed = waiting.get(row.seq);
      // In the first format it was rewritten when the plugin was taken back, and
      // what was erased with it: it owns up to nothing.
      if (row.action !== PERSON_ERASED || row.format === 1) {
        return claimed?.first;
      }
      waiting.delete(row.seq);
      const { parts: count, digest } = claimed ?? NOTHING_ERASED;
      return row.details.parts === count && row.details.digest === digest
        ? undefined
        : row.seq;
    },
    open: () =>
      [...waiting.values()].map(({ first }) => first).sort(byNumber)[0],
  };
}

function byNumber(a: number, b: number): number {
  return a - b;
}
