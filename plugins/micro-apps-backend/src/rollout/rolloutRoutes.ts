import { ROLLOUT_STEP_IDS } from '@micro-apps/governance-core';
import {
  rolloutStartRequest,
  rolloutStartResponse,
  rolloutTickRequest,
  rolloutTickResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { setRolloutStart } from './setRolloutStart';
import { tickRolloutStep } from './tickRolloutStep';

const PATH = '/v1/numbers/rollout';

/** What people say of the first 90 days; the board itself is a view. */
export function rolloutRoutes(router: Router, deps: BackendDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'put',
    path: PATH,
    id: 'setRolloutStart',
    summary: 'Say when the first 90 days begin',
    response: rolloutStartResponse,
    schema: rolloutStartRequest,
    command: setRolloutStart(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: `${PATH}/steps/:step`,
    id: 'tickRolloutStep',
    summary: 'Say that a step is done, or take that back',
    response: rolloutTickResponse,
    schema: rolloutTickRequest.safeExtend({ step: z.enum(ROLLOUT_STEP_IDS) }),
    command: tickRolloutStep(deps),
  });
}
