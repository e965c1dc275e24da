import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import { NOT_FOUND, sendProblem } from '../problem.ts';
import { requireSession } from '../requestSession.ts';
import { daysKept } from '../retention.ts';
import { entryItem, namesFor } from './entries.ts';

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
      const items = store.read().entries.map(entry =>
        entryItem({
          entry,
          by: names.get(entry.ownerSubject) ?? 'a colleague',
          removeAction: `/manage/entries/${entry.id}/remove`,
        }),
      );
      const rows = counts().map(
        row =>
          html`<tr>
            <th scope="row">${row.what}</th>
            <td>${row.number}</td>
          </tr>`,
      );
      const body = html`<h1>Manage</h1>
        <section class="card">
          <h2>Usage</h2>
          <table>
            <tbody>
              ${rows}
            </tbody>
          </table>
          <p><a href="/manage/counts.csv">Download the counts (CSV)</a></p>
        </section>
        <section aria-label="All entries">
          <h2>All entries</h2>
          ${items.length === 0 && html`<p>None, and that is fine.</p>`}
          <ul class="entries">
            ${items}
          </ul>
        </section>`;
      response
        .type('html')
        .send(shell({ title: 'Manage', body, session, at: '/manage' }));
    },
    'GET /manage/counts.csv': (_request, response) => {
      const lines = counts().map(row => `"${row.what}",${row.number}`);
      response
        .attachment('counts.csv')
        .type('text/csv')
        .send(['"What","Number"', ...lines, ''].join('\r\n'));
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
      response.redirect(303, '/manage');
    },
  };
}
