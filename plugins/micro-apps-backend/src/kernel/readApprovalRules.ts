import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  APPROVAL_CASES,
  APPROVER_ROLES,
  approvalWeakenings,
  DEFAULT_APPROVAL_RULES,
  type ApprovalCase,
  type ApproverRole,
} from '@micro-apps/governance-core';
import { ROLE_KEYS, roleOfKey } from './readApprovers';
import type { Settings } from './settings';

const KEY = 'microApps.approvals';
const MOST = 9;

/**
 * Reads `microApps.approvals`: how many people of a role have to agree in each
 * band and for regulated data, and in which order roles are asked.
 * @throws when something is wrong, or fewer people are asked than shipped
 *   without `microApps.policy.acknowledgeWeakening`
 */
export function readApprovalRules(
  config: RootConfigService,
): Pick<
  Settings,
  'oneApproverInMedium' | 'approvalRules' | 'approvalWeakenings'
> {
  const oneApproverInMedium =
    config.getOptionalBoolean('microApps.oneApproverInMedium') ?? true;
  const given = config.getOptionalConfig(KEY);
  if (!given) return { oneApproverInMedium };
  const unknown = given
    .keys()
    .find(key => key !== 'steps' && !APPROVAL_CASES.some(each => each === key));
  if (unknown) {
    throw new Error(
      `${KEY} has no part "${unknown}": use ${APPROVAL_CASES.join(
        ', ',
      )} and steps`,
    );
  }
  const countsOf = (each: ApprovalCase) => {
    const part = given.getOptionalConfig(each);
    for (const key of part?.keys() ?? []) roleOfKey(key, `${KEY}.${each}`);
    const counts: Partial<Record<ApproverRole, number>> = {
      ...DEFAULT_APPROVAL_RULES.counts[each],
    };
    for (const role of APPROVER_ROLES) {
      const count = part?.getOptionalNumber(ROLE_KEYS[role]);
      if (count === undefined) continue;
      if (!Number.isInteger(count) || count < 0 || count > MOST) {
        throw new Error(
          `${KEY}.${each}.${ROLE_KEYS[role]} has to be a whole number from 0 to ${MOST}`,
        );
      }
      counts[role] = count;
    }
    return counts;
  };
  const approvalRules = {
    counts: {
      low: countsOf('low'),
      medium: countsOf('medium'),
      high: countsOf('high'),
      regulated: countsOf('regulated'),
    },
    steps: readSteps(given.getOptional('steps')),
  };
  if (!oneApproverInMedium && given.has(`medium.${ROLE_KEYS.security}`)) {
    throw new Error(
      `microApps.oneApproverInMedium is off and ${KEY}.medium.security says how many: leave one of them out`,
    );
  }
  const weakenings = approvalWeakenings(approvalRules).map(
    ({ path, because }) => ({ path: `approvals.${path}`, because }),
  );
  const reason = config
    .getOptionalString('microApps.policy.acknowledgeWeakening')
    ?.trim();
  if (weakenings.length > 0 && !reason) {
    throw new Error(
      `${weakenings
        .map(({ path, because }) => `microApps.${path}: ${because}`)
        .join(
          '; ',
        )}. Set microApps.policy.acknowledgeWeakening to the reason, or ask as many people as shipped`,
    );
  }
  return { oneApproverInMedium, approvalRules, approvalWeakenings: weakenings };
}

function readSteps(given: unknown): readonly (readonly ApproverRole[])[] {
  if (given === undefined) return [];
  const wrong = () =>
    new Error(
      `${KEY}.steps has to be a list of lists of roles, no role twice, as in [[security], [privacy]]`,
    );
  if (!Array.isArray(given)) throw wrong();
  const steps = given.map(step => {
    if (!Array.isArray(step) || step.length === 0) throw wrong();
    return step.map(key => roleOfKey(String(key), `${KEY}.steps`));
  });
  const all = steps.flat();
  if (new Set(all).size !== all.length) throw wrong();
  return steps;
}
