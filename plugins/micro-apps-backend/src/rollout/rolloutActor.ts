import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { CommandContext } from '../kernel/commands';
import type { Settings } from '../kernel/settings';
import { holds } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';

/** The rollout is the administrators' own; a person says what is done. */
export function requireRollout(
  context: CommandContext,
  settings: Settings,
): Result<true> {
  const direct = requireDirect(context);
  if (!direct.ok) return direct;
  return holds(context.actor, settings.administrators)
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only portal administrators keep the rollout board. Ask one of them',
      );
}
