import { MicroAppsClient } from './MicroAppsClient';
import { MicroAppsError } from './MicroAppsError';

function clientThatGets(response: Response) {
  const requests: { url: string; init?: RequestInit }[] = [];
  const client = new MicroAppsClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://portal/api/${pluginId}`,
    },
    fetchApi: {
      fetch: async (input, init) => {
        requests.push({ url: String(input), init });
        return response;
      },
    },
  });
  return { client, requests };
}

describe('MicroAppsClient', () => {
  it('escapes ids, so that an id never becomes another path', async () => {
    const { client, requests } = clientThatGets(Response.json({}));
    await client.getApp('../requests?x');
    expect(requests[0].url).toBe(
      'http://portal/api/micro-apps/v1/apps/..%2Frequests%3Fx',
    );
  });

  it('sends only what was asked as the query', async () => {
    const { client, requests } = clientThatGets(Response.json({ items: [] }));
    await client.listApps({ owner: 'me', q: undefined, limit: 10 });
    expect(requests[0].url).toBe(
      'http://portal/api/micro-apps/v1/apps?owner=me&limit=10',
    );
  });

  it("throws the registry's sentence with its code and details", async () => {
    const { client } = clientThatGets(
      Response.json(
        {
          error: {
            message: 'Two things are left',
            code: 'gate-closed',
            details: [{ message: 'Run the scans' }],
          },
        },
        { status: 409 },
      ),
    );
    const error = await client
      .promote('lunch', { environment: 'beta' })
      .catch(thrown => thrown);
    expect(error).toBeInstanceOf(MicroAppsError);
    expect(error).toMatchObject({
      status: 409,
      code: 'gate-closed',
      message: 'Two things are left',
      details: [{ message: 'Run the scans' }],
    });
  });

  it('says something useful when the answer is not even JSON', async () => {
    const { client } = clientThatGets(
      new Response('<html>bad gateway</html>', { status: 502 }),
    );
    await expect(client.getModel()).rejects.toThrow(
      /answered with status 502\. Try again/,
    );
  });
});
