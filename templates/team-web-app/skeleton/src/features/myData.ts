import {
  findConsent,
  giveConsent,
  noticeVersion,
  withdrawConsent,
} from '../consent.ts';
import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import { privacyNotice } from './front.ts';
import { requireSession } from '../requestSession.ts';

/** One's own records: consent, a copy, and withdrawal. */
export function myDataHandlers(context: Context): Handlers {
  const { store, shell, microApp, logger, now } = context;
  const version = noticeVersion(microApp);

  return {
    'GET /my-data': (request, response) => {
      const session = requireSession(request);
      const { subject } = session.identity;
      const consent = findConsent({ store, subject, version });
      const { entries, ticks } = store.read();
      const own = entries.filter(row => row.ownerSubject === subject).length;
      const ticked = ticks.filter(row => row.subject === subject).length;
      const choice = consent
        ? html`<section class="card">
            <h2>You agreed</h2>
            <p>
              On
              <time datetime="${consent.givenAt}"
                >${consent.givenAt.slice(0, 16).replace('T', ' ')} UTC</time
              >. Stored about you: ${own} entries, ${ticked} ticked colleagues.
            </p>
            <p><a href="/my-data/export">Download my records</a></p>
            <form method="post" action="/my-data/withdraw">
              <button class="danger" type="submit">
                Withdraw and delete my records
              </button>
            </form>
          </section>`
        : html`<section class="card">
            <h2>Do you agree?</h2>
            <p>
              Before your first entry is stored, please read the notice below.
              You can change your mind at any time.
            </p>
            <form method="post" action="/my-data/consent">
              <button type="submit">I have read the notice and agree</button>
              <a class="button quiet" href="/entries">Not now</a>
            </form>
          </section>`;
      const body = html`<h1>My data</h1>
        ${choice} ${privacyNotice(context)}`;
      response
        .type('html')
        .send(shell({ title: 'My data', body, session, at: '/my-data' }));
    },
    'GET /my-data/export': (request, response) => {
      const { subject } = requireSession(request).identity;
      const { entries, ticks, consents } = store.read();
      response.attachment('my-records.json').json({
        entries: entries.filter(row => row.ownerSubject === subject),
        ticks: ticks.filter(row => row.subject === subject),
        consents: consents.filter(row => row.subject === subject),
      });
    },
    'POST /my-data/consent': (request, response) => {
      const { subject } = requireSession(request).identity;
      giveConsent({ store, subject, version, now: now() });
      logger.info({
        event: 'consent-given',
        subject: context.pseudonym(subject),
        noticeVersion: version,
      });
      response.redirect(303, '/entries');
    },
    'POST /my-data/withdraw': (request, response) => {
      const { subject } = requireSession(request).identity;
      const deleted = withdrawConsent({ store, subject });
      logger.info({
        event: 'consent-withdrawn',
        subject: context.pseudonym(subject),
        deleted,
      });
      response.redirect(303, '/my-data');
    },
  };
}
