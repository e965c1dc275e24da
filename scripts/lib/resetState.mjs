import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './say.mjs';

/**
 * Deletes what an earlier portal kept. Only a folder that a portal made is
 * deleted, so a mistyped MICRO_APPS_STATE_DIR costs nothing.
 */
export function resetState(stateDirectory) {
  if (!existsSync(stateDirectory)) return;
  if (readdirSync(stateDirectory).length === 0) return;
  if (!existsSync(join(stateDirectory, 'secrets.json'))) {
    throw new Stop(
      `${stateDirectory} has no secrets.json, so it does not look like the state of a portal and was left alone. Delete it yourself, or correct MICRO_APPS_STATE_DIR.`,
    );
  }
  rmSync(stateDirectory, { recursive: true, force: true });
}
