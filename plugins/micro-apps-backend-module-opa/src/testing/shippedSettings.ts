import { DEFAULT_POLICY_SETTINGS } from '@micro-apps/policy-pack';
import {
  shownSettings,
  type ReadSettings,
} from '../settings/readPolicySettings';

/** The shipped settings as the module reads them. */
export const SHIPPED_SETTINGS: ReadSettings = {
  ...shownSettings(DEFAULT_POLICY_SETTINGS),
  settings: DEFAULT_POLICY_SETTINGS,
  weakenings: [],
  suffix: '',
};
