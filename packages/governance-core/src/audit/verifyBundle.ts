import {
  linkHash,
  rowHash,
  textDigest,
  type AuditRow,
  type Sha256,
} from './auditRow';
import { checkParts, isEmptied } from './checkParts';
import type { ChainBreak, ChainHead, ChainReport } from './createChainVerifier';
import {
  BUNDLE_EXPORTED,
  recordsDigest,
  type ChainLink,
  type EvidenceBundle,
} from './evidenceBundle';
import { skipTarget } from './skipLinks';

/**
 * Checks a bundle without the register: every entry is as it was written and
 * is part of the chain that ends with the bundle's head, none of the app's
 * entries is missing, and the records are the ones that were exported.
 *
 * Entries of the first format name no entry before them about their app; of
 * these a missing one cannot be seen, and what the links do not reach counts
 * as unproven.
 *
 * @param options.known - heads that were kept elsewhere; without one the
 *   bundle's own head is believed
 * @public
 */
export function verifyBundle(
  bundle: EvidenceBundle,
  options: { readonly sha256: Sha256; readonly known?: readonly ChainHead[] },
): { readonly broken: ChainBreak } | { readonly report: ChainReport } {
  const { sha256, known = [] } = options;
  const { head, entries, links } = bundle;
  const broken = (kind: ChainBreak['kind'], seq: number, because: string) => ({
    broken: { kind, seq, because },
  });
  const totals = { erased: 0, withheld: 0, unproven: 0 };

  const order = orderBreak(entries);
  if (order) return { broken: order };
  const own = ownBreak(entries, sha256, totals);
  if (own) return { broken: own };
  const closing = closingBreak(bundle, sha256);
  if (closing) return { broken: closing };
  const reached = followLinks({ head, entries, links, sha256 });
  if ('broken' in reached) return reached;
  for (const entry of entries) {
    const wanted = reached.hashes.get(entry.seq);
    if (wanted !== undefined && wanted !== entry.hash) {
      return broken(
        'other-chain',
        entry.seq,
        `Entry ${entry.seq} is not of the chain that ends with the head.`,
      );
    }
    if (wanted === undefined) {
      if (entry.format === 2) {
        return broken(
          'insert',
          entry.seq,
          `No link leads to entry ${entry.seq}.`,
        );
      }
    }
    if (wanted === undefined || isEmptied(entry)) totals.unproven += 1;
  }
  const unreached: number[] = [];
  for (const each of known) {
    const here = reached.hashes.get(each.seq);
    if (here === undefined && each.seq <= head.seq) unreached.push(each.seq);
    if (each.seq > head.seq) {
      return broken(
        'tail-cut',
        head.seq + 1,
        `The bundle ends with entry ${head.seq}; ${each.seq} entries are known.`,
      );
    }
    if (
      (here !== undefined && here !== each.hash) ||
      (each.chain !== undefined && each.chain !== head.chain)
    ) {
      return broken(
        'other-chain',
        each.seq,
        `Entry ${each.seq} is not the one that is known from elsewhere.`,
      );
    }
  }
  return { report: { ...head, ...totals, unreached } };
}

/** Entries of one app follow each other: none twice, none missing. */
function orderBreak(entries: readonly AuditRow[]): ChainBreak | undefined {
  const places = new Set<number>();
  let before: AuditRow | undefined;
  for (const entry of entries) {
    const { seq } = entry;
    if (places.has(seq)) {
      return { kind: 'insert', seq, because: `Entry ${seq} is there twice.` };
    }
    places.add(seq);
    if (before && before.seq > seq) {
      return {
        kind: 'reorder',
        seq,
        because: `Entry ${seq} is not in its place.`,
      };
    }
    if (entry.format === 2 && entry.appPrev !== before?.hash) {
      const isLater = entries.some(({ hash }) => hash === entry.appPrev);
      return isLater
        ? { kind: 'reorder', seq, because: `Entry ${seq} is not in its place.` }
        : {
            kind: 'delete',
            seq,
            because: `The entry of the app before entry ${seq} is missing.`,
          };
    }
    before = entry;
  }
  return undefined;
}

function ownBreak(
  entries: readonly AuditRow[],
  sha256: Sha256,
  totals: { erased: number; withheld: number },
): ChainBreak | undefined {
  for (const entry of entries) {
    const parts = checkParts(entry, sha256);
    if (
      !parts.sound ||
      (!isEmptied(entry) && rowHash(entry, sha256) !== entry.hash)
    ) {
      const { seq } = entry;
      return { kind: 'edit', seq, because: `Entry ${seq} was changed.` };
    }
    totals.withheld += parts.withheld;
    const erased =
      entry.format === 1
        ? [entry.erased]
        : [entry.who.erased, entry.words.erased];
    totals.erased += erased.filter(by => by !== undefined).length;
  }
  return undefined;
}

/** The hashes that follow from the head, by number of the entry. */
function followLinks(options: {
  head: ChainHead;
  entries: readonly AuditRow[];
  links: readonly ChainLink[];
  sha256: Sha256;
}): { hashes: ReadonlyMap<number, string> } | { broken: ChainBreak } {
  const { head, entries, links, sha256 } = options;
  const hashes = new Map([[head.seq, head.hash]]);
  const steps = [
    ...links,
    ...entries.flatMap(entry =>
      entry.format === 2
        ? [
            {
              seq: entry.seq,
              prevHash: entry.prevHash,
              skipHash: entry.skipHash,
              textDigest: textDigest(entry, sha256),
            },
          ]
        : [],
    ),
  ].sort((a, b) => b.seq - a.seq);
  for (const step of steps) {
    const { seq } = step;
    const wanted = hashes.get(seq);
    const differs = {
      broken: {
        kind: 'other-chain' as const,
        seq,
        because: `Entry ${seq} is not of the chain that ends with the head.`,
      },
    };
    if (wanted !== undefined) {
      if (linkHash(step, sha256) !== wanted) return differs;
      for (const [target, hash] of [
        [seq - 1, step.prevHash],
        [skipTarget(seq), step.skipHash],
      ] as const) {
        const earlier = hashes.get(target);
        if (earlier !== undefined && earlier !== hash) return differs;
        hashes.set(target, hash);
      }
    }
  }
  return { hashes };
}

/** The last entry counts the entries and digests the records. */
function closingBreak(
  { entries, records, head, appId }: EvidenceBundle,
  sha256: Sha256,
): ChainBreak | undefined {
  const last = entries.at(-1);
  const seq = last?.seq ?? 0;
  if (!last || last.action !== BUNDLE_EXPORTED || seq !== head.seq) {
    return {
      kind: 'tail-cut',
      seq: seq + 1,
      because: `After entry ${seq} the entry is missing that closes the bundle.`,
    };
  }
  const foreign = entries.find(entry => entry.appId !== appId);
  if (foreign) {
    return {
      kind: 'insert',
      seq: foreign.seq,
      because: `Entry ${foreign.seq} is about another app.`,
    };
  }
  if (last.details.entries !== entries.length) {
    return {
      kind: 'delete',
      seq: entries[0].seq,
      because: `${entries.length} entries are there of ${last.details.entries}.`,
    };
  }
  return last.details.recordsDigest === recordsDigest(records, sha256)
    ? undefined
    : {
        kind: 'edit',
        seq,
        because: 'The records are not the ones that were exported.',
      };
}
