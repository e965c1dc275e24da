import type { LoggerService } from '@backstage/backend-plugin-api';
import express, {
  type ErrorRequestHandler,
  type Request,
  type Response,
  type Router,
} from 'express';
import PromiseRouter from 'express-promise-router';
import { causeOf, isDatabaseAway, isLostRace } from './kernel/database';
import { sendError } from './kernel/http';

/**
 * Bodies are small, but for the files of a new repository, an import, or 500
 * votes with a whole reason each.
 */
const BODY_LIMIT = '1mb';
const LARGE_LIMIT = '8mb';
const LARGE = /^\/v1\/(apps\/[^/]+\/repository|imports|requests\/votes)\/?$/;
/** Machines send large reports, which are read where their sender is known. */
const READ_ELSEWHERE =
  /^\/v1\/(apps\/[^/]+\/evidence\/pipeline|deliveries\/evidence)\/?$/;

/** What express says of a body it could not read; the rest is Backstage's. */
const onUnreadableBody: ErrorRequestHandler = (error, _req, res, next) => {
  const type: unknown = error?.type;
  if (type === 'entity.too.large') {
    sendError(res, {
      status: 413,
      code: 'invalid-input',
      message: 'This is too much to send at once. Make it shorter',
    });
  } else if (typeof type === 'string' && Number(error.status) < 500) {
    sendError(res, {
      status: 400,
      code: 'invalid-input',
      message: 'The request cannot be read. Send one JSON object',
    });
  } else {
    next(error);
  }
};

/** What Backstage answers by itself: who somebody is, and what she may. */
const BACKSTAGE_ERRORS = [
  'AuthenticationError',
  'NotAllowedError',
  'ServiceUnavailableError',
];

/** What people are told of a fault. */
function faultOf(error: unknown): Parameters<typeof sendError>[1] {
  if (isDatabaseAway(error)) {
    return {
      status: 503,
      code: 'busy',
      message:
        'The registry cannot be reached right now. Try again in a minute',
    };
  }
  if (isLostRace(error)) {
    return {
      status: 409,
      code: 'busy',
      message:
        'Others changed the same at this very moment. Look at it again and repeat what you did',
    };
  }
  return {
    status: 500,
    code: 'busy',
    message:
      'Something broke on our side. Try again; if it stays, tell your platform team',
  };
}

/** A fault is told in plain words; how we are built stays in the log. */
function onFault(logger: LoggerService): ErrorRequestHandler {
  return (error, req, res, next) => {
    const expected =
      BACKSTAGE_ERRORS.includes(error?.name) || Number(error?.status) < 500;
    if (expected || res.headersSent) {
      next(error);
      return;
    }
    logger.error(`${req.method} ${req.path} failed: ${causeOf(error)}`);
    sendError(res, faultOf(error));
  };
}

/** The HTTP surface: body limits, the routes, and one shape for every error. */
export function createRouter(
  parts: readonly ((router: Router) => void)[],
  { logger }: { logger: LoggerService },
): express.Router {
  const router = PromiseRouter();
  const small = express.json({ limit: BODY_LIMIT });
  const large = express.json({ limit: LARGE_LIMIT });
  router.use((req, res, next) => {
    if (READ_ELSEWHERE.test(req.path)) next();
    else (LARGE.test(req.path) ? large : small)(req, res, next);
  });
  for (const addRoutes of parts) addRoutes(router);
  router.use((_req: Request, res: Response) =>
    sendError(res, {
      status: 404,
      code: 'unknown-record',
      message: 'There is nothing at this address',
    }),
  );
  router.use(onUnreadableBody);
  router.use(onFault(logger));
  return router;
}
