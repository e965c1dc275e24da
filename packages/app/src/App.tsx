import { createApp } from '@backstage/frontend-defaults';
import { homeModule } from './home/homeModule';
import { navigationModule } from './navigation/navigationModule';
import { signInModule } from './signIn/signInModule';

/**
 * The portal. Plugins come from this package's dependencies
 * (`app.packages: all`); here is only what belongs to this portal alone.
 */
export const app = createApp({
  features: [signInModule, navigationModule, homeModule],
});
