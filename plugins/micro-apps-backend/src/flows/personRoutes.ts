import {
  personErasureRequest,
  personErasureResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import type { BackendDeps } from '../kernel/deps';
import { erasePerson } from './erasePerson';

/** What can be done about what is held of a person. */
export function personRoutes(router: Router, deps: BackendDeps): void {
  deps.pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/persons/erasures',
    id: 'erasePerson',
    summary: 'Erase what the audit log holds of a person; for administrators',
    schema: personErasureRequest,
    response: personErasureResponse,
    command: erasePerson(deps),
  });
}
