import { DAY, instantOf } from '../time/instants';
import { DEFAULT_EXCEPTION_LIMITS } from './exception';
import type { ExceptionLimits, GrantedException } from './exception';

/** When an exception really ends, ms: early when revoked, never after its longest. */
export function realEnd(
  exception: GrantedException,
  limits: ExceptionLimits = DEFAULT_EXCEPTION_LIMITS,
): number {
  const start = instantOf(exception.startsAt);
  const ends = [instantOf(exception.endsAt), start + limits.longest * DAY];
  if (exception.revokedAt !== undefined) {
    ends.push(instantOf(exception.revokedAt));
  }
  return Math.max(start, Math.min(...ends));
}

/**
 * The earlier exceptions that a new one would continue: of the same app and
 * control, with no gap long enough to begin anew. A row that cannot be read
 * belongs to the chain, so that it cannot be used to begin anew either.
 *
 * @param options.startsAt - ISO instant at which the new one would begin
 */
export function chainBefore(options: {
  earlier: readonly GrantedException[];
  appId: string;
  controlId: string;
  startsAt: string;
  limits: ExceptionLimits;
}): readonly GrantedException[] {
  const { earlier, appId, controlId, limits } = options;
  const own = earlier
    .filter(item => item.appId === appId && item.controlId === controlId)
    .sort((a, b) => realEnd(b, limits) - realEnd(a, limits));
  let begins = instantOf(options.startsAt);
  const chain: GrantedException[] = [];
  for (const item of own) {
    const gap = begins - realEnd(item, limits);
    if (gap >= limits.chainEndsAfter * DAY) break;
    chain.push(item);
    begins = Math.min(begins, instantOf(item.startsAt));
  }
  return chain;
}

/** Days that a chain has used up; a row that cannot be read counts as the longest. */
export function daysOf(
  chain: readonly GrantedException[],
  limits: ExceptionLimits,
): number {
  return chain.reduce((sum, item) => {
    const days = (realEnd(item, limits) - instantOf(item.startsAt)) / DAY;
    return sum + (Number.isNaN(days) ? limits.longest : days);
  }, 0);
}
