import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { beginSignIn, portalApp, signIn, textOf } from '../testing/apps.ts';
import type { TestApp } from '../testing/apps.ts';
import { Browser } from '../testing/browser.ts';
import { startTestProvider, type TestProvider } from '../testing/index.ts';

let provider: TestProvider;
let portal: TestApp;

before(async () => {
  provider = await startTestProvider();
  portal = await portalApp(provider);
});
after(() => provider.stop());

const newBrowser = () => new Browser(provider.issuer);

async function openSignInPage(browser: Browser, extra = {}) {
  const attempt = await beginSignIn(portal, extra);
  const visit = await browser.visit(attempt.address);
  assert.equal(visit.at, 'page');
  return { attempt, page: visit.page };
}

test('a persona signs in to the portal and her claims are there', async () => {
  const tokens = await signIn({
    app: portal,
    browser: newBrowser(),
    provider,
    username: 'maya',
  });
  assert.equal(tokens.claims()?.sub, 'sub-maya');
  assert.ok(tokens.refresh_token, 'a refresh token keeps the portal signed in');
  assert.ok((tokens.expiresIn() ?? Infinity) <= 3600);
  assert.equal(tokens.access_token.split('.').length, 1, 'opaque, not a JWT');
  const userinfo = await oidc.fetchUserInfo(
    portal.configuration,
    tokens.access_token,
    'sub-maya',
  );
  assert.equal(userinfo.email, 'maya@example.com');
  assert.equal(userinfo.email_verified, true);
  assert.equal(userinfo.name, 'Maya Lind');
  assert.equal(userinfo.preferred_username, 'maya');
  const renewed = await oidc.refreshTokenGrant(
    portal.configuration,
    String(tokens.refresh_token),
  );
  assert.notEqual(renewed.access_token, tokens.access_token);
});

test('the roles scope brings groups and roles into the ID token', async () => {
  const tokens = await signIn({
    app: { ...portal, scope: 'openid profile email roles' },
    browser: newBrowser(),
    provider,
    username: 'sam',
  });
  assert.deepEqual(tokens.claims()?.groups, ['security-reviewers']);
  assert.deepEqual(tokens.claims()?.roles, ['member', 'reviewer']);
});

test('a request without PKCE is refused', async () => {
  const address = oidc.buildAuthorizationUrl(portal.configuration, {
    redirect_uri: portal.redirectUri,
    scope: portal.scope,
  });
  const visit = await newBrowser().visit(address);
  assert.equal(visit.at, 'app');
  assert.equal(visit.address.searchParams.get('error'), 'invalid_request');
  assert.match(
    visit.address.searchParams.get('error_description') ?? '',
    /PKCE/,
  );
});

test('the plain PKCE method and a wrong verifier are refused', async () => {
  const { address } = await beginSignIn(portal, {
    code_challenge_method: 'plain',
  });
  const visit = await newBrowser().visit(address);
  assert.equal(visit.at, 'app');
  assert.equal(visit.address.searchParams.get('error'), 'invalid_request');

  const attempt = await beginSignIn(portal);
  const signedIn = await newBrowser().signIn(attempt.address, {
    username: 'maya',
    password: String(provider.passwords.maya),
  });
  assert.equal(signedIn.at, 'app');
  await assert.rejects(
    oidc.authorizationCodeGrant(portal.configuration, signedIn.address, {
      expectedState: signedIn.address.searchParams.get('state') ?? '',
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    }),
    { error: 'invalid_grant' },
  );
});

test('an unknown redirect address gets a page, never a redirect', async () => {
  const { address } = await beginSignIn(portal, {
    redirect_uri: 'http://evil.example/callback',
  });
  const visit = await newBrowser().visit(address);
  assert.equal(visit.at, 'page');
  assert.equal(visit.page.status, 400);
  assert.match(textOf(visit.page), /Sign-in did not work/);
});

test('the sign-in page names the app and has labelled fields', async () => {
  const { page } = await openSignInPage(newBrowser());
  assert.equal(page.status, 200);
  assert.match(
    textOf(page),
    /continue to the developer portal at localhost:7007/,
  );
  assert.match(page.html, /<label for="username">/);
  assert.match(page.html, /<label for="password">/);
  assert.match(page.html, /<button type="submit">Sign in<\/button>/);
  assert.doesNotMatch(page.html, /<script/);
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /default-src 'none'/,
  );
});

test('a wrong password shows a message and lets the person try again', async () => {
  const browser = newBrowser();
  const { page } = await openSignInPage(browser);
  const wrong = await browser.submit(page, {
    username: '"><b>maya',
    password: 'not the password',
  });
  assert.equal(wrong.at, 'page');
  assert.equal(wrong.page.status, 403);
  assert.match(textOf(wrong.page), /user name or the password is wrong/);
  assert.ok(!wrong.page.html.includes('<b>maya'), 'what was typed is escaped');
  assert.ok(!wrong.page.html.includes('not the password'));
  const right = await browser.submit(wrong.page, {
    username: 'Maya@example.com',
    password: String(provider.passwords.maya),
  });
  assert.equal(right.at, 'app');
});

test('after five wrong passwords the page says how long to wait', async () => {
  const browser = newBrowser();
  let { page } = await openSignInPage(browser);
  for (let count = 0; count < 6; count++) {
    const visit = await browser.submit(page, {
      username: 'ivan',
      password: `guess ${count}`,
    });
    assert.equal(visit.at, 'page');
    page = visit.page;
    assert.equal(page.status, count < 5 ? 403 : 429);
  }
  assert.match(textOf(page), /Wait \d+ seconds/);
  assert.ok(Number(page.headers.get('retry-after')) > 0);
});

test('cancelling goes back to the app with access_denied', async () => {
  const browser = newBrowser();
  const { page } = await openSignInPage(browser);
  const visit = await browser.submit(page, { action: 'cancel' });
  assert.equal(visit.at, 'app');
  assert.equal(visit.address.searchParams.get('error'), 'access_denied');
});

test('a sign-in page works only in the browser that opened it', async () => {
  const { page } = await openSignInPage(newBrowser());
  const visit = await newBrowser().submit(page, {
    username: 'maya',
    password: String(provider.passwords.maya),
  });
  assert.equal(visit.at, 'page');
  assert.equal(visit.page.status, 400);
  assert.match(textOf(visit.page), /expired/);
});

test('signing out and in again ends at the portal, not in a loop', async () => {
  const browser = newBrowser();
  const person = { app: portal, browser, provider, username: 'maya' };
  const first = await signIn(person);
  // Backstage signs out by revoking the refresh token, which ends its grant
  // while the session here still names it.
  await oidc.tokenRevocation(portal.configuration, String(first.refresh_token));
  const silent = await signIn(person);
  assert.equal(silent.claims()?.sub, 'sub-maya');
  await oidc.tokenRevocation(
    portal.configuration,
    String(silent.refresh_token),
  );
  const asked = await signIn({ ...person, extra: { prompt: 'login' } });
  assert.equal(asked.claims()?.sub, 'sub-maya');
});

test('prompt login asks again and another persona can take over', async () => {
  const browser = newBrowser();
  await signIn({ app: portal, browser, provider, username: 'maya' });
  const { page } = await openSignInPage(browser, { prompt: 'login' });
  assert.match(textOf(page), /Sign in/);
  const tokens = await signIn({
    app: portal,
    browser,
    provider,
    username: 'sam',
    extra: { prompt: 'login' },
  });
  assert.equal(tokens.claims()?.sub, 'sub-sam');
});

test('the portal may not ask for the people API', async () => {
  const { address } = await beginSignIn(portal, {
    resource: 'urn:micro-apps:people',
  });
  const visit = await newBrowser().visit(address);
  assert.equal(visit.at, 'app');
  assert.equal(visit.address.searchParams.get('error'), 'invalid_target');
});
