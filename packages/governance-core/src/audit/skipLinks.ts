import { GENESIS_HASH } from './auditRow';

/**
 * The entry that entry `seq` links to besides the one before it: the largest
 * power of two that divides `seq` earlier. From any entry to any other there
 * are about log² steps along these links, so a proof about one entry of a
 * million needs some hundred hashes and not a million.
 *
 * @param seq - from 1
 * @returns 0 for the beginning of the chain
 * @public
 */
export function skipTarget(seq: number): number {
  let step = 1;
  while (seq % (step * 2) === 0) step *= 2;
  return seq - step;
}

/** Numbers on the shortest way by links from `from` down to `to`, without `to`. @public */
export function linkPath(from: number, to: number): readonly number[] {
  const path: number[] = [];
  for (let seq = from; seq > to; ) {
    path.push(seq);
    const target = skipTarget(seq);
    seq = target >= to ? target : seq - 1;
  }
  return path;
}

/** Hashes that later entries link to; grows with the logarithm of the chain. */
export interface SkipLinks {
  /** What the entry after the last one has to name. */
  next(): string;
  add(hash: string): void;
}

/** Follows a chain from its beginning. */
export function createSkipLinks(): SkipLinks {
  const kept: { seq: number; hash: string }[] = [
    { seq: 0, hash: GENESIS_HASH },
  ];
  let last = 0;
  const targetOf = (seq: number) => {
    const target = skipTarget(seq);
    return kept.findIndex(each => each.seq === target);
  };
  return {
    next: () => kept[targetOf(last + 1)]?.hash ?? GENESIS_HASH,
    add(hash) {
      last += 1;
      kept.splice(targetOf(last) + 1);
      kept.push({ seq: last, hash });
    },
  };
}
