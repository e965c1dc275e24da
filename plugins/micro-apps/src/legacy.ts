/**
 * Micro Apps for apps on the legacy frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';
import { microAppsApiRef } from '@micro-apps/plugin-micro-apps-react';

export { microAppsTranslationRef } from './translation/microAppsTranslationRef';

const rootRouteRef = createRouteRef({ id: 'micro-apps' });

/** @public */
export const microAppsPlugin = createPlugin({
  id: 'micro-apps',
  apis: [
    createApiFactory({
      api: microAppsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new MicroAppsClient(deps),
    }),
  ],
  routes: { root: rootRouteRef },
});

/** The page "Micro apps" with the review queue below it. @public */
export const MicroAppsPage = microAppsPlugin.provide(
  createRoutableExtension({
    name: 'MicroAppsPage',
    component: () =>
      import('./pages/MicroAppsRouter').then(m => m.MicroAppsRouter),
    mountPoint: rootRouteRef,
  }),
);

/** The Risk tab of a catalog entity. @public */
export const EntityRiskContent = microAppsPlugin.provide(
  createComponentExtension({
    name: 'EntityRiskContent',
    component: {
      lazy: () => import('./risk/EntityRiskTab').then(m => m.EntityRiskTab),
    },
  }),
);

/** Card with band, score and next step. @public */
export const EntityRiskCard = microAppsPlugin.provide(
  createComponentExtension({
    name: 'EntityRiskCard',
    component: {
      lazy: () => import('./risk/EntityRiskCard').then(m => m.EntityRiskCard),
    },
  }),
);

/** Card of the sandbox. @public */
export const EntitySandboxCard = microAppsPlugin.provide(
  createComponentExtension({
    name: 'EntitySandboxCard',
    component: {
      lazy: () =>
        import('./sandbox/EntitySandboxCard').then(m => m.EntitySandboxCard),
    },
  }),
);
