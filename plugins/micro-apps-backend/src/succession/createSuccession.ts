import {
  acceptOwnershipRequest,
  confirmLeaversRequest,
  declineOwnershipRequest,
  leaverResponse,
  leaversQuery,
  leaversResponse,
  offerOrphansRequest,
  offerOrphansResponse,
  orphansQuery,
  orphansResponse,
  reportLeaverRequest,
  returnLeaverRequest,
  successionResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { SuccessionPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { acceptOwnership } from './acceptOwnership';
import { ORPHAN_STEP, workStep } from './climb';
import {
  confirmLeavers,
  LEAVERS_CONFIRMED,
  workConfirmed,
} from './confirmLeavers';
import { declineOwnership } from './declineOwnership';
import { LEAVER_LEFT } from './leave';
import { listLeavers, reportLeaver, returnLeaver } from './leaverCommands';
import { offerMany } from './offerMany';
import { listOrphans, readSuccession } from './readSuccession';
import { LEAVER_RETURNED } from './returnPerson';
import type { SuccessionDeps } from './successionDeps';
import { watchOwners } from './watchOwners';
import { workLeaver } from './workLeaver';
import { workReturn } from './workReturn';

/** Who has left, and who takes their apps over (requirements R4, R10). */
export function createSuccession(deps: SuccessionDeps): SuccessionPart {
  const { outbox, pipeline } = deps;
  const ofApp = '/v1/apps/:id/succession';
  outbox.on(LEAVER_LEFT, workLeaver(deps));
  outbox.on(LEAVER_RETURNED, workReturn(deps));
  outbox.on(LEAVERS_CONFIRMED, workConfirmed(deps));
  outbox.on(ORPHAN_STEP, workStep(deps));
  return {
    watch: watchOwners(deps),
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path: ofApp,
        id: 'getSuccession',
        summary: 'Whether an app looks for a new owner, and who is asked',
        response: successionResponse,
        schema: z.object({ id: recordId }),
        command: readSuccession(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: `${ofApp}/accept`,
        id: 'acceptOwnership',
        summary: 'Take over an app that one was asked to take over',
        response: successionResponse,
        schema: acceptOwnershipRequest.safeExtend({ id: recordId }),
        command: acceptOwnership(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: `${ofApp}/decline`,
        id: 'declineOwnership',
        summary: 'Say that one does not take an app over, and why',
        response: successionResponse,
        schema: declineOwnershipRequest.safeExtend({ id: recordId }),
        command: declineOwnership(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/orphans',
        id: 'listOrphans',
        summary: 'Apps that look for a new owner, the longest first',
        response: orphansResponse,
        schema: orphansQuery,
        command: listOrphans(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/orphans/offers',
        id: 'offerOrphans',
        summary: 'Ask one person to take over many apps, each for itself',
        response: offerOrphansResponse,
        schema: offerOrphansRequest,
        command: offerMany(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/leavers',
        id: 'listLeavers',
        summary: 'Who has left, the latest first, page by page',
        response: leaversResponse,
        schema: leaversQuery,
        command: listLeavers(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/leavers',
        id: 'reportLeaver',
        summary: 'Say that somebody has left whom the directory still has',
        response: leaverResponse,
        schema: reportLeaverRequest,
        command: reportLeaver(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/leavers/confirm',
        id: 'confirmLeavers',
        summary: 'Confirm that many who vanished at once have really left',
        response: leaversResponse,
        schema: confirmLeaversRequest,
        command: confirmLeavers(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/leavers/:id/return',
        id: 'returnLeaver',
        summary: 'Say that somebody is back, or never left',
        response: leaverResponse,
        schema: returnLeaverRequest.safeExtend({ id: recordId }),
        command: returnLeaver(deps),
      });
    },
  };
}
