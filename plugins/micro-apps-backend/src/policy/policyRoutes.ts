import { accept } from '@micro-apps/governance-core';
import {
  microAppsModelReadPermission,
  policyResponse,
  type PolicyResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { requireSwitcher } from './requireSwitcher';
import { rulesInForce } from './rulesInForce';

/** `GET /v1/policy`: which rules decide, and what is looser than shipped. */
export function policyRoutes(router: Router, deps: BackendDeps): void {
  deps.pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/policy',
    id: 'getPolicy',
    summary: 'The company rules that decide, and what is looser than shipped',
    response: policyResponse,
    schema: z.object({}),
    command: {
      permission: microAppsModelReadPermission,
      run: async ({ actor }) =>
        accept<PolicyResponse>({
          ...(await rulesInForce(deps)),
          maySwitch: actor.direct && requireSwitcher(actor, deps.settings).ok,
        }),
    },
  });
}
