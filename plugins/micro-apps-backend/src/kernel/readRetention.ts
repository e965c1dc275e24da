import type { RootConfigService } from '@backstage/backend-plugin-api';
import { retentionSettings, type RetentionSettings } from './settings';

const KEY = 'microApps.retention';
/** Data of an ended app does not lie around for longer. */
const LONGEST_GRACE_HOURS = 30 * 24;

/**
 * Reads `microApps.retention`.
 * @throws with the setting and what it has to be
 */
export function readRetention(config: RootConfigService): RetentionSettings {
  const shipped = retentionSettings({});
  const how = config.getOptionalString(`${KEY}.how`) ?? shipped.how;
  if (how !== 'delete' && how !== 'archive') {
    throw new Error(`${KEY}.how has to be "delete" or "archive", not "${how}"`);
  }
  const maxShare =
    config.getOptionalNumber(`${KEY}.maxShare`) ?? shipped.maxShare;
  if (!(maxShare >= 0 && maxShare <= 1)) {
    throw new Error(`${KEY}.maxShare has to be from 0 to 1, like 0.1`);
  }
  const graceHours =
    config.getOptionalNumber(`${KEY}.graceHours`) ?? shipped.graceHours;
  if (!(graceHours >= 0 && graceHours <= LONGEST_GRACE_HOURS)) {
    throw new Error(
      `${KEY}.graceHours has to be from 0 to ${LONGEST_GRACE_HOURS}`,
    );
  }
  return { how, maxShare, graceHours };
}
