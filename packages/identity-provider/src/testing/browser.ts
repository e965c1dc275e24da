/** What a browser shows when it stays at the provider. */
export interface ShownPage {
  url: string;
  status: number;
  headers: Headers;
  html: string;
}

/** Where a visit ended: on a page, or on the way back to an app. */
export type Visit =
  | { at: 'page'; page: ShownPage }
  | { at: 'app'; address: URL };

interface Cookie {
  name: string;
  value: string;
  path: string;
}

const mostRedirects = 12;

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function formOf(html: string): { action: string; fields: URLSearchParams } {
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '';
  const fields = new URLSearchParams();
  for (const [input] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const attribute = (name: string) =>
      unescapeHtml(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '');
    fields.set(attribute('name'), attribute('value'));
  }
  return { action: unescapeHtml(action), fields };
}

/**
 * As much of a browser as a sign-in needs: cookies with paths, redirects and
 * forms. It stops where an app would take over.
 */
export class Browser {
  readonly #origin: string;
  #cookies: Cookie[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Opens an address of the provider and follows redirects. */
  visit(address: string | URL): Promise<Visit> {
    return this.#go(new URL(address), undefined);
  }

  /** Sends the form of a page. */
  submit(page: ShownPage, values: Record<string, string>): Promise<Visit> {
    const { action, fields } = formOf(page.html);
    for (const [name, value] of Object.entries(values)) {
      fields.set(name, value);
    }
    return this.#go(new URL(action, page.url), fields);
  }

  /** Opens an address, signs in, and returns where the provider sends us. */
  async signIn(
    address: string | URL,
    credentials: { username: string; password: string },
  ): Promise<Visit> {
    const first = await this.visit(address);
    if (first.at === 'app' || !first.page.html.includes('name="password"')) {
      return first;
    }
    return this.submit(first.page, credentials);
  }

  async #go(start: URL, form: URLSearchParams | undefined): Promise<Visit> {
    let url = start;
    let body = form;
    for (let count = 0; count < mostRedirects; count++) {
      if (url.origin !== this.#origin) {
        return { at: 'app', address: url };
      }
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: { cookie: this.#cookiesFor(url) },
      });
      this.#keepCookies(response);
      const location = response.headers.get('location');
      const html = await response.text();
      if (location) {
        url = new URL(location, url);
        body = undefined;
      } else if (html.includes('document.forms[0].submit()')) {
        const { action, fields } = formOf(html);
        url = new URL(action, url);
        body = fields;
      } else {
        const { status, headers } = response;
        return { at: 'page', page: { url: url.href, status, headers, html } };
      }
    }
    throw new Error(`more than ${mostRedirects} redirects, last ${url.href}`);
  }

  #cookiesFor(url: URL): string {
    return this.#cookies
      .filter(
        ({ path }) =>
          url.pathname === path ||
          url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const path =
        attributes.find(text => text.startsWith('path='))?.slice(5) ?? '/';
      this.#cookies = this.#cookies.filter(
        cookie => cookie.name !== name || cookie.path !== path,
      );
      if (value !== '') {
        this.#cookies.push({ name, value, path });
      }
    }
  }
}
