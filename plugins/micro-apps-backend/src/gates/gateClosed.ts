import {
  refuse,
  type Result,
  type Violation,
} from '@micro-apps/governance-core';

/** What a person is told whom a gate does not let through, reason by reason. */
export function gateClosed(
  violations: readonly Violation[],
  unsaid: string,
): Result<never> {
  const [first, ...more] = violations;
  const because = first?.because ?? unsaid;
  return refuse(
    'gate-closed',
    more.length > 0
      ? `Not yet: ${because}, and ${more.length} more`
      : `Not yet: ${because}`,
    violations.map(({ because: reason, next, controlId }) => ({
      path: controlId,
      message: next ? `${reason}. ${next}` : reason,
    })),
  );
}
