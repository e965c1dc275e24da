import {
  policyResponse,
  previewRuleRequest,
  rulePreviewResponse,
  switchRuleRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { Outbox } from '../kernel/outbox';
import { recordId } from '../kernel/recordId';
import { previewRule, readRulePreview, RULE_PREVIEW } from './previewRule';
import { stopRulePreview } from './stopRulePreview';
import { switchRule } from './switchRule';
import { workRulePreview } from './workRulePreview';

/** Observe, warn, enforce: switching company rules, and what that would touch. */
export function createRuleModes(deps: BackendDeps) {
  const { pipeline } = deps;
  // Of its own, so that a long preview makes nobody wait.
  const previews = new Outbox(deps);
  previews.on(RULE_PREVIEW, workRulePreview(deps));
  return {
    routes(router: Router): void {
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/policy/rules/:rule/mode',
        id: 'switchRule',
        summary: 'Let a company rule observe, warn or enforce',
        response: policyResponse,
        schema: switchRuleRequest.safeExtend({ rule: recordId }),
        command: switchRule(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/policy/previews',
        id: 'previewRule',
        summary: 'Begin to work out what switching a rule would touch',
        response: rulePreviewResponse,
        schema: previewRuleRequest,
        command: previewRule(deps),
        status: 202,
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/policy/previews/:id',
        id: 'getRulePreview',
        summary: 'How far a preview is, and what it found',
        response: rulePreviewResponse,
        schema: z.object({ id: recordId }),
        command: readRulePreview(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/policy/previews/:id/stop',
        id: 'stopRulePreview',
        summary: 'Stop a preview that nobody waits for any more',
        response: rulePreviewResponse,
        schema: z.object({ id: recordId }),
        command: stopRulePreview(deps),
      });
    },
    start: () => previews.start(),
    stop: () => previews.stop(),
  };
}
