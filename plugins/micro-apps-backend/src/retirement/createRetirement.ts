import {
  retireAppRequest,
  retirementResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import { EMPTIED, type RetirementPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { disposeApp } from './disposeApp';
import { readRetirement } from './readRetirement';
import { retireApp } from './retireApp';
import type { RetirementDeps } from './retirementDeps';

/** The end of apps: access and data go, the record stays (requirements R10). */
export function createRetirement(deps: RetirementDeps): RetirementPart {
  const { outbox, pipeline } = deps;
  const path = '/v1/apps/:id/retirement';
  outbox.on(EMPTIED, disposeApp(deps));
  return {
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path,
        id: 'getRetirement',
        summary: 'What ending an app would do, or how far its end has come',
        response: retirementResponse,
        schema: z.object({ id: recordId }),
        command: readRetirement(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path,
        id: 'retireApp',
        summary: 'End an app for good: access, then data; the record stays',
        response: retirementResponse,
        schema: retireAppRequest.safeExtend({ id: recordId }),
        command: retireApp(deps),
        status: 202,
      });
    },
  };
}
