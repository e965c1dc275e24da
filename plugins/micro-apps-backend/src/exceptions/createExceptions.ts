import {
  appExceptionsResponse,
  askExceptionRequest,
  exceptionResponse,
  exceptionsQuery,
  exceptionsResponse,
  revokeExceptionRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { ExceptionsPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { appRetired } from './appRetired';
import { askException } from './askException';
import { endUnanswered, EXCEPTION_OVERDUE } from './endUnanswered';
import { exceptionKind } from './exceptionKind';
import type { ExceptionsDeps } from './exceptionsDeps';
import { listAppExceptions, listExceptions } from './readExceptions';
import { revokeException } from './revokeException';

/**
 * Exceptions: asking, ending, and the ledger. Granting and refusing are votes
 * on a request of kind `exception`.
 */
export function createExceptions(deps: ExceptionsDeps): ExceptionsPart {
  const { approvals, outbox, pipeline } = deps;
  approvals.registerKind(exceptionKind(deps));
  outbox.on(EXCEPTION_OVERDUE, endUnanswered(deps));
  return {
    appRetired: appRetired(deps),
    routes(router) {
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/exceptions',
        id: 'askException',
        summary: 'Ask to do without a control for a while',
        response: exceptionResponse,
        schema: askExceptionRequest.safeExtend({ id: recordId }),
        command: askException(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/exceptions',
        id: 'listAppExceptions',
        summary: 'Exceptions of one app, the newest first',
        response: appExceptionsResponse,
        schema: z.object({ id: recordId }),
        command: listAppExceptions(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/exceptions',
        id: 'listExceptions',
        summary: 'The ledger of exceptions',
        response: exceptionsResponse,
        schema: exceptionsQuery,
        command: listExceptions(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/exceptions/:id/revoke',
        id: 'revokeException',
        summary: 'End an exception before its time',
        response: exceptionResponse,
        schema: revokeExceptionRequest.safeExtend({ id: recordId }),
        command: revokeException(deps),
      });
    },
  };
}
