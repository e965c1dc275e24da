import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey, microAppMetadata, register } from '../testing/apps.ts';
import { startTestProvider, type TestProvider } from '../testing/index.ts';

let provider: TestProvider;
let accepted: Record<string, unknown>;

before(async () => {
  provider = await startTestProvider();
  const { publicJwk } = await makeKey();
  accepted = microAppMetadata({
    app: 'tea',
    environment: 'sandbox',
    publicJwk,
  });
});
after(() => provider.stop());

interface Answer {
  error?: string;
  error_description?: string;
  [name: string]: unknown;
}

async function send(change: Record<string, unknown>) {
  const response = await register(provider, { ...accepted, ...change });
  return {
    status: response.status,
    answer: (await response.json()) as Answer,
  };
}

test('good metadata is registered as it was asked for', async () => {
  const { status, answer } = await send({});
  assert.equal(status, 201);
  assert.equal(answer.scope, accepted.scope);
  assert.equal(answer.software_id, 'micro-apps:tea:sandbox');
  assert.equal(answer.micro_app_environment, 'sandbox');
  assert.equal(answer.client_secret, undefined);
  assert.deepEqual(answer.grant_types, accepted.grant_types);
  const beta = await send({
    software_id: 'micro-apps:tea:beta',
    micro_app_environment: 'beta',
    redirect_uris: ['https://tea.example.com/callback'],
  });
  assert.equal(beta.status, 201);
});

test('without a scope a client may only ask who signed in', async () => {
  const { answer } = await send({ scope: undefined });
  assert.equal(answer.scope, 'openid');
});

test('registering needs the initial access token', async () => {
  const without = await fetch(`${provider.issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(accepted),
  });
  assert.ok([400, 401].includes(without.status));
  const wrong = await register(
    { ...provider, initialAccessToken: 'something-else-entirely' },
    accepted,
  );
  assert.equal(wrong.status, 401);
});

const privateJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'A'.repeat(43),
  d: 'secret',
};

const refused: readonly [
  fact: string,
  change: Record<string, unknown>,
  says: RegExp,
][] = [
  [
    'a client secret',
    { token_endpoint_auth_method: 'client_secret_basic' },
    /token_endpoint_auth_method/,
  ],
  [
    'no client authentication',
    { token_endpoint_auth_method: 'none' },
    /token_endpoint_auth_method/,
  ],
  [
    'a secret of its own',
    { client_secret: 'x'.repeat(40) },
    /no client secret/,
  ],
  ['the implicit grant', { grant_types: ['implicit'] }, /grant_types/],
  [
    'client credentials',
    { grant_types: ['authorization_code', 'client_credentials'] },
    /grant_types/,
  ],
  [
    'another response type',
    { response_types: ['code id_token'] },
    /response_types/,
  ],
  [
    'an http redirect address elsewhere',
    { redirect_uris: ['http://evil.example/callback'] },
    /must start with https/,
  ],
  [
    'a redirect to plain localhost',
    { redirect_uris: ['http://localhost:7101/callback'] },
    /must start with https/,
  ],
  [
    'a redirect to 127.0.0.1',
    { redirect_uris: ['http://127.0.0.1:7101/callback'] },
    /must start with https/,
  ],
  [
    'a host that only ends like a loopback name',
    { redirect_uris: ['http://tea.localhost.evil.example:7101/callback'] },
    /must start with https/,
  ],
  [
    'a redirect without a port',
    { redirect_uris: ['http://tea.localhost/callback'] },
    /must start with https/,
  ],
  [
    'a redirect that ends elsewhere',
    { redirect_uris: ['http://tea.localhost:7101/other'] },
    /end with \/callback/,
  ],
  [
    'a redirect with a wildcard',
    { redirect_uris: ['https://*.example.com/callback'] },
    /exact address/,
  ],
  [
    'a redirect with a fragment',
    { redirect_uris: ['https://tea.example.com/callback#x'] },
    /fragment/,
  ],
  [
    'a redirect with a password',
    { redirect_uris: ['https://a:b@tea.example.com/callback'] },
    /password/,
  ],
  [
    'a script as redirect',
    { redirect_uris: ['javascript:alert(1)//callback'] },
    /must/,
  ],
  ['no redirect address', { redirect_uris: [] }, /redirect_uris/],
  [
    'an unknown scope',
    { scope: 'openid admin:all' },
    /unknown scope admin:all/,
  ],
  ['no software id', { software_id: undefined }, /software_id/],
  [
    'a software id of another app',
    { software_id: 'micro-apps:other:sandbox' },
    /must be micro-apps:tea:sandbox/,
  ],
  ['no app', { micro_app: undefined }, /micro_app/],
  [
    'an unknown environment',
    { micro_app_environment: 'production' },
    /micro_app_environment/,
  ],
  [
    'keys by address',
    { jwks: undefined, jwks_uri: 'https://tea.example.com/jwks' },
    /jwks/,
  ],
  ['no keys', { jwks: { keys: [] } }, /jwks/],
  ['a private key', { jwks: { keys: [privateJwk] } }, /public key only/],
  [
    'a shared secret as key',
    { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } },
    /public key only/,
  ],
  [
    'a broken key',
    { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] } },
    /not a usable/,
  ],
  [
    'unknown metadata',
    { initiate_login_uri: 'https://tea.example.com/' },
    /unknown metadata: initiate_login_uri/,
  ],
  ['a name of the wrong type', { client_name: { a: 1 } }, /client_name/],
];

for (const [fact, change, says] of refused) {
  test(`${fact} is refused with a sentence that says why`, async () => {
    const { status, answer } = await send(change);
    assert.equal(status, 400);
    // RFC 7591, section 3.2.2, has a code of its own for redirect addresses.
    assert.equal(
      answer.error,
      'redirect_uris' in change
        ? 'invalid_redirect_uri'
        : 'invalid_client_metadata',
    );
    assert.match(String(answer.error_description), says);
  });
}

test('an update obeys the same rules and cannot change what the app is', async () => {
  const { answer } = await send({});
  const update = async (change: Record<string, unknown>) =>
    fetch(String(answer.registration_client_uri), {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${String(answer.registration_access_token)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ...accepted,
        client_id: answer.client_id,
        ...change,
      }),
    });
  const narrowed = await update({ scope: 'openid' });
  assert.equal(narrowed.status, 200);
  const evil = await update({
    redirect_uris: ['http://evil.example/callback'],
  });
  assert.equal(evil.status, 400);
  const moved = await update({
    software_id: 'micro-apps:tea:beta',
    micro_app_environment: 'beta',
  });
  assert.equal(moved.status, 400);
  const read = await fetch(String(answer.registration_client_uri), {
    headers: {
      authorization: `Bearer ${String(answer.registration_access_token)}`,
    },
  });
  const stored = (await read.json()) as Answer;
  assert.equal(stored.scope, 'openid');
  assert.equal(stored.micro_app_environment, 'sandbox');
  assert.deepEqual(stored.redirect_uris, accepted.redirect_uris);
});
