import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { CommandContext } from '../kernel/commands';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';
import { requireDirect } from '../separation/requireDirect';

/** Platform and security teams see every search, and who has left. */
export function isPlatformTeam(actor: Actor, settings: Settings): boolean {
  return holds(actor, [
    ...everyApproverGroup(settings, 'security'),
    ...everyApproverGroup(settings, 'it'),
    ...settings.administrators,
  ]);
}

/** Refuses everybody else. */
export function requirePlatformTeam(
  { actor }: Pick<CommandContext, 'actor'>,
  settings: Settings,
): Result<true> {
  return isPlatformTeam(actor, settings)
    ? accept(true)
    : refuse(
        'not-eligible',
        'Only security, IT and portal administrators can do this. Ask one of them',
      );
}

/** The same for what changes something: a person herself does it. */
export function requirePlatformPerson(
  context: CommandContext,
  settings: Settings,
): Result<true> {
  const direct = requireDirect(context);
  return direct.ok ? requirePlatformTeam(context, settings) : direct;
}

/** The refusal of a place that is not one of this list's. */
export function unknownPlace(): Result<never> {
  return refuse(
    'invalid-input',
    'This place in the list is not known. Start from the first page',
  );
}
