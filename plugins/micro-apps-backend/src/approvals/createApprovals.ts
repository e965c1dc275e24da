import {
  delegateRequest,
  overrideRequest as overrideBody,
  overrideReviewRequest,
  requestApprovalRequest,
  requestResponse,
  requestsQuery,
  requestsResponse,
  tickItemRequest,
  voteRequest,
  votesRequest,
  votesResponse,
  type RequestKindName,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { recordId } from '../kernel/recordId';
import { CONSIDER_APPROVAL, type ApprovalsPart } from '../kernel/parts';
import { appKind } from './appKind';
import { considerAutomatic } from './considerAutomatic';
import { endDelegationsTo } from './DatabaseDelegations';
import { delegate } from './delegate';
import { newestRequest, undecidedRequests } from './DatabaseRequests';
import { envelopeChanged } from './envelopeChanged';
import { endRequest } from './endRequest';
import { readSubject, type ApprovalsDeps } from './kinds';
import { listRequests } from './listRequests';
import { resubmit, tickItem, withdraw } from './ownerCommands';
import { openRequest } from './openRequest';
import { overrideRequest } from './overrideRequest';
import { readRequest } from './readRequest';
import { requestApproval } from './requestApproval';
import { reviewOverride } from './reviewOverride';
import { viewOf } from './requestView';
import { vote } from './vote';
import { voteOnMany } from './voteOnMany';

/** Approval requests: asking, deciding, answering. */
export function createApprovals(base: BackendDeps): ApprovalsPart {
  const { pipeline, outbox } = base;
  const kinds = new Map([['app' as RequestKindName, appKind(base)]]);
  const deps: ApprovalsDeps = { ...base, kinds };
  outbox.on(CONSIDER_APPROVAL, considerAutomatic(base));
  return {
    routes(router) {
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/requests',
        id: 'requestApproval',
        summary: 'Ask for approval',
        response: requestResponse,
        schema: requestApprovalRequest.safeExtend({ id: recordId }),
        command: requestApproval(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/requests',
        id: 'listRequests',
        summary: 'The review queue',
        response: requestsResponse,
        schema: requestsQuery,
        command: listRequests(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/requests/:id',
        id: 'getRequest',
        summary: 'One approval request',
        response: requestResponse,
        schema: z.object({ id: recordId }),
        command: readRequest(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/votes',
        id: 'vote',
        summary: 'Approve, reject or ask for changes',
        response: requestResponse,
        schema: voteRequest.safeExtend({ id: recordId }),
        command: vote(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/votes',
        id: 'voteOnMany',
        summary: 'Vote on many requests, each for itself',
        response: votesResponse,
        schema: votesRequest,
        command: voteOnMany(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/delegate',
        id: 'delegateRequest',
        summary: 'Hand one’s review to a colleague',
        response: requestResponse,
        schema: delegateRequest.safeExtend({ id: recordId }),
        command: delegate(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/override',
        id: 'overrideRequest',
        summary: 'Approve in an emergency, without the usual people',
        response: requestResponse,
        schema: overrideBody.safeExtend({ id: recordId }),
        command: overrideRequest(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/override-review',
        id: 'reviewOverride',
        summary: 'The second look at an emergency approval',
        response: requestResponse,
        schema: overrideReviewRequest.safeExtend({ id: recordId }),
        command: reviewOverride(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/items/:itemId',
        id: 'tickItem',
        summary: 'Tick a change that a reviewer asked for',
        response: requestResponse,
        schema: tickItemRequest.safeExtend({ id: recordId, itemId: recordId }),
        command: tickItem(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/resubmit',
        id: 'resubmit',
        summary: 'Hand a request back to the reviewers',
        response: requestResponse,
        schema: z.object({ id: recordId }),
        command: resubmit(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/requests/:id/withdraw',
        id: 'withdraw',
        summary: 'Take a request back',
        response: requestResponse,
        schema: z.object({ id: recordId }),
        command: withdraw(deps),
      });
    },
    newestRequest,
    async latestRequest({ connection, app, actor }) {
      const request = await newestRequest(connection, app.id);
      const known = request && (await readSubject(deps, connection, request));
      return (
        known && (await viewOf(deps, { ...known, connection, request, actor }))
      );
    },
    async openRequests(connection, appIds) {
      const rows = await undecidedRequests(connection, appIds);
      return new Map(rows.map(row => [row.appId, row.id]));
    },
    envelopeChanged,
    registerKind(kind) {
      if (kinds.has(kind.kind)) {
        throw new Error(`Two parts answer for requests of kind ${kind.kind}`);
      }
      kinds.set(kind.kind, kind);
    },
    openRequest: (tx, asked) => openRequest(tx, asked, base.settings),
    endRequest,
    endDelegationsTo,
  };
}
