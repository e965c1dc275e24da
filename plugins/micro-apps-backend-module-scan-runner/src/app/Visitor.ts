import { loopbackRequest, type Answer } from './loopbackRequest';

const MAX_REDIRECTS = 12;

/**
 * Visits the app under scan as a browser without scripts would: keeps cookies
 * by host, follows redirects only when asked.
 */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #setCookieLines = new Map<string, string[]>();

  /** Names and values that a host has set. */
  cookiesOf(host: string): ReadonlyMap<string, string> {
    return this.#cookies.get(host) ?? new Map();
  }

  /** Every Set-Cookie line of a host, as it was sent. */
  setCookieLinesOf(host: string): readonly string[] {
    return this.#setCookieLines.get(host) ?? [];
  }

  /** The Cookie header for a host. */
  cookieHeader(host: string): string {
    return [...this.cookiesOf(host)]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  /** One request, with this visitor's cookies, no redirect followed. */
  async ask(
    url: URL,
    options: {
      method?: string;
      headers?: Record<string, string>;
      body?: string;
    } = {},
  ): Promise<Answer> {
    const cookie = this.cookieHeader(url.hostname);
    const answer = await loopbackRequest({
      url,
      method: options.method,
      body: options.body,
      headers: {
        accept: 'text/html,application/json;q=0.9,*/*;q=0.8',
        ...(cookie ? { cookie } : {}),
        ...options.headers,
      },
    });
    this.#keep(url.hostname, answer.headers['set-cookie'] ?? []);
    return answer;
  }

  /** Follows redirects to the page at their end. */
  async visit(start: URL): Promise<{ url: URL; answer: Answer }> {
    let url = start;
    let answer = await this.ask(url);
    for (
      let hops = 0;
      hops < MAX_REDIRECTS && answer.headers.location;
      hops++
    ) {
      url = new URL(answer.headers.location, url);
      answer = await this.ask(url);
    }
    return { url, answer };
  }

  /** Sends a form and follows to the page at its end. */
  async submit(
    url: URL,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ url: URL; answer: Answer }> {
    const answer = await this.ask(url, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: url.origin,
      },
    });
    return answer.headers.location
      ? this.visit(new URL(answer.headers.location, url))
      : { url, answer };
  }

  #keep(host: string, lines: readonly string[]): void {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    this.#setCookieLines.set(host, [...this.setCookieLinesOf(host), ...lines]);
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      const ended = attributes.some(attribute =>
        /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute),
      );
      if (ended || value === '') jar.delete(name);
      else jar.set(name, value);
    }
  }
}
