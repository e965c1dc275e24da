import { MicroAppsError } from './MicroAppsError';

/** How operations are asked for. */
export type Method = 'GET' | 'POST' | 'PUT';

/** What is sent with them. */
export interface AskOptions {
  readonly query?: object;
  readonly body?: unknown;
}

/** Where the portal is. */
export interface Portal {
  readonly discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Adds the token of whoever asks. */
  readonly fetchApi: { fetch: typeof fetch };
}

/** Asks the backend; an answer that is no success is thrown. */
export type Ask = (
  method: Method,
  path: readonly string[],
  options: AskOptions,
) => Promise<Response>;

/** Asks the backend of one portal; each part of a path is escaped. */
export function createAsk({ discoveryApi, fetchApi }: Portal): Ask {
  return async function ask(method, path, { query: given = {}, body }) {
    const base = await discoveryApi.getBaseUrl('micro-apps');
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(given)) {
      if (value !== undefined) query.set(key, String(value));
    }
    const url = `${base}/v1/${path.map(encodeURIComponent).join('/')}`;
    const response = await fetchApi.fetch(
      query.size ? `${url}?${query}` : url,
      {
        method,
        ...(body === undefined
          ? {}
          : {
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }),
      },
    );
    if (!response.ok) throw await MicroAppsError.fromResponse(response);
    return response;
  };
}
