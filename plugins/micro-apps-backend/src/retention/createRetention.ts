import {
  confirmDisposalRequest,
  liftLegalHoldRequest,
  retentionQuery,
  retentionResponse,
  setLegalHoldRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { Outbox } from '../kernel/outbox';
import type { RetentionPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { confirmDisposal } from './confirmDisposal';
import { lookBy } from './DatabaseLooks';
import { liftLegalHold } from './liftLegalHold';
import { setLegalHold } from './setLegalHold';
import { readRetention } from './readRetention';
import type { RetentionDeps } from './retentionDeps';
import { DISPOSE } from './startDisposal';
import { sweepRetention } from './sweepRetention';
import { workDisposal } from './workDisposal';

/**
 * Retention: what apps keep and since when, what is due to go, what holds it,
 * and the disposals themselves (requirements R8).
 */
export function createRetention(deps: RetentionDeps): RetentionPart {
  const { pipeline } = deps;
  // Of its own, so that nobody waits for a long disposal to be told something.
  const lane = new Outbox(deps);
  lane.on(DISPOSE, workDisposal(deps));
  return {
    sweep: () => sweepRetention(deps),
    lookBy,
    start: () => lane.start(),
    stop: () => lane.stop(),
    drain: () => lane.drain(),
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/retention',
        id: 'getRetention',
        summary: 'How long an app keeps data, what is due, and what went',
        response: retentionResponse,
        schema: retentionQuery.safeExtend({ id: recordId }),
        command: readRetention(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/disposals',
        id: 'confirmDisposal',
        summary: 'Confirm that more data of an app goes than by itself',
        response: retentionResponse,
        schema: confirmDisposalRequest.safeExtend({ id: recordId }),
        command: confirmDisposal(deps),
        status: 202,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/legal-hold',
        id: 'setLegalHold',
        summary: 'Keep all data of an app until the hold is lifted',
        response: retentionResponse,
        schema: setLegalHoldRequest.safeExtend({ id: recordId }),
        command: setLegalHold(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/legal-hold/lift',
        id: 'liftLegalHold',
        summary: 'Lift the legal hold on the data of an app',
        response: retentionResponse,
        schema: liftLegalHoldRequest.safeExtend({ id: recordId }),
        command: liftLegalHold(deps),
      });
    },
  };
}
