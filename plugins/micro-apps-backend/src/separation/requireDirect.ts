import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { CommandContext } from '../kernel/commands';

/** Only a person herself may decide or vouch for something (reliability A8). */
export function requireDirect({ actor }: CommandContext): Result<true> {
  return actor.direct
    ? accept(true)
    : refuse(
        'not-allowed',
        'This has to be done by a person in the portal, not by a template or a tool that acts for somebody',
      );
}
