import { instantOf } from '../time/instants';
import type { GrantedException } from './exception';
import { realEnd } from './exceptionChain';

/** Where a granted exception stands in time. @public */
export type ExceptionPhase = 'coming' | 'active' | 'ended' | 'revoked';

/**
 * Where a granted exception stands at an instant, by comparison only. What
 * makes up for it is not looked at; see `activeException`.
 * Source: requirements R10; reliability B1.
 *
 * @param now - ISO instant, UTC
 * @public
 */
export function exceptionPhase(
  exception: GrantedException,
  now: string,
): ExceptionPhase {
  const at = instantOf(now);
  const { revokedAt } = exception;
  if (revokedAt !== undefined && !(at < instantOf(revokedAt))) return 'revoked';
  // Written so that an instant that cannot be read is not active.
  if (!(at < realEnd(exception))) return 'ended';
  return instantOf(exception.startsAt) <= at ? 'active' : 'coming';
}

/** ISO instant at which a granted exception really ends; early when revoked. @public */
export function exceptionEnd(exception: GrantedException): string {
  return new Date(realEnd(exception)).toISOString();
}
