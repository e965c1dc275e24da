import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsPolicySwitchPermission,
  type PreviewRuleRequest,
  type RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { requireSwitcher } from '../policy/requireSwitcher';
import { countApps } from '../registry/DatabaseFleet';
import {
  deletePreviews,
  getPreview,
  insertPreview,
  type WantedPreview,
} from './DatabaseRulePreviews';
import { findRule } from './findRule';

/** Outbox topic, payload `{ id }`: a preview to be worked out. */
export const RULE_PREVIEW = 'rule.preview';

const KEPT_MS = 7 * 24 * 3_600_000;

/** Begins to work out what a switch would touch; nothing is switched. */
export function previewRule(
  deps: BackendDeps,
): Command<PreviewRuleRequest, RulePreviewView> {
  return {
    permission: microAppsPolicySwitchPermission,
    async run(context, { rule, ring, mode }) {
      const { actor, now } = context;
      const { database, newId, settings } = deps;
      const may = requireSwitcher(context.actor, settings);
      if (!may.ok) return may;
      const found = await findRule(deps, { rule, ring });
      if (!found.ok) return found;
      const wanted: WantedPreview = {
        id: newId(),
        rule,
        ring,
        mode,
        revision: found.value.described.revision,
        by: actor.ref,
        at: now.toISOString(),
        total: await countApps(database.knex),
      };
      await database.transaction(async tx => {
        await deletePreviews(tx, new Date(now.getTime() - KEPT_MS));
        await insertPreview(tx, wanted);
        await enqueue(tx, {
          topic: RULE_PREVIEW,
          key: `${RULE_PREVIEW}:${wanted.id}`,
          payload: { id: wanted.id },
          at: now,
        });
      });
      return accept({ ...wanted, state: 'running', done: 0 });
    },
  };
}

/** How far a preview is, and what it found. */
export function readRulePreview(
  deps: BackendDeps,
): Command<{ id: string }, RulePreviewView> {
  return {
    permission: microAppsPolicySwitchPermission,
    async run(context, { id }) {
      const preview = await getPreview(deps.database.knex, id);
      if (!preview) {
        return refuse(
          'unknown-record',
          'This preview is not there any more. Work it out again',
        );
      }
      const may = requireSwitcher(context.actor, deps.settings);
      return may.ok ? accept(preview) : may;
    },
  };
}
