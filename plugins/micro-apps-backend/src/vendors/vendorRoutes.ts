import {
  affectedAppsQuery,
  affectedAppsResponse,
  vendorQuery,
  vendorRequest,
  vendorResponse,
  vendorsQuery,
  vendorsResponse,
  withdrawVendorRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { recordId } from '../kernel/recordId';
import { listAffectedApps } from './listAffectedApps';
import { listVendors } from './listVendors';
import { requestVendor } from './requestVendor';
import { readVendor } from './vendorDetail';
import type { VendorsDeps } from './vendorsDeps';
import { withdrawVendor } from './withdrawVendor';

/** Routes of vendors, and of the apps that a vendor, API or component touches. */
export function vendorRoutes(router: Router, deps: VendorsDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/vendors',
    id: 'listVendors',
    summary: 'Vendors and where they stand, page by page',
    response: vendorsResponse,
    schema: vendorsQuery,
    command: listVendors(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/vendors',
    id: 'requestVendor',
    summary: 'Ask for a vendor, or join the request that is open',
    response: vendorResponse,
    schema: vendorRequest,
    command: requestVendor(deps),
    status: { oneOf: [200, 201], of: ({ joined }) => (joined ? 200 : 201) },
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/vendors/:name',
    id: 'getVendor',
    summary: 'One vendor, its history and the apps that use it',
    response: vendorResponse,
    schema: vendorQuery.safeExtend({ name: recordId }),
    command: readVendor(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/vendors/:name/withdraw',
    id: 'withdrawVendor',
    summary: 'Take the approval of a vendor back',
    response: vendorResponse,
    schema: withdrawVendorRequest.safeExtend({ name: recordId }),
    command: withdrawVendor(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/affected-apps',
    id: 'listAffectedApps',
    summary: 'Apps that use a vendor, an API, a scope or a component',
    response: affectedAppsResponse,
    schema: affectedAppsQuery,
    command: listAffectedApps(deps),
  });
}
