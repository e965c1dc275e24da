import { GENESIS_HASH, rowHash, type AuditRow, type Sha256 } from './auditRow';
import { checkParts, isEmptied } from './checkParts';
import { createErasureBook } from './erasures';
import { createSkipLinks } from './skipLinks';

/** How a chain can be broken. @public */
export const CHAIN_BREAKS = [
  'edit',
  'delete',
  'insert',
  'reorder',
  'tail-cut',
  'other-chain',
] as const;
/** @public */
export type ChainBreakKind = (typeof CHAIN_BREAKS)[number];

/** What is wrong with a chain, and at which entry. @public */
export interface ChainBreak {
  readonly kind: ChainBreakKind;
  readonly seq: number;
  readonly because: string;
}

/** Where a chain ended at some time; kept where its owner cannot write. @public */
export interface ChainHead {
  /** Hash of the first entry: no two chains have the same. */
  readonly chain?: string;
  /** 0 for a chain without entries. */
  readonly seq: number;
  readonly hash: string;
}

/** What following a chain to its end showed. @public */
export interface ChainReport {
  readonly chain?: string;
  readonly seq: number;
  readonly hash: string;
  /** Names and sentences that were erased, each with its audit entry. */
  readonly erased: number;
  /** Names and sentences that this copy leaves out. */
  readonly withheld: number;
  /** Entries of the first format that this copy cannot prove by themselves. */
  readonly unproven: number;
  /** Heads that were given and that a bundle has no link to. */
  readonly unreached?: readonly number[];
}

/** Something that stands where an entry has to stand. @public */
export interface UnreadableRow {
  readonly seq: number;
  readonly unreadable: true;
}

/** Follows a chain entry by entry. @public */
export interface ChainVerifier {
  /** Takes the next entry in stored order. @returns false: the verdict is clear */
  add(row: AuditRow | UnreadableRow): boolean;
  /** The break, or what was followed. */
  finish(): { readonly broken: ChainBreak } | { readonly report: ChainReport };
}

/** How far a row may have been moved to be recognised as moved. */
const MAX_MOVE = 1_000;

/**
 * Follows a chain from its first entry, one entry in memory at a time. The
 * first break counts; what follows it is only read as far as it tells what
 * kind of break it is.
 *
 * @param options.known - heads that were kept elsewhere. Without one, a tail
 *   that was cut off, and a chain that was calculated anew, cannot be told
 *   from a sound one
 * @param options.allowWithheld - for copies that leave people out; in the
 *   register itself nothing may be missing
 * @public
 */
export function createChainVerifier(options: {
  readonly sha256: Sha256;
  readonly known?: readonly ChainHead[];
  readonly allowWithheld?: boolean;
}): ChainVerifier {
  const { sha256, known = [], allowWithheld = false } = options;
  const knownAt = new Map<number, readonly string[]>();
  for (const { seq, hash } of known) {
    knownAt.set(seq, [...(knownAt.get(seq) ?? []), hash]);
  }
  const skips = createSkipLinks();
  const erasures = createErasureBook(sha256);
  const totals = { withheld: 0, unproven: 0 };
  let chain: string | undefined;
  let head = GENESIS_HASH;
  let beforeHead = GENESIS_HASH;
  let last = 0;
  let broken: ChainBreak | undefined;
  /** Reads on to tell one kind of break from another. */
  let deciding:
    | ((row?: AuditRow | UnreadableRow) => ChainBreak | undefined)
    | undefined;

  function found(kind: ChainBreakKind, seq: number, because: string) {
    broken = { kind, seq, because };
    return false;
  }

  function follow(row: AuditRow | UnreadableRow): boolean {
    const { seq } = row;
    const wanted = last + 1;
    if (seq < wanted) {
      return found('insert', seq, `Entry ${seq} stands after entry ${last}.`);
    }
    if (seq > wanted) {
      deciding = later => {
        if (!later) return missing(wanted);
        return later.seq === wanted ? outOfPlace(seq) : undefined;
      };
      return true;
    }
    if ('unreadable' in row) return found('edit', seq, changed(seq));
    if (!isEmptied(row) && hashOf(row, sha256) !== row.hash) {
      return decideChanged(row);
    }
    const parts = checkParts(row, sha256);
    if (!parts.sound || (parts.withheld > 0 && !allowWithheld)) {
      return found('edit', seq, changed(seq));
    }
    if (seq === 1) chain = row.hash;
    if (
      row.prevHash !== head ||
      (row.format === 2 && row.skipHash !== skips.next())
    ) {
      return decideUnlinked(row);
    }
    const liar = erasures.add(row);
    if (liar !== undefined) {
      return found(
        'edit',
        liar,
        `What was erased at entry ${liar} is not what the log says was erased.`,
      );
    }
    totals.withheld += parts.withheld;
    if (row.format === 1 && row.withheld) totals.unproven += 1;
    skips.add(row.hash);
    [beforeHead, head, last] = [head, row.hash, seq];
    return atKnownHead(seq);
  }

  function atKnownHead(seq: number): boolean {
    const other =
      seq === 1 &&
      known.some(each => each.chain !== undefined && each.chain !== chain);
    const fits = knownAt.get(seq)?.every(hash => hash === head) ?? true;
    if (!other && fits) return true;
    return found(
      'other-chain',
      seq,
      `Entry ${seq} is not the one that is known from elsewhere.`,
    );
  }

  /** An entry whose hash does not fit: changed, or one from another place. */
  function decideChanged(row: AuditRow): boolean {
    const { seq } = row;
    const place = truePlace(row, sha256);
    if (place === undefined) return found('edit', seq, changed(seq));
    const follows = head;
    const shifted = place === seq - 1 && row.prevHash === beforeHead;
    deciding = later => {
      if (later) {
        return 'prevHash' in later &&
          later.prevHash === follows &&
          later.seq > seq
          ? outOfPlace(seq)
          : undefined;
      }
      if (place > seq) return missing(seq);
      return putIn(shifted ? seq - 1 : seq);
    };
    return true;
  }

  /** An entry that is sound in itself and follows another one. */
  function decideUnlinked(row: AuditRow): boolean {
    const { seq, hash } = row;
    if (seq === 1) {
      return found('other-chain', 1, 'Entry 1 does not begin this chain.');
    }
    deciding = next =>
      next && 'prevHash' in next && next.prevHash === hash
        ? {
            kind: 'other-chain',
            seq,
            because: `From entry ${seq} on this is another chain.`,
          }
        : putIn(seq);
    return true;
  }

  return {
    add(row) {
      if (broken) return false;
      if (!deciding) return follow(row);
      broken = deciding(row);
      return broken === undefined;
    },
    finish() {
      broken ??= deciding?.() ?? endBreak();
      if (broken) return { broken };
      return {
        report: {
          chain,
          seq: last,
          hash: head,
          erased: erasures.parts,
          ...totals,
        },
      };
    },
  };

  function endBreak(): ChainBreak | undefined {
    const open = erasures.open();
    if (open !== undefined) {
      return {
        kind: 'edit',
        seq: open,
        because: `Entry ${open} was emptied, and no entry says so.`,
      };
    }
    const furthest = Math.max(0, ...knownAt.keys());
    if (furthest > last) {
      return {
        kind: 'tail-cut',
        seq: last + 1,
        because: `The chain ends after entry ${last}; ${furthest} entries are known.`,
      };
    }
    const fits = knownAt.get(0)?.every(hash => hash === GENESIS_HASH) ?? true;
    return !fits
      ? { kind: 'other-chain', seq: 0, because: 'No chain begins like this.' }
      : undefined;
  }
}

function hashOf(row: AuditRow, sha256: Sha256): string | undefined {
  try {
    return rowHash(row, sha256);
  } catch {
    return undefined;
  }
}

/** The number under which an entry was written, where that is not its own. */
function truePlace(row: AuditRow, sha256: Sha256): number | undefined {
  for (let distance = 1; distance <= MAX_MOVE; distance += 1) {
    for (const seq of [row.seq - distance, row.seq + distance]) {
      if (seq > 0 && hashOf({ ...row, seq }, sha256) === row.hash) return seq;
    }
  }
  return undefined;
}

function changed(seq: number): string {
  return `Entry ${seq} was changed.`;
}

function missing(seq: number): ChainBreak {
  return { kind: 'delete', seq, because: `Entry ${seq} is missing.` };
}

function outOfPlace(seq: number): ChainBreak {
  return { kind: 'reorder', seq, because: `Entry ${seq} is not in its place.` };
}

function putIn(seq: number): ChainBreak {
  return {
    kind: 'insert',
    seq,
    because: `Entry ${seq} was put in, or replaces another one.`,
  };
}
