import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { noRules } from '../policy/noRules';

/** A rule that can be switched, and never says anything. */
export const LUNCH_RULE = 'lunch-hours';

/** An engine with that rule, which enforces; otherwise as if there were none. */
export const ONE_RULE: PolicyEnginePort = {
  ...noRules,
  describe: async () => ({
    ...(await noRules.describe()),
    rules: [{ id: LUNCH_RULE, mode: 'enforce' }],
  }),
};
