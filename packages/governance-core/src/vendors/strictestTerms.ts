import { maxClass } from '../classification/compareClass';
import { instantOf } from '../time/instants';
import type { VendorTerms } from './vendorApproval';

/**
 * What several reviewers agreed to together: the earliest end, the highest
 * class, everything that was found. Source: requirements R6.
 *
 * @returns `undefined` for no terms at all
 * @public
 */
export function strictestTerms(
  terms: readonly VendorTerms[],
): VendorTerms | undefined {
  return terms.reduce<VendorTerms | undefined>((strictest, each) => {
    if (!strictest) return each;
    const findings = [strictest.findings, each.findings].filter(Boolean);
    return {
      approvedUntil:
        instantOf(each.approvedUntil) < instantOf(strictest.approvedUntil)
          ? each.approvedUntil
          : strictest.approvedUntil,
      minimumClass: maxClass(strictest.minimumClass, each.minimumClass),
      ...(findings.length > 0 && { findings: findings.join('\n') }),
    };
  }, undefined);
}
