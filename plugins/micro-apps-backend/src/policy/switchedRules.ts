import {
  effectiveMode,
  RULE_MODES,
  withSwitches,
  type ModeSwitches,
  type PolicyInput,
} from '@micro-apps/governance-core';
import type { PolicySwitchView } from '@micro-apps/plugin-micro-apps-common';
import type {
  PolicyDescription,
  PolicyEnginePort,
  PolicyRule,
  PolicyWeakening,
} from '@micro-apps/plugin-micro-apps-node';
import type { RuleSwitch, RuleSwitches } from './DatabaseRuleSwitches';

/** Rules as an engine has them loaded, with what people switched of them. */
export interface SwitchedRules extends PolicyEnginePort {
  describe(): Promise<SwitchedDescription>;
  /**
   * The rules without any switch: for what no switch can change, and for who
   * brings all modes along and reads no switches for each question.
   */
  readonly asLoaded?: PolicyEnginePort;
}

/** What people may know of them. */
export interface SwitchedDescription extends PolicyDescription {
  readonly rules: readonly SwitchedRule[];
  /** Number of the newest switch; 0 or absent: nobody ever switched a rule. */
  readonly lastSwitch?: number;
}

/** One rule, as it acts now. */
export interface SwitchedRule extends PolicyRule {
  readonly switches?: readonly PolicySwitchView[];
}

/**
 * An engine that is told with every question what people switched in the
 * portal. Its revision names the newest switch, so that a decision says by
 * which modes it was made, and what runs is compared after a switch as after
 * any other change of the rules (requirements R12).
 *
 * A question that brings modes of its own, as a preview does, is asked with them.
 */
export function createSwitchedRules(
  engine: PolicyEnginePort,
  read: () => Promise<RuleSwitches>,
): SwitchedRules {
  let last = 0;
  const named = (revision: string, seq: number) =>
    seq === 0 ? revision : `${revision}#${seq}`;
  async function readNow(): Promise<RuleSwitches> {
    const switches = await read();
    last = switches.seq;
    return switches;
  }
  return {
    asLoaded: engine,
    engine: engine.engine,
    get revision() {
      return named(engine.revision, last);
    },
    async decide(input) {
      const { seq, inForce } = await readNow();
      const asked: PolicyInput =
        input.modes || inForce.length === 0
          ? input
          : { ...input, modes: modesOf(inForce) };
      const answer = await engine.decide(asked);
      return { ...answer, revision: named(answer.revision, seq), asked };
    },
    async describe() {
      const { seq, inForce } = await readNow();
      const described = await engine.describe();
      return {
        ...described,
        revision: named(described.revision, seq),
        lastSwitch: seq,
        rules: described.rules.map(rule => switched(rule, inForce)),
        weakenings: [
          ...described.weakenings,
          ...described.rules.flatMap(rule => weakeningsOf(rule, inForce)),
        ],
      };
    },
  };
}

/** The switches as a question for company rules holds them. */
export function modesOf(
  inForce: readonly Pick<RuleSwitch, 'rule' | 'ring' | 'mode'>[],
): Readonly<Record<string, ModeSwitches>> {
  const modes: Record<string, ModeSwitches> = {};
  for (const { rule, ring, mode } of inForce) {
    const before = modes[rule] ?? {};
    modes[rule] =
      ring === undefined
        ? { ...before, mode }
        : { ...before, rings: { ...before.rings, [ring]: mode } };
  }
  return modes;
}

function switched(
  rule: PolicyRule,
  inForce: readonly RuleSwitch[],
): SwitchedRule {
  const own = inForce.filter(each => each.rule === rule.id);
  if (own.length === 0) return rule;
  return {
    id: rule.id,
    ...withSwitches(rule, { ...modesOf(own)[rule.id] }),
    switches: own.map(({ rule: _, ...each }) => ({
      ...each,
      without: effectiveMode({
        rule: withSwitches(rule, {
          ...modesOf(own.filter(other => other.ring !== each.ring))[rule.id],
        }),
        ring: each.ring,
      }),
    })),
  };
}

/** A switch to something milder than was set up counts as a looser value. */
function weakeningsOf(
  rule: PolicyRule,
  inForce: readonly RuleSwitch[],
): readonly PolicyWeakening[] {
  return inForce
    .filter(each => each.rule === rule.id)
    .flatMap(({ ring, mode, reason }) => {
      const setUp = effectiveMode({ rule, ring });
      if (RULE_MODES.indexOf(mode) >= RULE_MODES.indexOf(setUp)) return [];
      return [
        {
          path:
            ring === undefined
              ? `rules.${rule.id}.mode`
              : `rules.${rule.id}.rings.${ring}`,
          because: `Switched from ${setUp} to ${mode} in the portal: ${reason}`,
        },
      ];
    });
}
