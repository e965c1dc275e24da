/** Answers longer than this are not from an identity provider of ours. */
const TIMEOUT_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * One call to the identity provider. Redirects are refused, because they would
 * carry the token elsewhere; errors never repeat what was sent.
 *
 * @throws Error with a plain sentence when there is no answer in time
 */
export async function request(options: {
  url: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** Left out for what anybody may read. */
  token?: string;
  body?: unknown;
  timeoutMs?: number;
}): Promise<Answer> {
  const { url, method, token, body, timeoutMs = TIMEOUT_MS } = options;
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch {
    throw new Error(
      'The identity provider did not answer. Check that it runs, then try again.',
    );
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
