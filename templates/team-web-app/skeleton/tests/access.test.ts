import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { joinRoutes, routeKey } from '../src/routeTable.ts';
import type { Route } from '../src/routeTable.ts';
import { MEMBER, ROUTES, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';
import type { Answer, RequestOptions, Visitor } from './support/visitor.ts';

// Claims every role, but nobody signed it.
const FORGED_TOKEN = `${[
  { alg: 'none' },
  { sub: 'sub-forged', roles: ['member', 'manager'] },
]
  .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')}.`;

const SIGN_IN_PATHS = ['/login', '/callback', '/logout'];
const guarded = ROUTES.filter(route => route.access !== 'public');
const open = ROUTES.filter(
  route => route.access === 'public' && !SIGN_IN_PATHS.includes(route.path),
);
const forRoles = guarded.filter(route => route.access.startsWith('role:'));

function ask(
  visitor: Visitor,
  route: Route,
  options?: RequestOptions,
): Promise<Answer> {
  const path = route.path.replace(/:[A-Za-z]\w*/g, 'made-up');
  return route.method === 'GET'
    ? visitor.get(path, options)
    : visitor.post(path, options);
}

describe('access to every route of routes.json', () => {
  let app: RunningApp;
  before(async () => {
    // These tests sign in more often than people may within a minute.
    app = await startApp({ environment: 'scan' });
  });
  after(() => app.stop());

  for (const route of open) {
    it(`${routeKey(route)} is open to everybody, as declared`, async () => {
      const answer = await ask(await app.visitor(), route);
      assert.equal(answer.status, 200);
    });
  }

  for (const route of guarded) {
    const name = routeKey(route);

    it(`${name} is closed without a session`, async () => {
      const visitor = await app.visitor();
      const person = await ask(visitor, route);
      if (route.method === 'GET') {
        assert.equal(person.status, 303);
        assert.match(String(person.headers.location), /^\/login\?next=/);
      } else {
        assert.equal(person.status, 401);
      }
      const headers = { accept: 'application/json' };
      const program = await ask(visitor, route, { headers });
      assert.equal(program.status, 401);
    });

    it(`${name} is closed to a session that was made up`, async () => {
      const visitor = await app.visitor();
      const cookie = `${app.context.cookies.session}=${'A'.repeat(43)}`;
      const answer = await ask(visitor, route, { headers: { cookie } });
      assert.equal(answer.status, 401);
    });

    it(`${name} is closed to a token, forged or real`, async () => {
      const visitor = await app.visitor();
      const member = await app.visitor(MEMBER);
      const issued = String(app.service.issued.at(-1));
      for (const token of [FORGED_TOKEN, issued]) {
        const headers = {
          authorization: `Bearer ${token}`,
          'x-forwarded-user': MEMBER.sub,
        };
        assert.equal((await ask(visitor, route, { headers })).status, 401);
        assert.equal((await ask(member, route, { headers })).status, 401);
      }
    });
  }

  for (const route of forRoles) {
    const name = routeKey(route);

    it(`${name} is closed to a member without the role`, async () => {
      const answer = await ask(await app.visitor(MEMBER), route);
      assert.equal(answer.status, 403);
    });

    it(`${name} is open to the role`, async () => {
      const role = route.access.slice('role:'.length);
      const roles = ['member', role];
      const visitor = await app.visitor({ ...MEMBER, roles });
      const { status } = await ask(visitor, route);
      assert.ok(status < 400 || status === 404, `answered ${status}`);
    });
  }

  for (const route of guarded.filter(
    ({ access, method }) => access === 'signed-in' && method === 'GET',
  )) {
    it(`${routeKey(route)} is open to a member`, async () => {
      const answer = await ask(await app.visitor(MEMBER), route);
      assert.ok(answer.status === 200 || answer.status === 404);
    });
  }

  it('there is nothing at an address that is not declared', async () => {
    const visitor = await app.visitor(MEMBER);
    for (const path of ['/admin', '/records.json', '/src/app.ts', '/.env']) {
      assert.equal((await visitor.get(path)).status, 404);
    }
  });
});

describe('routes.json and the code', () => {
  const route: Route = {
    method: 'GET',
    path: '/a',
    access: 'signed-in',
    description: 'A page',
  };

  it('an undeclared page stops the start', () => {
    assert.throws(
      () => joinRoutes([route], { 'GET /a': 1, 'GET /b': 2 }),
      /GET \/b is in the code but not in routes\.json/,
    );
  });

  it('a declared page without code stops the start', () => {
    assert.throws(() => joinRoutes([route], {}), /not in the code/);
  });

  it('a page declared twice stops the start', () => {
    assert.throws(
      () => joinRoutes([route, route], { 'GET /a': 1 }),
      /declared twice/,
    );
  });
});
