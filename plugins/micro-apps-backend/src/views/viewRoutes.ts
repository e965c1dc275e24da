import { appsQuery, historyQuery } from '@micro-apps/plugin-micro-apps-common';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { parseInput, sendResult } from '../kernel/http';
import { readAppDetail } from './appDetail';
import { readCatalogApps } from './catalogApps';
import { listApps } from './listApps';
import { readHistory } from './readHistory';
import type { ViewDeps } from './viewDeps';

const appId = z.string().max(63);
const catalogQuery = z.object({
  id: appId.optional(),
  cursor: appId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** Routes that read; each screen has one. */
export function viewRoutes(
  router: Router,
  deps: ViewDeps & { httpAuth: HttpAuthService },
): void {
  const { pipeline, httpAuth } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps',
    schema: appsQuery,
    command: listApps(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id',
    schema: z.object({ id: appId }),
    command: readAppDetail(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/history',
    schema: historyQuery.safeExtend({ id: appId }),
    command: readHistory(deps),
  });
  // For the catalog plugin alone: facts that every signed-in user may see.
  router.get('/v1/catalog/apps', async (req: Request, res: Response) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    const query = parseInput(catalogQuery, req.query);
    if (query.ok) res.json(await readCatalogApps(deps, query.value));
    else sendResult(res, query);
  });
}
