import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { StatusResponse } from '@micro-apps/plugin-micro-apps-common';
import { productionChecks, requireFitForProduction } from './productionChecks';
import type { Settings } from './settings';

/**
 * Looks at the configuration once, at the start. In production (`NODE_ENV`)
 * what would leave the portal open stops it, and everything else that is not
 * sound is told loudly; elsewhere it is only shown to administrators.
 *
 * @throws when the configuration is not to run in production
 */
export function readStatus(
  config: RootConfigService,
  options: {
    settings: Settings;
    logger: LoggerService;
    production?: boolean;
  },
): StatusResponse {
  const {
    settings,
    logger,
    production = process.env.NODE_ENV === 'production',
  } = options;
  const problems = productionChecks(config, settings);
  if (!production) return { production, problems };
  requireFitForProduction(problems);
  for (const { setting, because, next } of problems) {
    logger.warn(`NOT FIT FOR PRODUCTION: ${setting}: ${because}. ${next}`);
  }
  return { production, problems };
}
