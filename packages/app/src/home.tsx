import { Navigate } from 'react-router-dom';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const homePage = PageBlueprint.make({
  params: {
    path: '/',
    loader: async () => <Navigate to="/micro-apps" replace />,
  },
});

/** The first page is one's own micro apps. */
export const homeModule = createFrontendPlugin({
  pluginId: 'home',
  extensions: [homePage],
});
