import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsOutboxReadPermission,
  statusResponse,
  type StatusResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { BackendDeps } from './deps';
import { holds } from '../registry/appAccess';

/** The route that tells administrators what of the installation is not sound. */
export function statusRoutes(
  router: Router,
  { pipeline, settings }: Pick<BackendDeps, 'pipeline' | 'settings'>,
  status: StatusResponse,
): void {
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/status',
    id: 'getStatus',
    summary: 'What of the configuration is not fit for production',
    response: statusResponse,
    schema: z.object({}),
    command: {
      permission: microAppsOutboxReadPermission,
      async run({ actor }) {
        return holds(actor, settings.administrators)
          ? accept(status)
          : refuse(
              'not-allowed',
              'Only administrators can see how the portal is set up. Ask one of them',
            );
      },
    },
  });
}
