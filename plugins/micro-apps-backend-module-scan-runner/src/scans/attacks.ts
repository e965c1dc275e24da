import { randomBytes } from 'node:crypto';
import type { EvidenceProblem } from '@micro-apps/governance-core';
import { concretePath, type DeclaredRoute } from '../app/declaredRoutes';
import { formsOf, type PageForm } from '../app/forms';
import type { Answer } from '../app/loopbackRequest';
import type { Visitor } from '../app/Visitor';

/** Names that web apps commonly read from the query. */
const QUERY_NAMES = ['q', 'search', 'name', 'id', 'page', 'returnTo', 'next'];
/** Paths that lead out of a folder, in the usual disguises. */
const TRAVERSALS = [
  '/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/..%5c..%5cpackage.json',
  '/app.css/..%2f..%2fpackage.json',
  '/%2e%2e/package.json',
];
const ELSEWHERE = 'https://elsewhere.invalid/';

/** Who attacks, and from where. */
export interface Attack {
  readonly origin: string;
  readonly visitor: Visitor;
  readonly routes: readonly DeclaredRoute[];
}

/** Markup that only shows up raw where the app does not escape it. */
export function newMarker(): string {
  return `"><svg onload=scan${randomBytes(6).toString('hex')}>`;
}

/** Markup in the address and in parameters of the path, read back. */
export async function reflectedMarkup(
  attack: Attack,
): Promise<readonly EvidenceProblem[]> {
  const { origin, visitor, routes } = attack;
  const problems: EvidenceProblem[] = [];
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const marker = newMarker();
    const url = new URL(
      route.path.replace(/:[A-Za-z]\w*/g, encodeURIComponent(marker)),
      origin,
    );
    for (const name of QUERY_NAMES) url.searchParams.set(name, marker);
    const answer = await visitor.ask(url);
    problems.push(...serverErrors(answer, `GET ${route.path}`));
    if (showsRaw(answer, marker)) {
      problems.push({
        code: 'dynamic/reflected-markup',
        level: 'error',
        message: `${route.path} shows markup from its address as markup; escape it`,
        location: `GET ${route.path}`,
      });
    }
  }
  return problems;
}

/** Markup in every text field of every form, looked for on every page after. */
export async function storedMarkup(
  attack: Attack,
): Promise<readonly EvidenceProblem[]> {
  const { origin, visitor, routes } = attack;
  const pages = routes
    .filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    .map(route => new URL(concretePath(route), origin));
  const marker = newMarker();
  const problems: EvidenceProblem[] = [];
  for (const page of pages) {
    const { body } = await visitor.ask(page);
    for (const form of formsOf(body, page).filter(isOwn(origin))) {
      const answer = await submitWith(visitor, form, marker);
      problems.push(...serverErrors(answer, `POST ${form.action.pathname}`));
    }
  }
  for (const page of pages) {
    if (showsRaw(await visitor.ask(page), marker)) {
      problems.push({
        code: 'dynamic/stored-markup',
        level: 'error',
        message: `${page.pathname} shows markup that somebody typed as markup; escape it`,
        location: `GET ${page.pathname}`,
      });
    }
  }
  return problems;
}

/** Nothing but declared pages may answer; above all no file of the server. */
export async function traversal(
  attack: Attack,
): Promise<readonly EvidenceProblem[]> {
  const problems: EvidenceProblem[] = [];
  for (const path of TRAVERSALS) {
    const { body, status } = await attack.visitor.ask(rawUrl(attack, path));
    if (/root:[^:]*:0:0:/.test(body) || /"dependencies"\s*:/.test(body)) {
      problems.push({
        code: 'dynamic/traversal',
        level: 'error',
        message: `${path} gives out a file of the server (status ${status})`,
        location: `GET ${path}`,
      });
    }
  }
  return problems;
}

/** No page sends people to an address from its own query. */
export async function openRedirects(
  attack: Attack,
): Promise<readonly EvidenceProblem[]> {
  const { origin, visitor, routes } = attack;
  const problems: EvidenceProblem[] = [];
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const url = new URL(concretePath(route), origin);
    for (const name of ['returnTo', 'next', 'url', 'redirect', 'continue']) {
      url.searchParams.set(name, ELSEWHERE);
    }
    const { location } = (await visitor.ask(url)).headers;
    if (location && new URL(location, origin).href.startsWith(ELSEWHERE)) {
      problems.push({
        code: 'dynamic/open-redirect',
        level: 'error',
        message: `${route.path} sends people to any address that a link names`,
        location: `GET ${route.path}`,
      });
    }
  }
  return problems;
}

/** `..` that URL parsing would fold away has to reach the app as it is. */
function rawUrl({ origin }: Attack, path: string): URL {
  const url = new URL(origin);
  Object.defineProperty(url, 'pathname', { value: path });
  return url;
}

function isOwn(origin: string) {
  return ({ action, method, textFields }: PageForm) =>
    method === 'POST' &&
    textFields.length > 0 &&
    action.origin === origin &&
    action.pathname !== '/logout';
}

async function submitWith(
  visitor: Visitor,
  form: PageForm,
  marker: string,
): Promise<Answer> {
  const typed = form.textFields.map(name => [name, marker] as const);
  const { answer } = await visitor.submit(form.action, {
    ...form.given,
    ...Object.fromEntries(typed),
  });
  return answer;
}

function serverErrors(
  { status }: Answer,
  location: string,
): readonly EvidenceProblem[] {
  return status < 500
    ? []
    : [
        {
          code: 'dynamic/server-error',
          level: 'error',
          message: `${location} breaks on unusual input (status ${status})`,
          location,
        },
      ];
}

function showsRaw({ body, headers }: Answer, marker: string): boolean {
  return /html/i.test(headers['content-type'] ?? '') && body.includes(marker);
}
