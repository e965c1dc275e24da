import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import {
  askPeople,
  microApp,
  portalApp,
  signIn,
  type RegisteredApp,
} from '../testing/apps.ts';
import { Browser } from '../testing/browser.ts';
import { startTestProvider, type TestProvider } from '../testing/index.ts';

let provider: TestProvider;

before(async () => {
  provider = await startTestProvider();
});
after(() => provider.stop());

function admin(
  path: string,
  options: { method?: string; token?: string } = {},
) {
  return fetch(`${provider.issuer}/admin${path}`, {
    method: options.method,
    headers: {
      authorization: `Bearer ${options.token ?? provider.adminToken}`,
    },
  });
}

async function clientIds(prefix: string): Promise<string[]> {
  const response = await admin(
    `/clients?software_id_prefix=${encodeURIComponent(prefix)}`,
  );
  assert.equal(response.status, 200);
  const { items } = (await response.json()) as {
    items: { client_id: string }[];
  };
  return items.map(({ client_id }) => client_id);
}

async function signedInApp(app: string) {
  const registered = await microApp(provider, { app, environment: 'beta' });
  const tokens = await signIn({
    app: registered,
    browser: new Browser(provider.issuer),
    provider,
    username: 'maya',
  });
  const token = tokens.access_token;
  assert.equal((await askPeople(provider, { token })).status, 200);
  return { registered, tokens };
}

async function assertDead(options: {
  registered: RegisteredApp;
  tokens: oidc.TokenEndpointResponse;
}) {
  const { registered, tokens } = options;
  const token = tokens.access_token;
  assert.equal((await askPeople(provider, { token })).status, 401);
  const portal = await portalApp(provider);
  for (const value of [token, String(tokens.refresh_token)]) {
    const { active } = await oidc.tokenIntrospection(
      portal.configuration,
      value,
    );
    assert.equal(active, false);
  }
  await assert.rejects(
    oidc.refreshTokenGrant(
      registered.configuration,
      String(tokens.refresh_token),
    ),
    { error: 'invalid_client' },
  );
}

test('deleting a client with its registration token ends all its tokens', async () => {
  const { registered, tokens } = await signedInApp('gone');
  const headers = {
    authorization: `Bearer ${registered.registrationToken}`,
  };
  const deleted = await fetch(registered.registrationUri, {
    method: 'DELETE',
    headers,
  });
  assert.equal(deleted.status, 204);
  await assertDead({ registered, tokens });
  const read = await fetch(registered.registrationUri, { headers });
  assert.equal(read.status, 401);
});

test('deleting a client by administration ends all its tokens', async () => {
  const { registered, tokens } = await signedInApp('swept');
  const other = await signedInApp('swept-not');
  assert.ok(
    (await clientIds('micro-apps:swept:')).includes(registered.clientId),
  );
  const path = `/clients/${registered.clientId}`;
  assert.equal((await admin(path, { method: 'DELETE' })).status, 204);
  await assertDead({ registered, tokens });
  assert.deepEqual(await clientIds('micro-apps:swept:'), []);
  assert.equal((await admin(path, { method: 'DELETE' })).status, 404);
  const read = await fetch(registered.registrationUri, {
    headers: { authorization: `Bearer ${registered.registrationToken}` },
  });
  assert.equal(read.status, 401);
  const untouched = await askPeople(provider, {
    token: other.tokens.access_token,
  });
  assert.equal(untouched.status, 200);
});

test('narrowing the scope of a client ends the tokens that had more', async () => {
  const { registered, tokens } = await signedInApp('narrowed');
  const updated = await fetch(registered.registrationUri, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${registered.registrationToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      ...registered.metadata,
      client_id: registered.clientId,
      scope: 'openid profile',
    }),
  });
  assert.equal(updated.status, 200);
  const token = tokens.access_token;
  assert.equal((await askPeople(provider, { token })).status, 401);
  await assert.rejects(
    oidc.refreshTokenGrant(
      registered.configuration,
      String(tokens.refresh_token),
    ),
    { error: 'invalid_grant' },
  );
});

test('the prefix is text, not a pattern, and the portal is never listed', async () => {
  await microApp(provider, { app: 'listed', environment: 'sandbox' });
  assert.deepEqual(await clientIds('%'), []);
  assert.equal((await clientIds('micro-apps:listed')).length, 1);
  assert.ok(!(await clientIds('')).includes('micro-apps-portal'));
  const portal = await admin('/clients/micro-apps-portal', {
    method: 'DELETE',
  });
  assert.equal(portal.status, 404);
});

test('administration needs its own token', async () => {
  for (const token of ['wrong', provider.initialAccessToken]) {
    assert.equal((await admin('/clients', { token })).status, 401);
  }
  const without = await fetch(`${provider.issuer}/admin/clients`);
  assert.equal(without.status, 401);
});
