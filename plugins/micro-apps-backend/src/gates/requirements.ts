import {
  compareClass,
  requirementsFor,
  type ApprovalRequirement,
  type Band,
  type DataClass,
} from '@micro-apps/governance-core';
import type { RequestRow } from './requestRecords';

/** The stricter of two lists of requirements, role by role. */
export function stricterOf(
  a: readonly ApprovalRequirement[],
  b: readonly ApprovalRequirement[],
): readonly ApprovalRequirement[] {
  const byRole = new Map(a.map(item => [item.role, item]));
  for (const item of b) {
    const other = byRole.get(item.role);
    if (!other || item.count > other.count) byRole.set(item.role, item);
  }
  return [...byRole.values()];
}

/** True when whoever met `given` has met everything of `needed`, too. */
export function covers(
  given: readonly ApprovalRequirement[],
  needed: readonly ApprovalRequirement[],
): boolean {
  return needed.every(need =>
    given.some(({ role, count }) => role === need.role && count >= need.count),
  );
}

/**
 * Who has to agree to an app as it is now. What was approved as more sensitive
 * than it is said to be now needs the people of the higher class again
 * (requirements R2, reliability A11).
 *
 * @param options.lastApproved - the newest request that was ever approved
 */
export function requirementsNow(options: {
  band: Band;
  effectiveClass: DataClass;
  oneApproverInMedium: boolean;
  lastApproved?: Pick<RequestRow, 'band' | 'effectiveClass'>;
}): readonly ApprovalRequirement[] {
  const { effectiveClass, oneApproverInMedium, lastApproved } = options;
  const plain = requirementsFor(options);
  if (
    !lastApproved ||
    compareClass(effectiveClass, lastApproved.effectiveClass) >= 0
  ) {
    return plain;
  }
  const earlier = requirementsFor({ ...lastApproved, oneApproverInMedium }).map(
    requirement => ({
      ...requirement,
      because: `The data was approved as ${lastApproved.effectiveClass} and is now said to be ${effectiveClass}`,
    }),
  );
  return stricterOf(plain, earlier);
}
