import {
  compareClass,
  DEFAULT_APPROVAL_RULES,
  inStep,
  requirementsFor,
  stricterRequirements,
  type ApprovalRequirement,
  type Band,
  type DataClass,
} from '@micro-apps/governance-core';
import type { Settings } from '../kernel/settings';
import type { RequestRow } from './requestRecords';

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
  settings: Pick<Settings, 'oneApproverInMedium' | 'approvalRules'>;
  /** Who has to agree because company rules say so. */
  duties?: readonly ApprovalRequirement[];
  lastApproved?: Pick<RequestRow, 'band' | 'effectiveClass'>;
}): readonly ApprovalRequirement[] {
  const { band, effectiveClass, settings, lastApproved, duties = [] } = options;
  const { oneApproverInMedium, approvalRules: rules } = settings;
  const plain = stricterRequirements(
    requirementsFor({ band, effectiveClass, oneApproverInMedium, rules }),
    duties.map(duty => inStep(duty, rules ?? DEFAULT_APPROVAL_RULES)),
  );
  if (
    !lastApproved ||
    compareClass(effectiveClass, lastApproved.effectiveClass) >= 0
  ) {
    return plain;
  }
  const earlier = requirementsFor({
    ...lastApproved,
    oneApproverInMedium,
    rules,
  }).map(requirement => ({
    ...requirement,
    because: `The data was approved as ${lastApproved.effectiveClass} and is now said to be ${effectiveClass}`,
  }));
  return stricterRequirements(plain, earlier);
}
