import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOAuthClients } from './createOAuthClients';

let server: Server;
let issuer: string;
let stored: Record<string, unknown>[] = [];
let widen: Record<string, unknown> = {};
beforeAll(async () => {
  server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const send = (status: number, body?: unknown) =>
      res.writeHead(status).end(body && JSON.stringify(body));
    const id = req.url?.split('/').at(-1);
    if (req.method === 'POST') {
      if (req.headers.authorization !== 'Bearer initial') return send(401);
      const client = {
        ...JSON.parse(Buffer.concat(chunks).toString()),
        client_id: `c${Math.random()}`,
      };
      stored.push(client);
      return send(201, {
        ...client,
        ...widen,
        registration_access_token: 'secret-token',
        registration_client_uri: `${issuer}/reg/${client.client_id}`,
      });
    }
    if (req.url?.startsWith('/.well-known/')) {
      return send(200, { scopes_supported: ['openid'] });
    }
    if (req.method === 'GET') return send(200, { items: stored });
    const before = stored.length;
    stored = stored.filter(client => client.client_id !== id);
    return send(stored.length < before ? 204 : 404);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  stored = [];
  widen = {};
});

const asked = {
  softwareId: 'micro-apps:tea:sandbox',
  appId: 'tea',
  environment: 'sandbox',
  clientName: 'Tea',
  redirectUris: ['http://tea.localhost:7101/callback'],
  scopes: ['openid'],
  jwks: { keys: [] },
};
const make = (initialAccessToken = 'initial') =>
  createOAuthClients({ issuer, initialAccessToken, adminToken: 'admin' });

test('registering twice leaves one client, and removing twice is success', async () => {
  const port = make();
  await port.register(asked);
  const client = await port.register(asked);
  expect(await port.list()).toEqual([
    { clientId: client.clientId, softwareId: asked.softwareId },
  ]);
  await port.remove(client);
  await port.remove(client);
  expect(stored).toEqual([]);
});

test.each([
  { scope: 'openid people:read' },
  { redirect_uris: ['http://evil.example/'] },
  { grant_types: ['implicit'] },
  { token_endpoint_auth_method: 'none' },
])('an answer with %j is deleted and refused', async change => {
  widen = change;
  await expect(make().register(asked)).rejects.toThrow(/removed/);
  expect(stored).toEqual([]);
});

test('errors do not repeat tokens', async () => {
  await expect(make('wrong-initial').register(asked)).rejects.toThrow(
    /^(?!.*wrong-initial).*answer 401/,
  );
});
