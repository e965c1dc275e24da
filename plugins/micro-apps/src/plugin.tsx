import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import AppsIcon from '@material-ui/icons/Apps';
import { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';
import { microAppsApiRef } from '@micro-apps/plugin-micro-apps-react';
import { formFieldExtensions } from './form';
import { rootRouteRef } from './routes';

const isMicroApp = { kind: 'component', 'spec.type': 'micro-app' };

const clientApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: microAppsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new MicroAppsClient(deps),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/micro-apps',
    title: 'Micro apps',
    icon: <AppsIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    noHeader: true,
    loader: async () => {
      const { MicroAppsRouter } = await import('./pages/MicroAppsRouter');
      return <MicroAppsRouter />;
    },
  },
});

const riskTab = EntityContentBlueprint.make({
  name: 'risk',
  params: {
    path: '/risk',
    title: 'Risk',
    filter: isMicroApp,
    loader: async () => {
      const { EntityRiskTab } = await import('./risk/EntityRiskTab');
      return <EntityRiskTab />;
    },
  },
});

const riskCard = EntityCardBlueprint.make({
  name: 'risk',
  params: {
    filter: isMicroApp,
    loader: async () => {
      const { EntityRiskCard } = await import('./risk/EntityRiskCard');
      return <EntityRiskCard />;
    },
  },
});

const sandboxCard = EntityCardBlueprint.make({
  name: 'sandbox',
  params: {
    filter: isMicroApp,
    loader: async () => {
      const { EntitySandboxCard } = await import('./sandbox/EntitySandboxCard');
      return <EntitySandboxCard />;
    },
  },
});

/** Micro Apps for the frontend system. @public */
export const microAppsPlugin = createFrontendPlugin({
  pluginId: 'micro-apps',
  title: 'Micro apps',
  icon: <AppsIcon fontSize="inherit" />,
  routes: { root: rootRouteRef },
  extensions: [
    clientApi,
    page,
    riskTab,
    riskCard,
    sandboxCard,
    ...formFieldExtensions,
  ],
});
