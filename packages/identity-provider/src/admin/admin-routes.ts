import type { DatabaseSync } from 'node:sqlite';
import { Router } from 'express';
import { equalsInConstantTime } from '../accounts/constant-time.ts';
import { deleteClient, listClients } from '../store/clients.ts';

/**
 * What the portal needs to put registered clients right after a lost answer:
 * `GET /admin/clients?software_id_prefix=` and `DELETE /admin/clients/:id`.
 */
export function adminRoutes(options: {
  database: DatabaseSync;
  adminToken: string;
}): Router {
  const { database, adminToken } = options;
  const router = Router();
  router.use('/admin', (request, response, next) => {
    response.set('cache-control', 'no-store');
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
    if (!equalsInConstantTime(given?.[1] ?? '', adminToken)) {
      response
        .status(401)
        .set('www-authenticate', 'Bearer realm="admin"')
        .json({
          error: 'unauthorized',
          message:
            'Send the administration token as "Authorization: Bearer <token>".',
        });
      return;
    }
    next();
  });
  router.get('/admin/clients', (request, response) => {
    const prefix = request.query.software_id_prefix ?? '';
    if (typeof prefix !== 'string') {
      response.status(400).json({
        error: 'invalid_request',
        message: 'Give software_id_prefix once, as text.',
      });
      return;
    }
    response.json({ items: listClients(database, prefix) });
  });
  router.delete('/admin/clients/:id', (request, response) => {
    if (!deleteClient(database, request.params.id)) {
      response.status(404).json({
        error: 'not_found',
        message: 'No registered client has this id.',
      });
      return;
    }
    response.status(204).end();
  });
  return router;
}
