import type { Context, Handlers } from '../context.ts';
import { csvText } from '../csv.ts';
import { html } from '../html.ts';
import { NOT_FOUND, sendProblem } from '../problem.ts';
import { requireSession } from '../requestSession.ts';
import { daysKept } from '../retention.ts';
import { entryItem, namesFor } from './entryItem.ts';
import { noticeFor } from './notices.ts';

/** Usage overview for managers; counts hold no person. */
export function manageHandlers(context: Context): Handlers {
  const { store, sessions, shell, microApp, config, logger } = context;

  function counts(): { what: string; number: number }[] {
    const { entries, ticks, consents } = store.read();
    const { retentionDays } = microApp;
    return [
      { what: 'Entries', number: entries.length },
      { what: 'People who agreed to the notice', number: consents.length },
      { what: 'Ticked colleagues', number: ticks.length },
      { what: 'Open sessions', number: sessions.count() },
      {
        what: 'Days that records are kept',
        number: daysKept({ retentionDays, environment: config.environment }),
      },
    ];
  }

  return {
    'GET /manage': async (request, response) => {
      const session = requireSession(request);
      const names = await namesFor(context, session);
      const { entries } = store.read();
      const items = entries.toReversed().map(entry =>
        entryItem({
          entry,
          names,
          removeAction: `/manage/entries/${entry.id}/remove`,
        }),
      );
      const tiles = counts().map(
        ({ what, number }) =>
          html`<div class="card">
            <dt>${what}</dt>
            <dd>${number}</dd>
          </div>`,
      );
      const body = html`<h1>Manage</h1>
        ${noticeFor(request)}
        <section aria-label="Usage">
          <h2>Usage</h2>
          <dl class="tiles">${tiles}</dl>
          <p>
            <a href="/manage/counts.csv">Download the numbers (CSV)</a>
          </p>
        </section>
        <section aria-label="All entries">
          <h2>All entries</h2>
          ${items.length === 0
            ? html`<p class="card empty">There are no entries.</p>`
            : html`<ul class="entries">
                ${items}
              </ul>`}
        </section>`;
      response
        .type('html')
        .send(shell({ title: 'Manage', body, session, at: '/manage' }));
    },
    'GET /manage/counts.csv': (_request, response) => {
      const rows = counts().map(({ what, number }) => [what, number]);
      response
        .attachment('counts.csv')
        .type('text/csv')
        .send(csvText([['What', 'Number'], ...rows]));
    },
    'POST /manage/entries/:id/remove': (request, response) => {
      const id = request.params['id'];
      const kept = store.read().entries.filter(entry => entry.id !== id);
      if (kept.length === store.read().entries.length) {
        sendProblem({ request, response, shell, problem: NOT_FOUND });
        return;
      }
      store.write(records => ({ ...records, entries: kept }));
      logger.info({
        event: 'entry-removed-by-manager',
        subject: context.pseudonym(requireSession(request).identity.subject),
      });
      response.redirect(303, '/manage?done=removed');
    },
  };
}
