import { createApp } from '@backstage/frontend-defaults';
import { homeModule } from './home';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';

/** Wiring only: everything else is discovered by `app.packages`. */
export default createApp({
  features: [signInModule, navigationModule, homeModule],
});
