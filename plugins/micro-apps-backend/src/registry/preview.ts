import {
  accept,
  floorDecision,
  mergeDecisions,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type PreviewRequest,
  type PreviewResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { askPolicy } from '../policy/askPolicy';
import { assess, checkIntegrations } from './assess';

/** A form waits no longer than this for company rules. */
const POLICY_TIMEOUT_MS = 2_000;

/** Score, controls and company rules of something that is not registered yet. */
export function preview(
  deps: BackendDeps & { policy: PolicyEnginePort },
): Command<PreviewRequest, PreviewResponse> {
  return {
    permission: microAppsAppReadPermission,
    async run(_, { registration }) {
      const integrations = await deps.integrations.list();
      if (!integrations.ok) return integrations;
      const facts = { registration, integrations: integrations.value };
      const known = checkIntegrations(facts);
      if (!known.ok) return known;
      const { effectiveClass, risk, required } = assess(facts);
      const floor = floorDecision({
        gate: 'register',
        findings: [],
        band: risk.band,
        approval: 'not-needed',
        standing: 'draft',
        environmentIsProduction: false,
      });
      const { decision, revision } = await askPolicy({
        policy: deps.policy,
        input: {
          gate: 'register',
          registration,
          effectiveClass: effectiveClass.effective,
          score: risk.score,
          band: risk.band,
        },
        timeoutMs: POLICY_TIMEOUT_MS,
      });
      return accept({
        effectiveClass,
        score: risk,
        required,
        decision: mergeDecisions(floor, decision),
        policyRevision: revision,
      });
    },
  };
}
