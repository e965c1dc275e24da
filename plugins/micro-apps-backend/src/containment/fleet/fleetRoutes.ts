import {
  automaticContainmentResponse,
  fleetPreviewQuery,
  fleetPreviewResponse,
  fleetRunResponse,
  fleetRunsQuery,
  fleetRunsResponse,
  heldAppsQuery,
  heldAppsResponse,
  startFleetRunRequest,
  undoFleetRunRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import { recordId } from '../../kernel/recordId';
import { readAutomatic } from '../automatic/readAutomatic';
import type { ContainmentDeps } from '../containmentDeps';
import { listHeld } from './listHeld';
import { previewStop } from './previewStop';
import { readRun, readRuns } from './readRuns';
import { startRun, undoRun } from './startRun';

/** Routes of the page for platform teams: what is held, and emergency stops. */
export function fleetRoutes(router: Router, deps: ContainmentDeps): void {
  const { pipeline } = deps;
  const runs = '/v1/fleet/runs';
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/fleet/held',
    id: 'listHeldApps',
    summary: 'Apps that are held now, the longest first',
    response: heldAppsResponse,
    schema: heldAppsQuery,
    command: listHeld(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/fleet/preview',
    id: 'previewFleetStop',
    summary: 'What an emergency stop would touch',
    response: fleetPreviewResponse,
    schema: fleetPreviewQuery,
    command: previewStop(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/fleet/automatic',
    id: 'getAutomaticContainment',
    summary: 'What the portal holds by itself, and what the last look found',
    response: automaticContainmentResponse,
    schema: z.object({}),
    command: readAutomatic(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: runs,
    id: 'listFleetRuns',
    summary: 'Emergency stops and undoings, newest first',
    response: fleetRunsResponse,
    schema: fleetRunsQuery,
    command: readRuns(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: `${runs}/:id`,
    id: 'getFleetRun',
    summary: 'One run, with a result for each app',
    response: fleetRunResponse,
    schema: fleetRunsQuery.safeExtend({ id: recordId }),
    command: readRun(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: runs,
    id: 'startFleetRun',
    summary: 'Hold every app that a filter names',
    response: fleetRunsResponse.shape.items.element,
    schema: startFleetRunRequest,
    command: startRun(deps),
    status: 202,
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: `${runs}/:id/undo`,
    id: 'undoFleetRun',
    summary: 'Release what a run holds and nobody has touched since',
    response: fleetRunsResponse.shape.items.element,
    schema: undoFleetRunRequest.safeExtend({ id: recordId }),
    command: undoRun(deps),
    status: 202,
  });
}
