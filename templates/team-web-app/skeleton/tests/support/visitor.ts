import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** An answer, read to its end. */
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
};

/** What a request may say beyond method and address. */
export type RequestOptions = {
  headers?: Record<string, string>;
  form?: Record<string, string | readonly string[]> | string;
};

/** A browser as far as these tests need one: cookies and redirects. */
export type Visitor = {
  get(path: string, options?: RequestOptions): Promise<Answer>;
  /** Sends a form as the app's own page would. */
  post(path: string, options?: RequestOptions): Promise<Answer>;
  /** Goes through company sign-in; out: the page at its end. */
  signIn(): Promise<Answer>;
  /** Cookies by name. */
  cookies: Map<string, string>;
  /** Every `Set-Cookie` line so far. */
  cookieLines: string[];
};

/**
 * One request. Names below `.localhost` are not known to every machine, so it
 * goes to the loopback address with the name in the Host header.
 */
function send(options: {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}): Promise<Answer> {
  const { url, method, headers, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
        headers: { host: url.host, ...headers },
        agent: false,
      },
      incoming => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: text,
          }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function encodeForm(form: RequestOptions['form']): string | undefined {
  if (form === undefined || typeof form === 'string') return form;
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const each of typeof value === 'string' ? [value] : value) {
      fields.append(name, each);
    }
  }
  return fields.toString();
}

/** Somebody at a browser who visits the app. */
export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>();
  const cookieLines: string[] = [];

  async function ask(
    method: string,
    address: string,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const url = new URL(address, origin);
    const body = encodeForm(options.form);
    const cookie = [...cookies]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const answer = await send({
      url,
      method,
      body,
      headers: {
        accept: 'text/html',
        ...(cookie && url.origin === origin && { cookie }),
        ...(method === 'POST' && {
          origin,
          'content-type': 'application/x-www-form-urlencoded',
        }),
        ...options.headers,
      },
    });
    if (url.origin === origin) keep(answer.headers['set-cookie'] ?? []);
    return answer;
  }

  function keep(lines: readonly string[]): void {
    cookieLines.push(...lines);
    for (const line of lines) {
      const pair = line.split(';')[0] ?? '';
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  return {
    get: (path, options) => ask('GET', path, options),
    post: (path, options) => ask('POST', path, options),
    async signIn() {
      let answer = await ask('GET', '/login');
      for (let hops = 0; hops < 5 && answer.headers.location; hops++) {
        answer = await ask('GET', answer.headers.location);
      }
      return answer;
    },
    cookies,
    cookieLines,
  };
}
