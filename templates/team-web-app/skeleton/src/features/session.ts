import { randomBytes } from 'node:crypto';
import type { Context, Handlers } from '../context.ts';
import { readCookie } from '../cookies.ts';
import { rolesAllow } from '../guard.ts';
import { sendProblem } from '../problem.ts';
import { requireSession } from '../requestSession.ts';
import type { Route } from '../routeTable.ts';
import type { Identity } from '../sessions.ts';
import type { SignInAttempt } from '../signIn.ts';
import { oauthErrorCode, signInProblem } from '../signInProblem.ts';

const ATTEMPT_MS = 10 * 60_000;
const MOST_ATTEMPTS = 1_000;

type Attempt = { attempt: SignInAttempt; next: string; until: number };

/** Sign-in, its end, and sign-out. */
export function sessionHandlers(
  context: Context,
  routes: readonly Route[],
): Handlers {
  const { config, sessions, cookies, signIn, shell, logger, now } = context;
  const attempts = new Map<string, Attempt>();
  // Only pages of this app, so that sign-in cannot lead people elsewhere.
  const pages = new Set(
    routes
      .filter(route => route.method === 'GET' && route.access !== 'public')
      .map(route => route.path),
  );

  function remember(attempt: SignInAttempt, wanted: unknown): string {
    for (const [id, row] of attempts) {
      if (row.until > now() && attempts.size < MOST_ATTEMPTS) break;
      attempts.delete(id);
    }
    const next = pages.has(String(wanted)) ? String(wanted) : '/entries';
    const id = randomBytes(32).toString('base64url');
    attempts.set(id, { attempt, next, until: now() + ATTEMPT_MS });
    return id;
  }

  async function revokeQuietly(accessToken: string): Promise<void> {
    try {
      await signIn.revoke(accessToken);
    } catch {
      logger.warn(
        { event: 'revoke-failed' },
        'the access token could not be revoked; it ends by itself',
      );
    }
  }

  async function arrive(
    address: URL,
    found: Attempt | undefined,
  ): Promise<Identity | undefined> {
    if (found === undefined || found.until <= now()) return undefined;
    return signIn.finish(address, found.attempt);
  }

  return {
    'GET /login': async (request, response) => {
      try {
        const { address, attempt } = await signIn.begin();
        const id = remember(attempt, request.query['next']);
        response.append('set-cookie', cookies.set(cookies.signIn, id));
        response.redirect(303, address);
      } catch (error) {
        logger.warn({ event: 'sign-in-failed', err: error });
        sendProblem({
          request,
          response,
          shell,
          problem: signInProblem(error),
        });
      }
    },
    'GET /callback': async (request, response) => {
      const header = request.get('cookie');
      const attemptId = readCookie(header, cookies.signIn);
      const found = attempts.get(attemptId ?? '');
      attempts.delete(attemptId ?? '');
      response.append('set-cookie', cookies.clear(cookies.signIn));
      let identity: Identity | undefined;
      try {
        const address = new URL(`${config.origin}/callback`);
        address.search = new URL(request.url, config.origin).search;
        identity = await arrive(address, found);
      } catch (error) {
        const code = oauthErrorCode(error);
        logger.warn({ event: 'sign-in-failed', oauthError: code, err: error });
        sendProblem({
          request,
          response,
          shell,
          problem: signInProblem(error),
        });
        return;
      }
      if (identity === undefined || found === undefined) {
        const problem = {
          status: 400,
          title: 'This sign-in is no longer open',
          advice:
            'It took longer than ten minutes, or began in another window.',
          link: { href: '/login', text: 'Sign in with company SSO' },
        };
        sendProblem({ request, response, shell, problem });
        return;
      }
      if (!rolesAllow('signed-in', identity.roles)) {
        await revokeQuietly(identity.accessToken);
        const problem = {
          status: 403,
          title: 'Your account has no role in this app',
          advice: 'Ask the owner of this app to be made a member.',
        };
        sendProblem({ request, response, shell, problem });
        return;
      }
      // Always a new id: one that was known before sign-in is worth nothing.
      sessions.end(readCookie(header, cookies.session) ?? '');
      const session = sessions.start(identity);
      logger.info({
        event: 'sign-in',
        subject: context.pseudonym(identity.subject),
      });
      response.append('set-cookie', cookies.set(cookies.session, session.id));
      response.redirect(303, found.next);
    },
    'POST /logout': async (request, response) => {
      const { id, identity } = requireSession(request);
      sessions.end(id);
      await revokeQuietly(identity.accessToken);
      logger.info({
        event: 'sign-out',
        subject: context.pseudonym(identity.subject),
      });
      response.append('set-cookie', cookies.clear(cookies.session));
      response.redirect(303, '/');
    },
  };
}
