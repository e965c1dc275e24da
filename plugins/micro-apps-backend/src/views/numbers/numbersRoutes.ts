import {
  countedAppsQuery,
  countedAppsResponse,
  numbersResponse,
  rolloutResponse,
  textFileResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { ViewDeps } from '../viewDeps';
import { exportNumbers } from './exportNumbers';
import { listCountedApps } from './listCountedApps';
import { readNumbers } from './readNumbers';
import { readRollout } from './readRollout';

/** Routes of the page "Numbers". */
export function numbersRoutes(router: Router, deps: ViewDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/numbers',
    id: 'getNumbers',
    summary: 'Posture, daily checklist and key metrics of all apps',
    response: numbersResponse,
    schema: z.object({}),
    command: readNumbers(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/numbers/apps',
    id: 'listCountedApps',
    summary: 'The apps behind an answer, page by page',
    response: countedAppsResponse,
    schema: countedAppsQuery,
    command: listCountedApps(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/numbers/rollout',
    id: 'getRollout',
    summary: 'The board of the first 90 days',
    response: rolloutResponse,
    schema: z.object({}),
    command: readRollout(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/exports/numbers',
    id: 'exportNumbers',
    summary: 'All numbers as CSV',
    response: textFileResponse,
    schema: z.object({}),
    command: exportNumbers(deps),
  });
}
