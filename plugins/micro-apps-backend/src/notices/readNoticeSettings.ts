import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { TimeOfDay } from './digestTime';

/** How and when people are told, `microApps.notices`. */
export interface NoticeSettings {
  readonly digestAt: TimeOfDay;
  /**
   * Messages to one person a day at most, the digest among them. What is too
   * much joins the next digest.
   */
  readonly mailBudgetPerDay: number;
  /** Nobody is told anything; what would have been told is counted. */
  readonly silent: boolean;
}

const KEY = 'microApps.notices';

/**
 * Reads `microApps.notices`. Silent unless told otherwise: an installation
 * observes first (requirements, Beyond 11).
 * @throws with the setting and what it has to be
 */
export function readNoticeSettings(config: RootConfigService): NoticeSettings {
  const at = config.getOptionalString(`${KEY}.digestAt`) ?? '08:00';
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at);
  if (!match) {
    throw new Error(
      `${KEY}.digestAt needs a time of day such as '08:00', in quotes`,
    );
  }
  const timeZone = config.getOptionalString(`${KEY}.timeZone`) ?? 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format();
  } catch {
    throw new Error(
      `${KEY}.timeZone needs the name of a time zone such as Europe/Berlin, not "${timeZone}"`,
    );
  }
  const budget = config.getOptionalNumber(`${KEY}.mailBudgetPerDay`) ?? 5;
  if (!Number.isInteger(budget) || budget < 2 || budget > 100) {
    throw new Error(
      `${KEY}.mailBudgetPerDay needs a whole number from 2 to 100: one message is the digest, the others are for what is urgent`,
    );
  }
  return {
    digestAt: { hour: Number(match[1]), minute: Number(match[2]), timeZone },
    mailBudgetPerDay: budget,
    silent: config.getOptionalBoolean(`${KEY}.silent`) ?? true,
  };
}
