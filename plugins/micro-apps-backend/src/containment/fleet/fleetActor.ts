import {
  refuse,
  type ContainmentActor,
  type Result,
} from '@micro-apps/governance-core';
import type { CommandContext } from '../../kernel/commands';
import { everyApproverGroup, type Settings } from '../../kernel/settings';
import { holds } from '../../registry/appAccess';
import { requireDirect } from '../../separation/requireDirect';

/** What a rule of the portal holds, security has agreed to beforehand. */
export const THE_PORTAL: ContainmentActor = {
  roles: ['security'],
  isAdministrator: false,
  isOwner: false,
};

/** Whoever may hold some app may look at the fleet; of each app is asked apart. */
export function requireFleet(
  { actor }: Pick<CommandContext, 'actor'>,
  settings: Settings,
): Result<true> {
  const groups = [
    ...everyApproverGroup(settings, 'security'),
    ...everyApproverGroup(settings, 'it'),
    ...settings.administrators,
  ];
  return holds(actor, groups)
    ? { ok: true, value: true }
    : refuse(
        'not-eligible',
        'Only security, IT and portal administrators hold apps. Ask one of them',
      );
}

/** The same for what changes something: a person herself does it. */
export function requireFleetPerson(
  context: CommandContext,
  settings: Settings,
): Result<true> {
  const direct = requireDirect(context);
  return direct.ok ? requireFleet(context, settings) : direct;
}
