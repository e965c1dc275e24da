import { createApiRef } from '@backstage/core-plugin-api';
import type { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';

/** The registry's client, in both frontend systems. @public */
export const microAppsApiRef = createApiRef<MicroAppsClient>({
  id: 'plugin.micro-apps.client',
});
