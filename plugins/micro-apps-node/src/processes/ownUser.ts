import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Whether copies can run under user ids of their own: only root may start
 * them so, and the way to Node and to the apps must be open to everybody.
 *
 * @param paths - Node itself and the folders that a copy has to reach
 * @public
 */
export async function canUseOwnUser(paths: readonly string[]) {
  if (process.getuid?.() !== 0) return false;
  for (const path of paths) {
    for (let at = path; ; at = dirname(at)) {
      const { mode } = await stat(at);
      // "others may pass" is the last bit.
      if (mode % 2 === 0) return false;
      if (at === dirname(at)) break;
    }
  }
  return true;
}
