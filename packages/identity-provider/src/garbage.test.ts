import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { startTestProvider, type TestProvider } from './testing/index.ts';

let provider: TestProvider;

before(async () => {
  provider = await startTestProvider();
});
after(async () => {
  await provider.stop();
});

interface RawRequest {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request as it is; `fetch` would tidy paths and the Host header. */
function raw({ path, method, headers, body }: RawRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: provider.port,
        path,
        method,
        headers: { host: `localhost:${provider.port}`, ...headers },
      },
      response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const long = 'a'.repeat(200_000);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const deep = '['.repeat(20_000) + ']'.repeat(20_000);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const requests = (): RawRequest[] => [
  { path: '/%E0%A4%A' },
  { path: '//' },
  { path: '/auth' },
  { path: '/auth?client_id[]=x&scope=%00' },
  { path: '/auth?client_id=a&client_id=b' },
  { path: `/auth?client_id=${'a'.repeat(10_000)}` },
  { path: '/auth?client_id=micro-apps-portal&redirect_uri=%00&claims=[[' },
  { path: '/auth/%E0%A4%A' },
  { path: '/auth/unknown' },
  { path: '/login/unknown' },
  { path: '/login/%E0%A4%A' },
  { path: '/login/unknown', method: 'POST', headers: form, body: 'a=%E0%A4%A' },
  { path: '/login/unknown', method: 'POST', headers: form, body: `a=${long}` },
  { path: '/login/unknown', method: 'POST', headers: json, body: '{"a' },
  { path: '/token', method: 'POST', headers: form, body: `code=${long}` },
  { path: '/token', method: 'POST', headers: form, body: 'grant_type=a&%00=b' },
  { path: '/token', method: 'POST', headers: json, body: deep },
  {
    path: '/token',
    method: 'POST',
    headers: { ...form, authorization: 'Basic !!!' },
    body: 'grant_type=authorization_code&code=x',
  },
  {
    path: '/token',
    method: 'POST',
    headers: form,
    body: 'grant_type=authorization_code&client_assertion=a.b.c&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  },
  ...['', '{', '[]', 'null', '"x"', deep, `{"client_name":"${long}"}`].map(
    body => ({
      path: '/reg',
      method: 'POST',
      headers: { ...json, ...bearer(provider.initialAccessToken) },
      body,
    }),
  ),
  ...[
    '{"__proto__":{"a":1}}',
    '{"jwks":{"keys":[null]},"redirect_uris":[null,1,{}]}',
    '{"jwks":[],"redirect_uris":"x","scope":7,"micro_app":["a"]}',
    '{"client_id":{},"grant_types":{"includes":1}}',
  ].map(body => ({
    path: '/reg',
    method: 'POST',
    headers: { ...json, ...bearer(provider.initialAccessToken) },
    body,
  })),
  { path: '/reg', method: 'POST', headers: json, body: '{}' },
  { path: '/reg/unknown', headers: bearer('x') },
  { path: '/reg/%E0%A4%A', method: 'DELETE', headers: bearer('x') },
  { path: '/token/revocation', method: 'POST', headers: form, body: 'token=x' },
  { path: '/token/introspection', method: 'POST', headers: form, body: '' },
  { path: '/me', headers: bearer('a b c') },
  { path: '/me', headers: { authorization: '' } },
  { path: '/session/end?id_token_hint=x.y.z' },
  { path: '/session/end/confirm', method: 'POST', headers: form, body: 'x' },
  { path: '/people', headers: bearer(long.slice(0, 10_000)) },
  { path: '/people', headers: { authorization: 'Bearer' } },
  { path: '/people/%E0%A4%A', headers: bearer('x') },
  { path: '/people', method: 'PATCH' },
  { path: '/admin/clients/%00', method: 'DELETE', headers: bearer('x') },
  {
    path: '/admin/clients?software_id_prefix=a&software_id_prefix=b',
    headers: bearer(provider.adminToken),
  },
  {
    path: '/admin/clients/%00%F0%9F%98%80',
    method: 'DELETE',
    headers: bearer(provider.adminToken),
  },
  {
    path: '/admin/clients/%E0%A4%A',
    method: 'DELETE',
    headers: bearer(provider.adminToken),
  },
  { path: '/healthz', headers: { host: 'evil.example' } },
  {
    path: '/.well-known/openid-configuration',
    headers: { host: 'evil.example:7010' },
  },
];

test('garbage and oversized input is refused as the caller’s mistake', async () => {
  for (const item of requests()) {
    const status = await raw(item);
    const said = `${item.method ?? 'GET'} ${item.path.slice(0, 80)} ${
      item.body?.slice(0, 60) ?? ''
    } → ${status}`;
    const endPage = item.path.startsWith('/session/end');
    assert.ok((status >= 400 || endPage) && status < 500, said);
  }
  assert.equal(provider.output().includes('error'), false, provider.output());
  assert.equal(await raw({ path: '/healthz' }), 200);
});

test('a foreign host name gets 421', async () => {
  const status = await raw({
    path: '/healthz',
    headers: { host: 'evil.example' },
  });
  assert.equal(status, 421);
});
