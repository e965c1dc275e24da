import { refuse, type Result } from '@micro-apps/governance-core';

/** Bodies that may be in memory at once; each is at most 12 MB. */
const MAX_AT_ONCE = 8;

/**
 * Large reports one after the other, so that memory stays bounded however many
 * arrive at once; beyond eight they are sent away for a while.
 */
export function createTurns() {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    /** `prepare` runs at once, `work` when nobody else works. */
    async run<A, B>(
      prepare: () => Promise<Result<A>>,
      work: (prepared: A) => Promise<Result<B>>,
    ): Promise<Result<B>> {
      if (inside >= MAX_AT_ONCE) {
        return refuse(
          'busy',
          'Too many reports arrive at once. Try again in a minute',
        );
      }
      inside += 1;
      try {
        const prepared = await prepare();
        if (!prepared.ok) return prepared;
        const mine = last.then(() => work(prepared.value));
        last = mine.catch(() => undefined);
        return await mine;
      } finally {
        inside -= 1;
      }
    },
  };
}
