import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';

/** The engine while no module brings one: it adds no rule and removes none. */
export const noRules: PolicyEnginePort = {
  revision: 'core rules only',
  async decide({ gate }) {
    return { gate, allowed: true, violations: [], obligations: [] };
  },
};
