import { useApi } from '@backstage/core-plugin-api';
import type { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';
import { microAppsApiRef } from './microAppsApiRef';

/** The registry's client of this app. @public */
export function useMicroAppsApi(): MicroAppsClient {
  return useApi(microAppsApiRef);
}
