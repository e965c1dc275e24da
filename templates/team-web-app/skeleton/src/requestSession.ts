import type { Request } from 'express';
import type { Session } from './sessions.ts';

const sessionOf = new WeakMap<Request, Session>();

/** Remembers whose request this is; the guard's first step calls it. */
export function rememberSession(request: Request, session: Session): void {
  sessionOf.set(request, session);
}

/** The session behind a request, if there is a living one. */
export function sessionFor(request: Request): Session | undefined {
  return sessionOf.get(request);
}

/** The session behind a request on a guarded route. Throws without one. */
export function requireSession(request: Request): Session {
  const session = sessionOf.get(request);
  if (session === undefined) throw new Error('The guard did not run.');
  return session;
}
