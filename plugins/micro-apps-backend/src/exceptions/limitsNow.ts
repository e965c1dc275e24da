import {
  DEFAULT_EXCEPTION_LIMITS,
  type ExceptionLimits,
} from '@micro-apps/governance-core';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';

/**
 * How long an exception may last now: the shipped numbers, or the
 * organisation's where they are smaller. What was granted under larger ones
 * lasts as it was granted (requirements R10, R12).
 */
export async function limitsNow(
  policy: Pick<PolicyEnginePort, 'describe'>,
): Promise<ExceptionLimits> {
  const { exceptionLimits } = await policy.describe();
  const { longest, chain, chainEndsAfter } = DEFAULT_EXCEPTION_LIMITS;
  return {
    longest: smaller(longest, exceptionLimits?.maxDays),
    chain: smaller(chain, exceptionLimits?.maxChainDays),
    chainEndsAfter,
  };
}

/** Anything but a smaller number changes nothing. */
function smaller(shipped: number, given: number | undefined): number {
  return given !== undefined && given >= 0 && given < shipped ? given : shipped;
}
