import type { Router } from 'express';
import type { AffectedAppsPart } from '../kernel/parts';
import { affectedApps } from './listAffectedApps';
import { TELL_VENDOR_USERS, tellVendorUsers } from './tellVendorUsers';
import { vendorKind } from './vendorKind';
import { vendorRoutes } from './vendorRoutes';
import type { VendorsDeps } from './vendorsDeps';

/** The life of vendors: asking, review, approval until a date, withdrawal. */
export function createVendors(deps: VendorsDeps): {
  routes(router: Router): void;
  readonly affectedApps: AffectedAppsPart;
} {
  deps.approvals.registerKind(vendorKind(deps));
  deps.outbox.on(TELL_VENDOR_USERS, tellVendorUsers(deps));
  return {
    routes: router => vendorRoutes(router, deps),
    affectedApps: affectedApps(deps),
  };
}
