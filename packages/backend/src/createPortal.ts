import { createBackend } from '@backstage/backend-defaults';

/** The portal's backend, wired and not yet started. */
export function createPortal() {
  const backend = createBackend();

  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-user-settings-backend'));

  backend.add(import('@backstage/plugin-auth-backend'));
  // Company SSO only; there is no guest.
  backend.add(import('./oidcSignIn'));

  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(
    import('@micro-apps/plugin-permission-backend-module-micro-apps'),
  );

  backend.add(import('@backstage/plugin-events-backend'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
  backend.add(
    import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
  );
  backend.add(import('@micro-apps/plugin-catalog-backend-module-micro-apps'));

  backend.add(import('@backstage/plugin-scaffolder-backend'));
  backend.add(
    import('@micro-apps/plugin-scaffolder-backend-module-micro-apps'),
  );

  // What people are told, and that it shows at once.
  backend.add(import('@backstage/plugin-notifications-backend'));

  backend.add(import('@backstage/plugin-search-backend'));
  backend.add(import('@backstage/plugin-search-backend-module-catalog'));

  backend.add(import('@micro-apps/plugin-micro-apps-backend'));
  backend.add(
    import('@micro-apps/plugin-micro-apps-backend-module-sandbox-local'),
  );
  backend.add(import('@micro-apps/plugin-micro-apps-backend-module-oauth-dcr'));
  backend.add(
    import('@micro-apps/plugin-micro-apps-backend-module-scan-runner'),
  );
  backend.add(import('@micro-apps/plugin-micro-apps-backend-module-opa'));

  return backend;
}
