import {
  appDetailResponse,
  appsQuery,
  appsResponse,
  bundleQuery,
  bundleResponse,
  catalogAppsResponse,
  exportAppsQuery,
  historyQuery,
  historyResponse,
  textFileResponse,
  versionsQuery,
  versionsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import { recordId } from '../kernel/recordId';
import { readAppDetail } from './appDetail';
import { exportBundle } from './bundle/exportBundle';
import { readCatalogApps } from './catalogApps';
import { listApps } from './listApps';
import { exportApps } from './exportApps';
import { readHistory } from './readHistory';
import { readVersions } from './readVersions';
import type { ViewDeps } from './viewDeps';

const catalogQuery = z.object({
  id: recordId.optional(),
  cursor: recordId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** Routes that read; each screen has one. */
export function viewRoutes(router: Router, deps: ViewDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps',
    id: 'listApps',
    summary: 'Apps, page by page',
    response: appsResponse,
    schema: appsQuery,
    command: listApps(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id',
    id: 'getApp',
    summary: 'Everything that the Risk tab shows',
    response: appDetailResponse,
    schema: z.object({ id: recordId }),
    command: readAppDetail(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/bundle',
    id: 'getBundle',
    summary: 'Everything that is held about an app, verifiable elsewhere',
    response: bundleResponse,
    schema: bundleQuery.safeExtend({ id: recordId }),
    command: exportBundle(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/history',
    id: 'getHistory',
    summary: 'What happened, newest first',
    response: historyResponse,
    schema: historyQuery.safeExtend({ id: recordId }),
    command: readHistory(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/versions',
    id: 'listVersions',
    summary: 'The registration as it was, and what was new each time',
    response: versionsResponse,
    schema: versionsQuery.safeExtend({ id: recordId }),
    command: readVersions(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/exports/apps',
    id: 'exportApps',
    summary: 'The list of apps as CSV, part by part',
    response: textFileResponse,
    schema: exportAppsQuery,
    command: exportApps(deps),
  });
  pipeline.serviceEndpoint(router, {
    method: 'get',
    path: '/v1/catalog/apps',
    id: 'readCatalogApps',
    summary: 'Facts that every signed-in user may see; for the catalog plugin',
    schema: catalogQuery,
    response: catalogAppsResponse,
    read: query => readCatalogApps(deps, query),
  });
}
