import type { EvidenceProblem } from '@micro-apps/governance-core';
import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import {
  concretePath,
  isSignInRoute,
  type DeclaredRoute,
} from '../app/declaredRoutes';
import type { Answer } from '../app/loopbackRequest';
import { Visitor } from '../app/Visitor';
import { count, outcomeOf, PROBE, result } from './result';

/** What the probe learnt of the app, for the scans that come after it. */
export interface ProbeTarget {
  readonly origin: string;
  readonly routes: readonly DeclaredRoute[];
  /** Signed-in visitors by role set; the first one holds the fewest roles. */
  readonly visitors: readonly {
    readonly visitor: Visitor;
    readonly roles: readonly string[];
  }[];
}

/** An unsigned token that claims every role (RFC 8725, 3.2: `alg: none`). */
const FORGED_TOKEN = [
  { alg: 'none', typ: 'JWT' },
  { sub: 'sub-forged', roles: ['member', 'manager', 'admin'] },
]
  .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('')
  .join('.');

/**
 * Asks every declared route without a session, with forged proof of one, and
 * in the wrong role; then in the right role, because a page that nobody can
 * reach proves nothing (requirements R4).
 */
export async function accessProbe(target: ProbeTarget): Promise<ScanResult> {
  const problems: EvidenceProblem[] = [];
  let reached = 0;
  let open = 0;
  for (const route of target.routes.filter(each => !isSignInRoute(each))) {
    if (route.access === 'public') {
      const answer = await ask(target, route, new Visitor());
      if (route.method === 'GET' && answer.status === 200) reached++;
      continue;
    }
    for (const [how, answer] of await intrusions(target, route)) {
      if (!isRefused(answer, target.origin)) {
        open++;
        problems.push({
          code: 'access/open',
          level: 'error',
          message: `${route.method} ${route.path} answers ${how} (status ${answer.status})`,
          location: `${route.method} ${route.path}`,
        });
      }
    }
    const insider = insiderFor(target, route);
    if (route.method === 'GET' && insider) {
      const answer = await ask(target, route, insider.visitor);
      // 404 is fine: the probe fills parameters with something made up.
      if (answer.status < 400 || answer.status === 404) reached++;
      else {
        problems.push({
          code: 'access/closed-to-all',
          level: 'warning',
          message: `${route.path} refuses people who should be let in (status ${answer.status})`,
          location: `${route.method} ${route.path}`,
        });
      }
    }
  }
  if (!target.visitors.length || reached === 0) {
    return result({
      kind: 'access-probe',
      tool: PROBE,
      outcome: 'unknown',
      summary: 'The probe reached none of the declared pages',
      problems,
    });
  }
  return result({
    kind: 'access-probe',
    tool: PROBE,
    outcome: outcomeOf(problems),
    summary: open
      ? `${count(open, 'page')} can be opened without the right to`
      : `${count(
          target.routes.length,
          'route',
        )} checked: sign-in and roles hold`,
    problems,
  });
}

type Named = readonly [how: string, answer: Answer];

async function intrusions(
  target: ProbeTarget,
  route: DeclaredRoute,
): Promise<readonly Named[]> {
  const host = new URL(target.origin).hostname;
  const insider = target.visitors[0]?.visitor;
  const forgedCookies = [...(insider?.cookiesOf(host).keys() ?? [])]
    .map(
      name =>
        `${name}=${Buffer.from('forged-by-the-probe').toString('base64url')}`,
    )
    .join('; ');
  const named: Named[] = [
    ['without a session', await ask(target, route, new Visitor())],
    [
      'to a forged token',
      await ask(target, route, new Visitor(), {
        authorization: `Bearer ${FORGED_TOKEN}`,
        'x-forwarded-user': 'scan-manager',
      }),
    ],
  ];
  if (forgedCookies) {
    named.push([
      'to a forged session cookie',
      await ask(target, route, new Visitor(), { cookie: forgedCookies }),
    ]);
  }
  const outsider = outsiderFor(target, route);
  if (outsider) {
    named.push([
      'to the wrong role',
      await ask(target, route, outsider.visitor),
    ]);
  }
  return named;
}

function ask(
  target: ProbeTarget,
  route: DeclaredRoute,
  visitor: Visitor,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = new URL(concretePath(route), target.origin);
  return visitor.ask(url, {
    method: route.method,
    headers: {
      ...headers,
      ...(route.method === 'GET'
        ? {}
        : {
            'content-type': 'application/x-www-form-urlencoded',
            origin: target.origin,
          }),
    },
    ...(route.method === 'GET' ? {} : { body: '' }),
  });
}

/** Sent away, or sent to sign in. Anything else let the visitor in. */
function isRefused(answer: Answer, origin: string): boolean {
  if (answer.status === 401 || answer.status === 403) return true;
  const { location } = answer.headers;
  if (answer.status < 300 || answer.status >= 400 || !location) return false;
  const to = new URL(location, origin);
  return to.origin !== origin || ['/login', '/'].includes(to.pathname);
}

function roleOf(route: DeclaredRoute): string | undefined {
  return route.access.startsWith('role:')
    ? route.access.slice('role:'.length)
    : undefined;
}

function insiderFor(target: ProbeTarget, route: DeclaredRoute) {
  const role = roleOf(route);
  return role === undefined
    ? target.visitors[0]
    : target.visitors.find(({ roles }) => roles.includes(role));
}

function outsiderFor(target: ProbeTarget, route: DeclaredRoute) {
  const role = roleOf(route);
  return role === undefined
    ? undefined
    : target.visitors.find(({ roles }) => !roles.includes(role));
}
