import { request, type Dispatcher } from 'undici';

/**
 * Sends one JSON document and reads no more of the answer than its status.
 * Redirects are answers like any other.
 *
 * @param options.totalMs - for everything: connecting, sending, the answer
 * @returns the status of the answer
 * @throws when there is none in time
 */
export async function postJson(options: {
  dispatcher: Dispatcher;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  totalMs: number;
  /** Of the answer; what is longer is cut off with the connection. */
  maxAnswerBytes: number;
}): Promise<number> {
  const { dispatcher, url, headers, body, totalMs, maxAnswerBytes } = options;
  const { statusCode, body: answer } = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    headersTimeout: totalMs,
    bodyTimeout: totalMs,
    signal: AbortSignal.timeout(totalMs),
  });
  try {
    await answer.dump({ limit: maxAnswerBytes });
  } catch {
    // Who is slow or talks without end has answered all the same.
  }
  return statusCode;
}
