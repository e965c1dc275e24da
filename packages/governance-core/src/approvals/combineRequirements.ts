import type { Obligation } from '../decisions/decision';
import {
  APPROVER_ROLES,
  type ApprovalRequirement,
  type ApproverRole,
} from './approval';

/**
 * The stricter of two lists of requirements, role by role: the larger count and
 * the later step. Whoever meets it has met both lists.
 * Source: reliability A17.
 * @public
 */
export function stricterRequirements(
  a: readonly ApprovalRequirement[],
  b: readonly ApprovalRequirement[],
): readonly ApprovalRequirement[] {
  const byRole = new Map<ApproverRole, ApprovalRequirement>();
  for (const item of [...a, ...b]) {
    const other = byRole.get(item.role);
    if (!other) {
      byRole.set(item.role, item);
      continue;
    }
    const more = item.count > other.count ? item : other;
    const step = Math.max(item.step ?? 1, other.step ?? 1);
    byRole.set(item.role, step > 1 ? { ...more, step } : more);
  }
  return [...byRole.values()];
}

/** True when whoever met `given` has met everything of `needed`, too. @public */
export function coversRequirements(
  given: readonly ApprovalRequirement[],
  needed: readonly ApprovalRequirement[],
): boolean {
  return needed.every(need =>
    given.some(({ role, count }) => role === need.role && count >= need.count),
  );
}

/** `approval:<role>` or `approval:<role>:<count>`, count from 1 to 9. */
const CODE = /^approval:([a-z-]+)(?::([1-9]))?$/;

/**
 * Who has to agree because company rules say so: their duties whose code is
 * `approval:<role>` or `approval:<role>:<count>`. A code that begins so and
 * names no role asks the security reviewers: a typing error opens nothing.
 * Source: requirements R3, R12.
 * @public
 */
export function requirementsOfDuties(
  obligations: readonly Obligation[],
): readonly ApprovalRequirement[] {
  return obligations
    .filter(({ code }) => code.startsWith('approval:'))
    .map(({ code, because }) => {
      const [, name, count] = CODE.exec(code) ?? [];
      const role = APPROVER_ROLES.find(each => each === name) ?? 'security';
      return { role, count: Number(count ?? 1), because };
    })
    .reduce<readonly ApprovalRequirement[]>(
      (all, item) => stricterRequirements(all, [item]),
      [],
    );
}
