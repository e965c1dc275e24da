import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';

const REVISION = 'core rules only';

/**
 * The engine while no module brings one: it adds no rule and removes none, so
 * the core's own rules decide, and `GET /v1/policy` says that it is so.
 */
export const noRules: PolicyEnginePort = {
  engine: 'none',
  revision: REVISION,
  async decide({ gate }) {
    return {
      decision: { gate, allowed: true, violations: [], obligations: [] },
      revision: REVISION,
    };
  },
  async describe() {
    return { engine: 'none', revision: REVISION, rules: [], weakenings: [] };
  },
};
