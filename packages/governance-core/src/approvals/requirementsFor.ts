import { maxClass } from '../classification/compareClass';
import type { DataClass, EffectiveClass } from '../classification/dataClass';
import type { Band } from '../risk/risk';
import {
  APPROVER_ROLES,
  type ApprovalRequirement,
  type ApproverRole,
} from './approval';
import {
  DEFAULT_APPROVAL_RULES,
  stepOf,
  type ApprovalCase,
  type ApprovalRules,
} from './approvalRules';
import { stricterRequirements } from './combineRequirements';

const SUBJECTS: Readonly<Record<ApprovalCase, string>> = {
  low: 'Low risk',
  medium: 'Medium risk',
  high: 'High risk',
  regulated: 'Regulated data',
};
const ONE: Readonly<Record<ApproverRole, string>> = {
  security: 'one security reviewer',
  privacy: 'the privacy office',
  it: 'one IT administrator',
  'it-lead': 'one head of IT',
};
const MANY: Readonly<Record<ApproverRole, string>> = {
  security: 'security reviewers',
  privacy: 'people of the privacy office',
  it: 'IT administrators',
  'it-lead': 'heads of IT',
};

/**
 * Who has to agree. As shipped: Low: nobody. Medium: one security reviewer,
 * unless that is switched off. High: one security reviewer. Regulated data: one
 * person of the privacy office as well. An unknown band counts as High. An
 * organisation may ask for more, and in steps.
 * Source: requirements R3, R7.
 * @public
 */
export function requirementsFor(options: {
  band: Band;
  effectiveClass: EffectiveClass | DataClass;
  oneApproverInMedium: boolean;
  rules?: ApprovalRules;
}): readonly ApprovalRequirement[] {
  const { band, effectiveClass, rules = DEFAULT_APPROVAL_RULES } = options;
  const dataClass = maxClass(
    'public',
    typeof effectiveClass === 'string'
      ? effectiveClass
      : effectiveClass?.effective,
  );
  const known = band === 'low' || band === 'medium' ? band : 'high';
  const byBand = asked(known, rules).filter(
    ({ role }) =>
      !(
        known === 'medium' &&
        role === 'security' &&
        options.oneApproverInMedium === false
      ),
  );
  return dataClass === 'regulated'
    ? stricterRequirements(byBand, asked('regulated', rules))
    : byBand;
}

function asked(
  each: ApprovalCase,
  rules: ApprovalRules,
): readonly ApprovalRequirement[] {
  return APPROVER_ROLES.flatMap(role => {
    const count = rules.counts[each][role] ?? 0;
    if (!(count > 0)) return [];
    const who = count === 1 ? ONE[role] : `${count} different ${MANY[role]}`;
    const because = `${SUBJECTS[each]} needs ${who} to agree`;
    return [inStep({ role, count, because }, rules)];
  });
}

/** The requirement with its place in the order; the first step stays unsaid. @public */
export function inStep(
  requirement: ApprovalRequirement,
  rules: Pick<ApprovalRules, 'steps'>,
): ApprovalRequirement {
  const step = stepOf(requirement.role, rules);
  return step > 1 ? { ...requirement, step } : requirement;
}
