import { request, type IncomingHttpHeaders } from 'node:http';

const MAX_BODY = 4 * 1024 * 1024;

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * One HTTP request to this machine. Names under `.localhost` are not known to
 * every resolver, so the connection goes to the loopback address and the name
 * travels in the Host header.
 * @throws when the address is not on this machine, or nobody answers in time
 */
export function loopbackRequest(options: {
  url: URL;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}): Promise<Answer> {
  const {
    url,
    method = 'GET',
    headers = {},
    body,
    timeoutMs = 10_000,
  } = options;
  if (!isLoopback(url)) {
    return Promise.reject(
      new Error(`${url.origin} is not on this machine and is not asked`),
    );
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: url.port || 80,
        path: `${url.pathname}${url.search}`,
        method,
        headers: {
          host: url.host,
          ...headers,
          ...(body === undefined
            ? {}
            : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        timeout: timeoutMs,
        agent: false,
      },
      incoming => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_BODY) chunks.push(chunk);
        });
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.once('timeout', () =>
      outgoing.destroy(new Error(`${url.pathname} did not answer in time`)),
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function isLoopback(url: URL): boolean {
  return (
    url.protocol === 'http:' &&
    (url.hostname === 'localhost' ||
      url.hostname === '127.0.0.1' ||
      url.hostname.endsWith('.localhost'))
  );
}
