import { withdrawConsent } from '../consent.ts';
import type { Context, Handlers } from '../context.ts';
import { displayDate } from '../displayDate.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { requireSession } from '../requestSession.ts';
import { hasConsent, recordConsent } from './consentField.ts';
import { noticeFor } from './notices.ts';
import { privacyNotice } from './privacyNotice.ts';

const QUESTION = html`<section class="card">
  <h2>Do you agree?</h2>
  <p>
    Before anything of yours is stored, please read the privacy notice on this
    page. You can change your mind at any time.
  </p>
  <form class="actions" method="post" action="/my-data/consent">
    <button type="submit">I have read the notice and agree</button>
    <a class="button quiet" href="/entries">Not now</a>
  </form>
</section>`;

/** One's own records: consent, a copy, and withdrawal. */
export function myDataHandlers(context: Context): Handlers {
  const { store, shell, logger } = context;

  function recordsOf(subject: string) {
    const { entries, ticks, consents } = store.read();
    return {
      entries: entries.filter(row => row.ownerSubject === subject),
      ticks: ticks.filter(row => row.subject === subject),
      consents: consents.filter(row => row.subject === subject),
      // How many colleagues ticked her, not who: that is theirs.
      ticksOnYou: ticks.filter(row => row.personId === subject).length,
    };
  }

  function overview(subject: string): Html | undefined {
    const { entries, ticks, consents, ticksOnYou } = recordsOf(subject);
    const all = entries.length + ticks.length + consents.length + ticksOnYou;
    if (all === 0) return undefined;
    return html`<section class="card">
      <h2>What is stored about you</h2>
      <dl class="facts">
        ${consents.map(
          consent => html`<dt>You agreed</dt>
            <dd>${displayDate(consent.givenAt)}</dd>`,
        )}
        <dt>Your entries</dt>
        <dd>${entries.length}</dd>
        <dt>Colleagues you ticked</dt>
        <dd>${ticks.length}</dd>
        <dt>Colleagues who ticked you</dt>
        <dd>${ticksOnYou}</dd>
      </dl>
      <div class="actions">
        <a class="button quiet" href="/my-data/export">Download my records</a>
        <details>
          <summary class="button danger">Withdraw…</summary>
          <form method="post" action="/my-data/withdraw">
            <p>
              This deletes your entries, your ticks, ticks on you, and your
              consent. It cannot be undone.
            </p>
            <button class="danger" type="submit">
              Withdraw and delete my records
            </button>
          </form>
        </details>
      </div>
    </section>`;
  }

  return {
    'GET /my-data': (request, response) => {
      const session = requireSession(request);
      const { subject } = session.identity;
      const body = html`<h1>My data</h1>
        ${noticeFor(request)}
        <div class="columns">
          <div class="card prose">${privacyNotice(context)}</div>
          <div class="stack first">
            ${!hasConsent(context, subject) && QUESTION} ${overview(subject)}
          </div>
        </div>`;
      response
        .type('html')
        .send(shell({ title: 'My data', body, session, at: '/my-data' }));
    },
    'GET /my-data/export': (request, response) => {
      const { subject } = requireSession(request).identity;
      response.attachment('my-records.json').json(recordsOf(subject));
    },
    'POST /my-data/consent': (request, response) => {
      recordConsent(context, requireSession(request).identity.subject);
      response.redirect(303, '/entries?done=agreed');
    },
    'POST /my-data/withdraw': (request, response) => {
      const { subject } = requireSession(request).identity;
      const deleted = withdrawConsent({ store, subject });
      logger.info({
        event: 'consent-withdrawn',
        subject: context.pseudonym(subject),
        deleted,
      });
      response.redirect(303, '/my-data?done=withdrawn');
    },
  };
}
