import { REVIEW_DAYS } from '@micro-apps/governance-core';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';

type Describes = Pick<PolicyEnginePort, 'describe'> & {
  /** Set where people can switch rules; no switch changes the days. */
  readonly asLoaded?: Pick<PolicyEnginePort, 'describe'>;
};

/** The setting, as weakenings name it. */
const SETTING = 'review.everyDays';

const asking = new WeakMap<Describes, Promise<number>>();

/**
 * After how many days a person has to look at an app again: as shipped, or as
 * the organisation has set it. More than shipped only where that is told as a
 * looser value, with its reason (requirements R10, R12). All who ask at one
 * moment ask once. Ask before a transaction.
 */
export function reviewDaysNow(policy: Describes): Promise<number> {
  const running = asking.get(policy);
  if (running) return running;
  const days = read(policy).finally(() => asking.delete(policy));
  asking.set(policy, days);
  return days;
}

async function read(policy: Describes): Promise<number> {
  const rules = policy.asLoaded ?? policy;
  const { reviewEveryDays: days, weakenings } = await rules.describe();
  if (days === undefined || !Number.isInteger(days) || days < 1) {
    return REVIEW_DAYS;
  }
  return days <= REVIEW_DAYS || weakenings.some(({ path }) => path === SETTING)
    ? days
    : REVIEW_DAYS;
}
