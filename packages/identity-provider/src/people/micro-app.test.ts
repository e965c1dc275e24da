import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import {
  askPeople,
  beginSignIn,
  microApp,
  portalApp,
  signIn,
  textOf,
} from '../testing/apps.ts';
import { Browser } from '../testing/browser.ts';
import { startTestProvider, type TestProvider } from '../testing/index.ts';
import type { PeoplePage } from './list-people.ts';

let provider: TestProvider;

before(async () => {
  provider = await startTestProvider();
});
after(() => provider.stop());

const newBrowser = () => new Browser(provider.issuer);

async function signInTo(
  options: { app: string; environment: string },
  username = 'maya',
) {
  const app = await microApp(provider, options);
  const tokens = await signIn({
    app,
    browser: newBrowser(),
    provider,
    username,
  });
  return { app, tokens };
}

async function peopleOf(token: string): Promise<PeoplePage> {
  const response = await askPeople(provider, { token });
  assert.equal(response.status, 200);
  return (await response.json()) as PeoplePage;
}

test('a micro app registers, signs a person in and gets her roles in the ID token', async () => {
  const { tokens } = await signInTo({ app: 'lunch', environment: 'sandbox' });
  const claims = tokens.claims();
  assert.equal(claims?.sub, 'sub-maya');
  assert.equal(claims?.name, 'Maya Lind');
  assert.equal(claims?.preferred_username, 'maya');
  assert.equal(claims?.email, 'maya@example.com');
  assert.deepEqual(claims?.roles, ['member']);
  assert.deepEqual(claims?.groups, ['product']);
  assert.ok((tokens.expiresIn() ?? Infinity) <= 3600);
});

test('a sandbox and a scan see the same made-up people, beta the directory', async () => {
  const [sandbox, scan, beta] = await Promise.all(
    ['sandbox', 'scan', 'beta'].map(async environment => {
      const { tokens } = await signInTo({ app: 'people-app', environment });
      return peopleOf(tokens.access_token);
    }),
  );
  assert.deepEqual(sandbox, scan);
  assert.ok(Number(sandbox?.total) >= 15);
  for (const { email } of sandbox?.items ?? []) {
    assert.match(email, /@sandbox\.invalid$/);
  }
  const names = beta?.items.map(({ displayName }) => displayName) ?? [];
  assert.ok(names.includes('Maya Lind') && names.includes('Rita Gomez'));
  assert.ok(names.length >= 20);
  const made = new Set(sandbox?.items.map(({ displayName }) => displayName));
  assert.ok(names.every(name => !made.has(name)));
});

test('one person is found by id, and an unknown id is 404', async () => {
  const { tokens } = await signInTo({ app: 'one', environment: 'beta' });
  const found = await askPeople(provider, {
    token: tokens.access_token,
    path: '/people/sub-sam',
  });
  const { displayName } = (await found.json()) as { displayName: string };
  assert.equal(displayName, 'Sam Okoye');
  const missing = await askPeople(provider, {
    token: tokens.access_token,
    path: '/people/nobody',
  });
  assert.equal(missing.status, 404);
  const hidden = await signInTo({ app: 'two', environment: 'sandbox' });
  const real = await askPeople(provider, {
    token: hidden.tokens.access_token,
    path: '/people/sub-sam',
  });
  assert.equal(real.status, 404);
});

test('no token, an unknown token and a token of another audience get 401', async () => {
  const without = await askPeople(provider, {});
  assert.equal(without.status, 401);
  assert.match(without.headers.get('www-authenticate') ?? '', /^Bearer /);
  const unknown = await askPeople(provider, { token: 'made-up' });
  assert.equal(unknown.status, 401);
  assert.match(
    unknown.headers.get('www-authenticate') ?? '',
    /error="invalid_token"/,
  );
  const app = await microApp(provider, { app: 'plain', environment: 'beta' });
  const { access_token } = await signIn({
    app: { ...app, resource: undefined, scope: 'openid profile' },
    browser: newBrowser(),
    provider,
    username: 'maya',
  });
  const other = await askPeople(provider, { token: access_token });
  assert.equal(other.status, 401);
  const { message } = (await other.json()) as { message: string };
  assert.match(message, /not for the people API/);
  const portal = await signIn({
    app: await portalApp(provider),
    browser: newBrowser(),
    provider,
    username: 'maya',
  });
  const fromPortal = await askPeople(provider, { token: portal.access_token });
  assert.equal(fromPortal.status, 401);
});

test('a people token without people:read gets 403', async () => {
  const app = await microApp(provider, { app: 'lean', environment: 'beta' });
  const { access_token } = await signIn({
    app: { ...app, scope: 'openid profile' },
    browser: newBrowser(),
    provider,
    username: 'maya',
  });
  const response = await askPeople(provider, { token: access_token });
  assert.equal(response.status, 403);
  assert.match(
    response.headers.get('www-authenticate') ?? '',
    /error="insufficient_scope".*scope="people:read"/,
  );
});

test('a people token does not open userinfo, a token without resource does', async () => {
  const { app, tokens } = await signInTo({ app: 'info', environment: 'beta' });
  await assert.rejects(
    oidc.fetchUserInfo(app.configuration, tokens.access_token, 'sub-maya'),
  );
  const plain = await signIn({
    app: { ...app, resource: undefined, scope: 'openid roles' },
    browser: newBrowser(),
    provider,
    username: 'maya',
  });
  const userinfo = await oidc.fetchUserInfo(
    app.configuration,
    plain.access_token,
    'sub-maya',
  );
  assert.deepEqual(userinfo.roles, ['member']);
});

test('a refreshed people token works, and a revoked one does not', async () => {
  const { app, tokens } = await signInTo({ app: 'again', environment: 'beta' });
  const renewed = await oidc.refreshTokenGrant(
    app.configuration,
    String(tokens.refresh_token),
    { resource: 'urn:micro-apps:people' },
  );
  await peopleOf(renewed.access_token);
  await oidc.tokenRevocation(app.configuration, renewed.access_token);
  const response = await askPeople(provider, { token: renewed.access_token });
  assert.equal(response.status, 401);
});

test('a scan identity signs in to a sandbox and to a scan client', async () => {
  for (const environment of ['sandbox', 'scan']) {
    const { tokens } = await signInTo(
      { app: 'scanned', environment },
      'scan-manager',
    );
    assert.deepEqual(tokens.claims()?.roles, ['member', 'manager']);
    assert.equal(tokens.claims()?.email_verified, false);
  }
});

test('a beta app and the portal refuse a scan identity', async () => {
  const beta = await microApp(provider, { app: 'live', environment: 'beta' });
  for (const app of [beta, await portalApp(provider)]) {
    const { address } = await beginSignIn(app);
    const visit = await newBrowser().signIn(address, {
      username: 'scan-member',
      password: String(provider.passwords['scan-member']),
    });
    assert.equal(visit.at, 'page');
    assert.equal(visit.page.status, 403);
    assert.match(textOf(visit.page), /for automated checks of sandboxes/);
  }
});

test('a scan session from a sandbox does not open a beta app', async () => {
  const browser = newBrowser();
  const sandbox = await microApp(provider, {
    app: 'mixed',
    environment: 'sandbox',
  });
  await signIn({ app: sandbox, browser, provider, username: 'scan-member' });
  const beta = await microApp(provider, { app: 'mixed', environment: 'beta' });
  const { address } = await beginSignIn(beta);
  const asked = await browser.visit(address);
  assert.equal(asked.at, 'page');
  assert.match(asked.page.html, /name="password"/);
  const silent = await beginSignIn(beta, { prompt: 'none' });
  const refused = await browser.visit(silent.address);
  assert.equal(refused.at, 'app');
  assert.ok(refused.address.searchParams.get('error'));
  const tokens = await signIn({
    app: beta,
    browser,
    provider,
    username: 'maya',
  });
  assert.equal(tokens.claims()?.sub, 'sub-maya');
});
