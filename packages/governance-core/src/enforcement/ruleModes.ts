import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { instantOf } from '../time/instants';

/** How much a rule bites, mildest first. @public */
export const RULE_MODES = ['observe', 'warn', 'enforce'] as const;
/** @public */
export type RuleMode = (typeof RULE_MODES)[number];

/** The modes of a rule: everywhere, and otherwise in some rings. @public */
export interface RuleModes {
  readonly mode: RuleMode;
  readonly rings?: Readonly<Record<string, RuleMode>>;
}

/** What people switched of a rule; the rest is as it was set up. @public */
export interface ModeSwitches {
  readonly mode?: RuleMode;
  readonly rings?: Readonly<Record<string, RuleMode>>;
}

/** A switch of a rule, as it is stored. @public */
export interface ModeChange {
  readonly rule: string;
  /** Absent: where no ring says otherwise. */
  readonly ring?: string;
  readonly to: RuleMode;
  /** ISO instant of the server. */
  readonly at: string;
  /** Who switched it (entity reference). */
  readonly by: string;
}

/** A mode that nobody knows bites: doubt never opens anything. */
function known(mode: unknown): RuleMode {
  return RULE_MODES.find(each => each === mode) ?? 'enforce';
}

/**
 * How a rule acts where an app runs: as its ring says, otherwise as
 * everywhere. A rule without a mode, or with one that nobody knows, enforces.
 * Source: requirements "Safe enforcement".
 *
 * @param options.ring - name of the environment; absent: as everywhere
 * @public
 */
export function effectiveMode(options: {
  rule: RuleModes | undefined;
  ring?: string;
}): RuleMode {
  const { rule, ring } = options;
  const rings = rule?.rings ?? {};
  return ring !== undefined && Object.hasOwn(rings, ring)
    ? known(rings[ring])
    : known(rule?.mode);
}

/** Whether a rule is enforced anywhere: everywhere, or in some ring. @public */
export function isEnforcedSomewhere(rule: RuleModes): boolean {
  return [undefined, ...Object.keys(rule.rings ?? {})].some(
    ring => effectiveMode({ rule, ring }) === 'enforce',
  );
}

/**
 * The modes of a rule with what people switched: what they said of a ring, then
 * what the ring was set up with, then what they said of everywhere.
 * @public
 */
export function withSwitches(
  rule: RuleModes,
  { mode, rings }: ModeSwitches,
): RuleModes {
  return {
    mode: mode ?? rule.mode,
    ...((rule.rings || rings) && { rings: { ...rule.rings, ...rings } }),
  };
}

/**
 * Switches a rule one step: observe, warn, enforce. Tightening goes step by
 * step, so that a fleet is warned before it is held; loosening goes anywhere.
 *
 * @returns the modes after it, or `not-in-this-state` for a step left out
 * @public
 */
export function switchMode(options: {
  rule: RuleModes;
  ring?: string;
  to: RuleMode;
}): Result<RuleModes> {
  const { rule, ring, to } = options;
  if (!RULE_MODES.includes(to)) {
    return refuse('invalid-input', 'A rule observes, warns or enforces.');
  }
  const from = RULE_MODES.indexOf(effectiveMode({ rule, ring }));
  if (RULE_MODES.indexOf(to) > from + 1) {
    return refuse(
      'not-in-this-state',
      'A rule warns before it is enforced. Let it warn first, and look at what it would hold.',
    );
  }
  return accept(
    ring === undefined
      ? { ...rule, mode: to }
      : { ...rule, rings: { ...rule.rings, [ring]: to } },
  );
}

/**
 * Since when a rule has been enforced in a ring without a break: the instant
 * of the switch, never one before it. What it observed or warned of before
 * counts for nothing; a rule that was loosened and enforced again starts anew.
 * Source: requirements "Fair clocks", R12.
 *
 * @param options.changes - in any order; one that names the ring outweighs
 *   those for everywhere
 * @returns ISO instant, or `undefined` while it is not enforced
 * @public
 */
export function enforcedSince(options: {
  changes: readonly ModeChange[];
  rule: string;
  ring: string;
  now: string;
}): string | undefined {
  const { changes, rule, ring } = options;
  const now = instantOf(options.now);
  const past = changes
    .filter(change => change.rule === rule && instantOf(change.at) <= now)
    .sort((a, b) => instantOf(a.at) - instantOf(b.at));
  let modes: RuleModes = { mode: 'observe' };
  let since: string | undefined;
  for (const change of past) {
    if (change.ring === undefined) {
      modes = { ...modes, mode: known(change.to) };
    } else {
      modes = {
        ...modes,
        rings: { ...modes.rings, [change.ring]: known(change.to) },
      };
    }
    const enforced = effectiveMode({ rule: modes, ring }) === 'enforce';
    if (!enforced) since = undefined;
    else since ??= change.at;
  }
  return since;
}
