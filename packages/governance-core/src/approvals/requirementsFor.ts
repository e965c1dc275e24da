import { maxClass } from '../classification/compareClass';
import type { DataClass, EffectiveClass } from '../classification/dataClass';
import type { Band } from '../risk/risk';
import type { ApprovalRequirement } from './approval';

/**
 * Who has to agree. Low: nobody. Medium: one security reviewer, unless that is
 * switched off. High: one security reviewer. Regulated data: one person of the
 * privacy office as well. An unknown band counts as High.
 * Source: requirements R3, R7.
 * @public
 */
export function requirementsFor(options: {
  band: Band;
  effectiveClass: EffectiveClass | DataClass;
  oneApproverInMedium: boolean;
}): readonly ApprovalRequirement[] {
  const { band, effectiveClass } = options;
  const dataClass = maxClass(
    'public',
    typeof effectiveClass === 'string'
      ? effectiveClass
      : effectiveClass?.effective,
  );
  const requirements: ApprovalRequirement[] = [];
  if (band === 'medium') {
    if (options.oneApproverInMedium !== false) {
      requirements.push({
        role: 'security',
        count: 1,
        because: 'Medium risk needs one security reviewer to agree',
      });
    }
  } else if (band !== 'low') {
    requirements.push({
      role: 'security',
      count: 1,
      because: 'High risk needs a security reviewer to agree',
    });
  }
  if (dataClass === 'regulated') {
    requirements.push({
      role: 'privacy',
      count: 1,
      because: 'Regulated data needs the privacy office to agree',
    });
  }
  return requirements;
}
