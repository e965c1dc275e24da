import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { readCookie } from './cookies.ts';
import type { Cookies } from './cookies.ts';
import {
  NOT_YOUR_ROLE,
  SIGN_IN_AGAIN,
  sendProblem,
  wantsHtml,
} from './problem.ts';
import { rememberSession, sessionFor } from './requestSession.ts';
import type { Access, Route } from './routeTable.ts';
import type { Sessions } from './sessions.ts';
import type { Shell } from './shell.ts';

/** Roles that open the pages for signed-in people. */
export const MEMBER_ROLES: readonly string[] = ['member', 'manager'];

/** True when verified roles open a route. Unknown rules open nothing. */
export function rolesAllow(access: Access, roles: readonly string[]): boolean {
  if (access === 'public') return true;
  const isMember = MEMBER_ROLES.some(role => roles.includes(role));
  if (access === 'signed-in') return isMember;
  return isMember && roles.includes(access.slice('role:'.length));
}

/**
 * Attaches the session of the cookie. An `Authorization` header is never
 * honoured: this app takes no tokens from outside.
 */
export function attachSession(options: {
  cookies: Cookies;
  sessions: Sessions;
}): RequestHandler {
  return (request, _response, next) => {
    const { cookies, sessions } = options;
    const id = readCookie(request.get('cookie'), cookies.session);
    const session = id === undefined ? undefined : sessions.use(id);
    if (session && request.get('authorization') === undefined) {
      rememberSession(request, session);
    }
    next();
  };
}

/**
 * The guard of one route, from its line in `routes.json`.
 * Without a session: people are led to sign-in, programs get 401; a session or
 * token that is not ours gets 401 always. Another role: 403.
 */
export function createGuard(options: {
  route: Route;
  cookies: Cookies;
  shell: Shell;
}): RequestHandler {
  const { route, cookies, shell } = options;
  return (request: Request, response: Response, next: NextFunction) => {
    if (route.access === 'public') {
      next();
      return;
    }
    const session = sessionFor(request);
    if (session === undefined) {
      const cookie = readCookie(request.get('cookie'), cookies.session);
      const isForeign =
        cookie !== undefined || request.get('authorization') !== undefined;
      if (cookie !== undefined) {
        response.append('set-cookie', cookies.clear(cookies.session));
      }
      if (!isForeign && request.method === 'GET' && wantsHtml(request)) {
        response.redirect(
          303,
          `/login?next=${encodeURIComponent(request.path)}`,
        );
        return;
      }
      sendProblem({ request, response, shell, problem: SIGN_IN_AGAIN });
      return;
    }
    if (!rolesAllow(route.access, session.identity.roles)) {
      sendProblem({ request, response, shell, problem: NOT_YOUR_ROLE });
      return;
    }
    next();
  };
}
