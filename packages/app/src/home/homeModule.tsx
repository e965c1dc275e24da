import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** Nobody should look at an empty start page: home is "my micro apps". */
const homePage = PageBlueprint.make({
  name: 'home',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/micro-apps" replace />,
  },
});

/** Where somebody lands after signing in. */
export const homeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [homePage],
});
