import { accept, refuse, type Result } from '@micro-apps/governance-core';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';

/**
 * Rules of the whole company are switched by those who answer for it; the
 * reviewers of one business unit are not among them.
 */
export function requireSwitcher(
  actor: Actor,
  settings: Settings,
): Result<true> {
  return holds(actor, [
    ...approverGroups(settings, 'security'),
    ...settings.administrators,
  ])
    ? accept(true)
    : refuse(
        'not-eligible',
        'Only the security team of the company and portal administrators switch company rules. Ask one of them',
      );
}
