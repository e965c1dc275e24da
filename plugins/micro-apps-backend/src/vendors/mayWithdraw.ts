import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { CommandContext } from '../kernel/commands';
import type { Settings } from '../kernel/settings';
import { holds } from '../registry/appAccess';

/** Security reviewers, IT and administrators take an approval back. */
export function mayWithdraw(
  { actor }: Pick<CommandContext, 'actor'>,
  { approvers, administrators }: Settings,
): Result<true> {
  const allowed = [...approvers.security, ...approvers.it, ...administrators];
  return holds(actor, allowed)
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only security reviewers and administrators can withdraw a vendor. Ask one of them',
      );
}
