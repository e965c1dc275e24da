import type { Config } from './config.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { mayReadPeople } from './microApp.ts';
import type { MicroApp } from './microApp.ts';
import type { Session } from './sessions.ts';

/** What every page has in common. Out: the whole document. */
export type Shell = (page: {
  title: string;
  body: Html;
  session: Session | undefined;
  /** Path of the page, to mark it in the navigation. */
  at?: string;
}) => string;

const BANNERS = {
  sandbox: 'Sandbox — invented data',
  scan: 'Sandbox — invented data (security scan)',
  beta: undefined,
};

function navigation(options: {
  links: { href: string; text: string }[];
  at: string | undefined;
}): Html {
  const items = options.links.map(link =>
    link.href === options.at
      ? html`<li>
          <a href="${link.href}" aria-current="page">${link.text}</a>
        </li>`
      : html`<li><a href="${link.href}">${link.text}</a></li>`,
  );
  return html`<nav aria-label="Main">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function linksFor(microApp: MicroApp, session: Session) {
  return [
    { href: '/entries', text: 'Entries' },
    ...(mayReadPeople(microApp)
      ? [{ href: '/people', text: 'Colleagues' }]
      : []),
    { href: '/my-data', text: 'My data' },
    ...(session.identity.roles.includes('manager')
      ? [{ href: '/manage', text: 'Manage' }]
      : []),
  ];
}

/** The frame of all pages of this app. */
export function createShell(options: {
  microApp: MicroApp;
  config: Config;
}): Shell {
  const { microApp, config } = options;
  const banner = BANNERS[config.environment];
  return ({ title, body, session, at }) => {
    const account =
      session &&
      html`<form class="account" method="post" action="/logout">
        <span
          ><span class="unseen">Signed in as </span
          ><bdi>${session.identity.displayName}</bdi></span
        >
        <button class="small quiet" type="submit">Sign out</button>
      </form>`;
    const document = html`<!DOCTYPE html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · ${microApp.name}</title>
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/app.css" />
        </head>
        <body>
          <a class="skip" href="#content">Skip to the content</a>
          <header>
            ${banner && html`<p class="banner">${banner}</p>`}
            <div class="bar">
              <a class="brand" href="/"
                ><img src="/icon.svg" alt="" width="28" height="28" /><bdi
                  >${microApp.name}</bdi
                ></a
              >
              ${session &&
              navigation({ links: linksFor(microApp, session), at })}
              ${account}
            </div>
          </header>
          <main id="content" tabindex="-1">${body}</main>
          <footer>
            <div class="bar">
              <a href="/privacy">Privacy notice</a>
              <span>Version ${config.commit.slice(0, 7)}</span>
            </div>
          </footer>
        </body>
      </html>`;
    return document.text;
  };
}
