import { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';

/** The registry's methods; a test gives those that it needs. */
export type Answers = {
  -readonly [Method in keyof MicroAppsClient]?: MicroAppsClient[Method];
};

/** The registry's client; what has no answer fails and says which it was. */
export function fakeClient(answers: Answers = {}): MicroAppsClient {
  const client = new MicroAppsClient({
    discoveryApi: { getBaseUrl: async pluginId => `/api/${pluginId}` },
    fetchApi: {
      fetch: async (input, init) =>
        Response.json(
          {
            error: {
              code: 'failed',
              message: `The test has no answer to ${init?.method} ${input}`,
            },
          },
          { status: 500 },
        ),
    },
  });
  return Object.assign(client, answers);
}
