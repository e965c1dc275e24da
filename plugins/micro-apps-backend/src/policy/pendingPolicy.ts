import type { Violation } from '@micro-apps/governance-core';

/**
 * Company rules have not agreed to a registration: the engine did not answer
 * when it was saved, or answered "no" afterwards (reliability, "when X is
 * down"). While it is set, nothing is promoted or approved automatically.
 */
export interface PendingPolicy {
  /** ISO instant, UTC. */
  readonly since: string;
  /** What they said in the end; none while they have not answered. */
  readonly violations: readonly Violation[];
}

/** What an app that waits for company rules shows at the promote gate. */
export function pendingViolations(app: {
  readonly pendingPolicy?: PendingPolicy;
}): readonly Violation[] {
  const { pendingPolicy } = app;
  if (!pendingPolicy) return [];
  return pendingPolicy.violations.length > 0
    ? pendingPolicy.violations
    : [
        {
          code: 'policy-pending',
          because:
            'The company rules have not answered about this registration yet',
          next: 'Wait: they are asked again every minute. If it stays, tell your platform team',
        },
      ];
}
