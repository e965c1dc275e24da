import { randomUUID } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Context, Handlers } from './context.ts';
import { colleaguesHandlers } from './features/colleagues.ts';
import { entriesHandlers } from './features/entries.ts';
import { frontHandlers } from './features/front.ts';
import { manageHandlers } from './features/manage.ts';
import { myDataHandlers } from './features/myData.ts';
import { sessionHandlers } from './features/session.ts';
import { attachSession, createGuard } from './guard.ts';
import { NOT_FOUND, sendProblem } from './problem.ts';
import type { Problem } from './problem.ts';
import { sessionFor } from './requestSession.ts';
import { joinRoutes } from './routeTable.ts';
import type { Route } from './routeTable.ts';
import { checkHost, checkOrigin, securityHeaders } from './security.ts';

const PROBLEMS: Record<number, Problem> = {
  413: {
    status: 413,
    title: 'That is too much at once',
    advice: 'Shorten the text and send it again.',
  },
  415: {
    status: 415,
    title: 'This kind of content is not accepted',
    advice: 'Send the form from the page of the app.',
  },
};

const BAD_REQUEST: Problem = {
  status: 400,
  title: 'The app could not read this request',
  advice: 'Open the page again and repeat what you did.',
};

const BROKEN: Problem = {
  status: 500,
  title: 'Something went wrong in the app',
  advice:
    'Nothing that you did. Try again; if it stays, tell the owner of this app.',
};

const TOO_MANY: Problem = {
  status: 429,
  title: 'Too many requests',
  advice: 'Wait a minute and try again.',
};

function problemFor(error: unknown): Problem {
  const status =
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number'
      ? error.status
      : 500;
  return PROBLEMS[status] ?? (status < 500 ? BAD_REQUEST : BROKEN);
}

function logRequests(context: Context): RequestHandler {
  const { logger, pseudonym } = context;
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.set('X-Request-Id', requestId);
    response.on('finish', () => {
      const session = sessionFor(request);
      logger.info({
        event: 'request',
        requestId,
        method: request.method,
        // The pattern, never the address: addresses may hold personal data.
        route: response.locals['route'] ?? 'none',
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
        ...(session && { subject: pseudonym(session.identity.subject) }),
      });
    });
    next();
  };
}

function limit(context: Context, perMinute: number): RequestHandler {
  const { shell } = context;
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Behind a gateway everybody has one address; a person has one session.
    keyGenerator: request =>
      sessionFor(request)?.id ?? ipKeyGenerator(request.ip ?? ''),
    handler: (request, response) =>
      sendProblem({ request, response, shell, problem: TOO_MANY }),
  });
}

const needsForm: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.get('transfer-encoding') !== undefined ||
    Number(request.get('content-length') ?? 0) > 0;
  if (hasBody && !request.is('application/x-www-form-urlencoded')) {
    next(Object.assign(new Error('Unsupported content type'), { status: 415 }));
    return;
  }
  next();
};

/** All handlers of the app by `METHOD path`. */
export function createHandlers(
  context: Context,
  routes: readonly Route[],
): Handlers {
  return {
    ...frontHandlers(context),
    ...sessionHandlers(context, routes),
    ...entriesHandlers(context),
    ...colleaguesHandlers(context),
    ...myDataHandlers(context),
    ...manageHandlers(context),
  };
}

/**
 * The app. Every route is mounted from its line in `routes.json`, behind the
 * guard of that line. Throws an Error when table and code differ.
 */
export function createApp(options: {
  context: Context;
  routes: readonly Route[];
}): Express {
  const { context, routes } = options;
  const { config, shell, cookies, sessions } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');

  app.use(logRequests(context));
  app.use(securityHeaders(config.origin));
  app.use(checkHost({ origin: config.origin, shell }));
  app.use(attachSession({ cookies, sessions }));
  // A security scan asks more often than any person.
  app.use(limit(context, config.environment === 'scan' ? 30_000 : 900));

  const signInLimit = limit(
    context,
    config.environment === 'scan' ? 3_000 : 120,
  );
  const forms = [
    checkOrigin({ origin: config.origin, shell }),
    needsForm,
    express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 500 }),
  ];
  const handlers = createHandlers(context, routes);
  for (const { route, handler } of joinRoutes(routes, handlers)) {
    const name: RequestHandler = (_request, response, next) => {
      response.locals['route'] = route.path;
      next();
    };
    const guard = createGuard({ route, cookies, shell });
    if (route.method === 'POST') {
      app.post(route.path, name, guard, ...forms, handler);
    } else if (route.path === '/login' || route.path === '/callback') {
      app.get(route.path, name, signInLimit, guard, handler);
    } else {
      app.get(route.path, name, guard, handler);
    }
  }

  app.use((request, response) => {
    sendProblem({ request, response, shell, problem: NOT_FOUND });
  });
  const onError: ErrorRequestHandler = (error, request, response, next) => {
    const problem = problemFor(error);
    if (problem.status >= 500) {
      context.logger.error({ event: 'error', err: error });
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem({ request, response, shell, problem });
  };
  app.use(onError);
  return app;
}
