import type { Request, Response, Router } from 'express';
import type { Pipeline } from './commands';
import { openApiDocument } from './openApiDocument';

/**
 * `GET /openapi.json`: the document of what this backend answers right now,
 * where Backstage's tools look for it.
 */
export function openApiRoutes(router: Router, pipeline: Pipeline): void {
  let document: ReturnType<typeof openApiDocument> | undefined;
  router.get('/openapi.json', (_req: Request, res: Response) => {
    document ??= openApiDocument(pipeline.operations);
    res.json(document);
  });
}
