import { accept } from '@micro-apps/governance-core';
import {
  microAppsModelReadPermission,
  type PreviewRequest,
  type PreviewResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { assess, checkIntegrations } from './assess';
import { askRegisterGate } from './registerGate';

/** Score, controls and company rules of something that is not registered yet. */
export function preview(
  deps: BackendDeps,
): Command<PreviewRequest, PreviewResponse> {
  return {
    permission: microAppsModelReadPermission,
    async run({ now }, { registration }) {
      const integrations = await deps.integrations.list();
      if (!integrations.ok) return integrations;
      const facts = { registration, integrations: integrations.value };
      const known = checkIntegrations(facts);
      if (!known.ok) return known;
      const model = deps.settings.riskModel;
      const assessment = assess({ ...facts, model, now });
      const answer = await askRegisterGate(deps, { ...facts, assessment, now });
      return accept({
        effectiveClass: assessment.effectiveClass,
        score: assessment.risk,
        required: assessment.required,
        decision: answer.decision,
        policyRevision: answer.policy.revision,
      });
    },
  };
}
