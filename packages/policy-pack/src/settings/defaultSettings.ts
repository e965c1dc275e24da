import shipped from '../../data/settings.json';
import type { PolicySettings } from './settings';
import { isPolicySettings, settingsProblems } from './validateSettings';

function read(given: unknown): PolicySettings {
  if (isPolicySettings(given)) return given;
  throw new Error(
    `data/settings.json: ${JSON.stringify(settingsProblems(given))}`,
  );
}

/**
 * The shipped settings, `data/settings.json`.
 * @public
 */
export const DEFAULT_POLICY_SETTINGS: PolicySettings = read(shipped);
