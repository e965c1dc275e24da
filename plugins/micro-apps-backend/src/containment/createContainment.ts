import {
  containmentRequest,
  containmentResponse,
  releaseByChecksRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { ContainmentPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { appRetired } from './appRetired';
import { watchFailing } from './automatic/watchFailing';
import { contain } from './contain';
import type { ContainmentDeps } from './containmentDeps';
import { fleetRoutes } from './fleet/fleetRoutes';
import { FLEET_RUN } from './fleet/startRun';
import { workRun } from './fleet/workRun';
import { readContainment } from './readContainment';
import { releaseByChecks } from './releaseByChecks';
import { suspendApp } from './suspendApp';

/** Containment: holding apps, releasing them, and what ends a quarantine. */
export function createContainment(deps: ContainmentDeps): ContainmentPart {
  const { outbox, pipeline } = deps;
  const path = '/v1/apps/:id/containment';
  outbox.on(FLEET_RUN, workRun(deps));
  return {
    suspend: suspendApp(deps),
    appRetired,
    watch: watchFailing(deps),
    routes(router) {
      fleetRoutes(router, deps);
      pipeline.endpoint(router, {
        method: 'get',
        path,
        id: 'getContainment',
        summary: 'Whether an app is held, why, and what ends it',
        response: containmentResponse,
        schema: z.object({ id: recordId }),
        command: readContainment(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path,
        id: 'contain',
        summary: 'Restrict, quarantine, suspend or release an app',
        response: containmentResponse,
        schema: containmentRequest.safeExtend({ id: recordId }),
        command: contain(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: `${path}/release-by-checks`,
        id: 'releaseByChecks',
        summary: 'Release an app from quarantine when its controls are met',
        response: containmentResponse,
        schema: releaseByChecksRequest.safeExtend({ id: recordId }),
        command: releaseByChecks(deps),
      });
    },
  };
}
