import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { sessionFor } from '../requestSession.ts';
import { dayCount, daysKept } from '../retention.ts';
import { audienceText, ownerName, privacyNotice } from './privacyNotice.ts';

function publicFile(name: string, type: string): RequestHandler {
  const file = fileURLToPath(new URL(`../../public/${name}`, import.meta.url));
  return (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300');
    response.type(type).sendFile(file, { cacheControl: false });
  };
}

function factsFor({ microApp, config }: Context): Html {
  const { retentionDays } = microApp;
  const days = daysKept({ retentionDays, environment: config.environment });
  return html`<aside class="card" aria-label="Good to know">
    <h2>Good to know</h2>
    <dl class="facts">
      <dt>For</dt>
      <dd>${audienceText(microApp)}</dd>
      <dt>Records are kept</dt>
      <dd>${dayCount(days)}, then deleted</dd>
      <dt>Owner</dt>
      <dd><bdi>${ownerName(microApp)}</bdi></dd>
    </dl>
  </aside>`;
}

/** The pages that everybody may see. */
export function frontHandlers(context: Context): Handlers {
  const { microApp, config, shell } = context;
  return {
    'GET /': (request, response) => {
      const session = sessionFor(request);
      const action = session
        ? html`<a class="button" href="/entries">Open the list</a>`
        : html`<a class="button" href="/login">Sign in with company SSO</a>`;
      const body = html`<div class="columns hero">
        <section>
          <h1><bdi>${microApp.name}</bdi></h1>
          <p class="lead"><bdi>${microApp.purpose}</bdi></p>
          <p>${action}</p>
          <p class="hint">
            Before anything that you enter is stored, you see the
            <a href="/privacy">privacy notice</a> and are asked.
          </p>
        </section>
        ${factsFor(context)}
      </div>`;
      response.type('html').send(shell({ title: 'Welcome', body, session }));
    },
    'GET /privacy': (request, response) => {
      const body = html`<h1>Privacy notice</h1>
        <div class="card prose">${privacyNotice(context)}</div>`;
      const session = sessionFor(request);
      response
        .type('html')
        .send(shell({ title: 'Privacy notice', body, session }));
    },
    'GET /health': (_request, response) => {
      response.json({
        status: 'ok',
        app: microApp.id,
        environment: config.environment,
        commit: config.commit,
      });
    },
    'GET /app.css': publicFile('app.css', 'css'),
    'GET /icon.svg': publicFile('icon.svg', 'svg'),
  };
}
