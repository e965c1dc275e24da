import {
  accept,
  effectiveMode,
  refuse,
  switchMode,
  type Result,
  type RuleMode,
} from '@micro-apps/governance-core';
import {
  microAppsPolicySwitchPermission,
  type PolicyResponse,
  type SwitchRuleRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { requireSwitcher } from '../policy/requireSwitcher';
import { readPolicyState } from '../policy/DatabasePolicyState';
import {
  insertRuleSwitch,
  readRuleSwitches,
} from '../policy/DatabaseRuleSwitches';
import { rulesInForce } from '../policy/rulesInForce';
import type {
  SwitchedDescription,
  SwitchedRule,
} from '../policy/switchedRules';
import { requireDirect } from '../separation/requireDirect';
import { getPreview } from './DatabaseRulePreviews';
import { findRule } from './findRule';

/**
 * Switches a company rule between observing, warning and enforcing, everywhere
 * or in one environment. Tightening goes step by step, and nothing is enforced
 * before somebody has seen what that touches (requirements "Safe enforcement").
 * What runs keeps running; it is compared as after every change of the rules.
 */
export function switchRule(
  deps: BackendDeps,
): Command<SwitchRuleRequest & { rule: string }, PolicyResponse> {
  return {
    permission: microAppsPolicySwitchPermission,
    decides: true,
    async run(context, asked) {
      const { actor, now } = context;
      const { database, settings } = deps;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const may = requireSwitcher(context.actor, settings);
      if (!may.ok) return may;
      const found = await findRule(deps, asked);
      if (!found.ok) return found;
      const { rule, described } = found.value;
      const done = await database.transaction(
        async (tx): Promise<Result<true>> => {
          // One switch after the other: each is made of what the last one left.
          await readPolicyState(tx, { lock: true });
          const unchanged = await requireSame(
            tx,
            described,
            asked.expectedRevision,
          );
          if (!unchanged.ok) return unchanged;
          const { ring, reason } = asked;
          const before = effectiveMode({ rule, ring });
          const after = afterSwitch(rule, asked);
          if (!after.ok) return after;
          if (after.value === 'enforce' && before !== 'enforce') {
            const seen = await requirePreview(tx, asked, described.revision);
            if (!seen.ok) return seen;
          }
          await insertRuleSwitch(tx, {
            rule: rule.id,
            ring,
            mode: asked.mode === 'take-back' ? undefined : after.value,
            reason,
            actor,
            at: now,
            previewId: asked.previewId,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'policy.switched',
            summary: `Company rule ${rule.id} switched from ${before} to ${
              after.value
            } ${ring === undefined ? 'everywhere' : `in ${ring}`}`,
            details: {
              code: rule.id,
              environment: ring,
              before,
              choice: after.value,
              takenBack: asked.mode === 'take-back',
              previewId: asked.previewId,
            },
            personal: { reason },
          });
          return accept(true);
        },
      );
      return done.ok ? accept(await rulesInForce(deps)) : done;
    },
  };
}

/** The screen showed what is in force: no switch and no new rules since. */
async function requireSame(
  tx: Knex.Transaction,
  { revision, lastSwitch = 0 }: SwitchedDescription,
  shown: string,
): Promise<Result<true>> {
  const { seq } = await readRuleSwitches(tx);
  return shown === revision && lastSwitch === seq
    ? accept(true)
    : refuse(
        'changed-since-you-looked',
        'The rules have changed since you looked. Look at them again',
      );
}

/** How the rule acts there afterwards. */
function afterSwitch(
  rule: SwitchedRule,
  { ring, mode }: Pick<SwitchRuleRequest, 'ring' | 'mode'>,
): Result<RuleMode> {
  if (mode !== 'take-back') {
    const switched = switchMode({ rule, ring, to: mode });
    if (!switched.ok) return switched;
    return accept(effectiveMode({ rule: switched.value, ring }));
  }
  const taken = rule.switches?.find(each => each.ring === ring);
  return taken
    ? accept(taken.without)
    : refuse(
        'not-in-this-state',
        'Nobody has switched this rule there, so there is nothing to take back',
      );
}

async function requirePreview(
  tx: Knex.Transaction,
  { rule, ring, previewId }: SwitchRuleRequest & { rule: string },
  revision: string,
): Promise<Result<true>> {
  const preview =
    previewId === undefined ? undefined : await getPreview(tx, previewId);
  return preview?.state === 'done' &&
    preview.rule === rule &&
    preview.ring === ring &&
    preview.mode === 'enforce' &&
    preview.revision === revision
    ? accept(true)
    : refuse(
        'not-in-this-state',
        'Look at what this rule would block first: work out the preview, then switch',
      );
}
