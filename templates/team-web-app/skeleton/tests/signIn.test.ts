import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Fault } from './support/idToken.ts';
import { MANAGER, MEMBER, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

const HOUR = 3_600_000;

describe('company sign-in', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ environment: 'scan' });
  });
  beforeEach(() => {
    app.service.fault = 'none';
  });
  after(() => app.stop());

  it('a member signs in and sees the list', async () => {
    const visitor = await app.visitor();
    app.service.person = MEMBER;
    const page = await visitor.signIn();
    assert.equal(page.status, 200);
    assert.match(page.body, /Alex Example/);
    assert.match(page.body, /<h1>Entries<\/h1>/);
  });

  it('asks with PKCE, state, nonce and no more scopes than registered', async () => {
    await app.visitor(MEMBER);
    const asked = app.service.asked.at(-1);
    assert.equal(asked?.get('code_challenge_method'), 'S256');
    assert.ok(asked.get('state') && asked.get('nonce'));
    assert.equal(asked.get('scope'), 'openid profile roles people:read');
    assert.equal(asked.get('resource'), 'urn:micro-apps:people');
    assert.equal(asked.get('redirect_uri'), `${app.origin}/callback`);
  });

  const faults: readonly [Fault, string][] = [
    ['foreign-key', 'signed with a foreign key'],
    ['unsigned', 'without a signature'],
    ['changed-after-signing', 'whose roles were changed after signing'],
    ['wrong-nonce', 'for another sign-in'],
    ['wrong-audience', 'for another app'],
    ['wrong-issuer', 'from another service'],
    ['expired', 'that has expired'],
  ];
  for (const [fault, words] of faults) {
    it(`an ID token ${words} opens nothing`, async () => {
      app.service.fault = fault;
      const visitor = await app.visitor();
      const page = await visitor.signIn();
      assert.equal(page.status, 400);
      assert.equal(visitor.cookies.get(app.context.cookies.session), undefined);
      assert.equal((await visitor.get('/entries')).status, 303);
    });
  }

  it('a callback that nobody began, or with another state, opens nothing', async () => {
    const visitor = await app.visitor();
    const path = '/callback?code=made-up&state=made-up';
    assert.equal((await visitor.get(path)).status, 400);
    await visitor.get('/login');
    assert.equal((await visitor.get(path)).status, 400);
    assert.equal((await visitor.get('/entries')).status, 303);
  });

  it('roles come from verified claims alone', async () => {
    const visitor = await app.visitor(MEMBER);
    const attempts = [
      visitor.get('/manage?role=manager&roles=manager'),
      visitor.get('/manage', { headers: { 'x-roles': 'manager' } }),
      visitor.get('/manage', {
        headers: {
          cookie: `roles=manager; ${app.context.cookies.session}=${
            visitor.cookies.get(app.context.cookies.session) ?? ''
          }`,
        },
      }),
      visitor.post('/manage/entries/sample-1/remove', {
        form: { role: 'manager', roles: ['manager'] },
      }),
    ];
    for (const answer of await Promise.all(attempts)) {
      assert.equal(answer.status, 403);
    }
    const manager = await app.visitor(MANAGER);
    assert.equal((await manager.get('/manage')).status, 200);
  });

  for (const roles of [[], ['visitor'], undefined]) {
    it(`an account with the roles ${
      JSON.stringify(roles) ?? 'missing'
    } gets no session`, async () => {
      const visitor = await app.visitor();
      app.service.person = { ...MEMBER, roles };
      const page = await visitor.signIn();
      assert.equal(page.status, 403);
      assert.equal(app.service.revoked.at(-1), app.service.issued.at(-1));
      assert.equal((await visitor.get('/entries')).status, 303);
    });
  }

  it('roles in another form than a list are no roles', async () => {
    const visitor = await app.visitor({ ...MEMBER, roles: 'manager' });
    assert.equal((await visitor.get('/entries')).status, 303);
  });

  it('every sign-in starts a new session and ends the one before', async () => {
    const visitor = await app.visitor(MEMBER);
    const name = app.context.cookies.session;
    const first = String(visitor.cookies.get(name));
    await visitor.signIn();
    assert.notEqual(visitor.cookies.get(name), first);
    const thief = await app.visitor();
    const headers = { cookie: `${name}=${first}` };
    assert.equal((await thief.get('/entries', { headers })).status, 401);
  });

  it('cookies are unreadable for scripts and stay on this site', async () => {
    const visitor = await app.visitor(MEMBER);
    assert.ok(visitor.cookieLines.length >= 3);
    for (const line of visitor.cookieLines) {
      assert.match(line, /; Path=\/; HttpOnly; SameSite=Lax/);
    }
  });

  it('signing out ends the session and revokes the access token', async () => {
    const visitor = await app.visitor(MEMBER);
    const session = String(visitor.cookies.get(app.context.cookies.session));
    assert.equal((await visitor.post('/logout')).status, 303);
    assert.equal(app.service.revoked.at(-1), app.service.issued.at(-1));
    visitor.cookies.set(app.context.cookies.session, session);
    assert.equal((await visitor.get('/entries')).status, 401);
  });

  it('a session ends after half an hour without a visit', async () => {
    const visitor = await app.visitor(MEMBER);
    app.later(HOUR / 2 + 1_000);
    assert.equal((await visitor.get('/entries')).status, 401);
  });

  it('a session ends after eight hours, visits or not', async () => {
    const visitor = await app.visitor(MEMBER);
    let status = 200;
    let visits = 0;
    for (; status === 200 && visits < 30; visits++) {
      app.later(HOUR / 3);
      ({ status } = await visitor.get('/my-data'));
    }
    assert.equal(status, 401);
    assert.equal(visits, 24);
  });

  it('sign-in leads back into the app and nowhere else', async () => {
    const places = [
      ['/my-data', '/my-data'],
      ['https://elsewhere.invalid/', '/entries'],
      ['//elsewhere.invalid', '/entries'],
      ['/logout', '/entries'],
    ];
    for (const [wanted = '', reached] of places) {
      const visitor = await app.visitor();
      const begun = await visitor.get(
        `/login?next=${encodeURIComponent(wanted)}`,
      );
      const back = await visitor.get(String(begun.headers.location));
      const end = await visitor.get(String(back.headers.location));
      assert.equal(end.headers.location, reached);
    }
  });
});

describe('sign-in without the sign-in service', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('says so, and works again once the service is back', async () => {
    app.service.isDown = true;
    const visitor = await app.visitor();
    const page = await visitor.get('/login');
    assert.equal(page.status, 503);
    assert.match(page.body, /cannot be reached at present/);
    app.service.isDown = false;
    app.service.person = MEMBER;
    assert.equal((await visitor.signIn()).status, 200);
  });
});
