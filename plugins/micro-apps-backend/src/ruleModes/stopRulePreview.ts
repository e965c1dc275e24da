import {
  microAppsPolicySwitchPermission,
  type RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { finishPreview } from './DatabaseRulePreviews';
import { readRulePreview } from './previewRule';

/**
 * Ends a preview that nobody waits for any more; whoever works at it notices
 * before the next page of apps. What is over stays as it is.
 */
export function stopRulePreview(
  deps: BackendDeps,
): Command<{ id: string }, RulePreviewView> {
  const read = readRulePreview(deps);
  return {
    permission: microAppsPolicySwitchPermission,
    async run(context, input) {
      const found = await read.run(context, input);
      if (!found.ok || found.value.state !== 'running') return found;
      await finishPreview(deps.database.knex, input.id, {
        at: context.now,
        stoppedBy: context.actor.ref,
        problem: 'It was stopped before every app was looked at',
      });
      return read.run(context, input);
    },
  };
}
