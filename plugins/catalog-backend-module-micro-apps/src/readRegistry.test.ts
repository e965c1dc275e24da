import { mockServices } from '@backstage/backend-test-utils';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRegistry } from './readRegistry';
import { catalogApp } from './testing/catalogApp';

let server: Server | undefined;
afterEach(() => server?.close());

/** A registry on loopback that answers by page. */
async function registryWith(
  answer: (url: URL, req: IncomingMessage) => { status: number; body: unknown },
) {
  server = createServer((req, res) => {
    const { status, body } = answer(new URL(req.url ?? '/', 'http://x'), req);
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  });
  await new Promise<void>(done => server?.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return readRegistry({
    auth: mockServices.auth(),
    discovery: {
      getBaseUrl: async () => `http://127.0.0.1:${port}/api/micro-apps`,
      getExternalBaseUrl: async () => '',
    },
  });
}

describe('readRegistry', () => {
  it('follows pages to the end, with a service token', async () => {
    const tokens: (string | undefined)[] = [];
    const registry = await registryWith((url, req) => {
      tokens.push(req.headers.authorization);
      return url.searchParams.get('cursor') === 'next'
        ? { status: 200, body: { items: [catalogApp({ id: 'b' })] } }
        : {
            status: 200,
            body: { items: [catalogApp({ id: 'a' })], nextCursor: 'next' },
          };
    });
    expect((await registry.all()).map(app => app.id)).toEqual(['a', 'b']);
    expect(tokens).toHaveLength(2);
    expect(tokens.every(token => token?.startsWith('Bearer '))).toBe(true);
  });

  it('fails as a whole when one page fails, so that half a list is never taken for all', async () => {
    const registry = await registryWith(url =>
      url.searchParams.has('cursor')
        ? { status: 503, body: {} }
        : {
            status: 200,
            body: { items: [catalogApp()], nextCursor: 'next' },
          },
    );
    await expect(registry.all()).rejects.toThrow('503');
  });

  it('refuses an answer of another shape', async () => {
    const registry = await registryWith(() => ({
      status: 200,
      body: { apps: [] },
    }));
    await expect(registry.all()).rejects.toThrow('items');
  });

  it('finds one app by id and nothing else', async () => {
    const registry = await registryWith(url => ({
      status: 200,
      body: {
        items:
          url.searchParams.get('id') === 'a' ? [catalogApp({ id: 'a' })] : [],
      },
    }));
    expect((await registry.one('a'))?.id).toBe('a');
    expect(await registry.one('b')).toBeUndefined();
  });
});
