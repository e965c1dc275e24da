import type { DatabaseSync } from 'node:sqlite';
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
} from 'express';
import type { Provider } from 'oidc-provider';
import { PasswordCheck } from './accounts/password-check.ts';
import { adminRoutes } from './admin/admin-routes.ts';
import { loginRoutes } from './login/login-routes.ts';
import { peopleRoutes } from './people/people-routes.ts';
import type { Settings } from './settings.ts';

/**
 * Answers only under names of this machine, so that a foreign page cannot
 * reach it through its own name (DNS rebinding), and makes every address in an
 * answer start with the issuer, whatever name was used.
 */
function onlyKnownHosts(issuer: string, port: number): RequestHandler {
  const { host } = new URL(issuer);
  const known = new Set([host, `localhost:${port}`, `127.0.0.1:${port}`]);
  return (request, response, next) => {
    if (!known.has(request.headers.host ?? '')) {
      response.status(421).json({
        error: 'misdirected_request',
        message: `Use ${issuer}.`,
      });
      return;
    }
    request.headers.host = host;
    next();
  };
}

const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status } = error as { status?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    response.status(status).json({
      error: 'invalid_request',
      message: 'The request is malformed or too large.',
    });
    return;
  }
  process.stderr.write(`Identity provider error: ${String(error)}\n`);
  response.status(500).json({
    error: 'server_error',
    message: 'The sign-in service has a problem. Try again in a minute.',
  });
};

/** Puts the provider, its sign-in page and the APIs beside it together. */
export function createApp(options: {
  settings: Settings;
  issuer: string;
  port: number;
  database: DatabaseSync;
  provider: Provider;
}): Express {
  const { settings, issuer, port, database, provider } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.set({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    next();
  });
  app.use(onlyKnownHosts(issuer, port));
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', issuer });
  });
  app.use(
    loginRoutes({ provider, passwords: new PasswordCheck(settings.passwords) }),
  );
  app.use(peopleRoutes(provider));
  app.use(adminRoutes({ database, adminToken: settings.adminToken }));
  const handleOidc = provider.callback();
  app.use((request, response, next) => {
    handleOidc(request, response).catch(next);
  });
  app.use(answerError);
  return app;
}
