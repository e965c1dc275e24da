import { z } from 'zod';
import { findConsent, noticeVersion } from '../consent.ts';
import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import { sendProblem } from '../problem.ts';
import type { PeopleAnswer } from '../people.ts';
import { requireSession } from '../requestSession.ts';

const formSchema = z.object({
  person: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform(value => (typeof value === 'string' ? [value] : value)),
});

const NOT_REGISTERED =
  'This app is not registered to read the list of colleagues. Its owner can ask for it in the portal; everything else works without it.';

const REASONS = {
  'sign-in-again':
    'Your access to the list of colleagues has ended. Sign out and in again.',
  'not-allowed':
    'The company does not give you the list of colleagues. Ask the owner of this app.',
  unreachable:
    'The list of colleagues cannot be reached at present. Try again in a minute.',
};

function content(
  answer: PeopleAnswer,
  options: {
    subject: string;
    ticked: ReadonlySet<string>;
  },
): Html {
  if (!answer.ok) {
    return html`<p class="problem" role="alert">${REASONS[answer.reason]}</p>`;
  }
  const others = answer.people.filter(person => person.id !== options.subject);
  return html`<form class="card" method="post" action="/people">
    <fieldset>
      <legend>Whose entries interest you?</legend>
      ${others.map(
        (person, index) => html`<div class="choice">
          <input
            type="checkbox"
            id="person-${index}"
            name="person"
            value="${person.id}"
            ${options.ticked.has(person.id) && 'checked'}
          />
          <label for="person-${index}"><bdi>${person.name}</bdi></label>
        </div>`,
      )}
    </fieldset>
    <button type="submit">Save</button>
  </form>`;
}

/** Colleagues to tick; says so where the app may not read them. */
export function colleaguesHandlers(context: Context): Handlers {
  const { store, shell, microApp, now } = context;
  const isRegistered = mayReadPeople(microApp);
  const version = noticeVersion(microApp);
  return {
    'GET /people': async (request, response) => {
      const session = requireSession(request);
      if (!isRegistered) {
        const body = html`<h1>Colleagues</h1>
          <p class="card">${NOT_REGISTERED}</p>`;
        response
          .type('html')
          .send(shell({ title: 'Colleagues', body, session, at: '/people' }));
        return;
      }
      const { subject } = session.identity;
      const answer = await context.people(session.identity);
      const ticked = new Set(
        store
          .read()
          .ticks.filter(tick => tick.subject === subject)
          .map(tick => tick.personId),
      );
      const body = html`<h1>Colleagues</h1>
        <p class="lead">Only you see whom you tick.</p>
        ${content(answer, { subject, ticked })}`;
      response
        .type('html')
        .send(shell({ title: 'Colleagues', body, session, at: '/people' }));
    },
    'POST /people': async (request, response) => {
      if (!isRegistered) {
        const problem = {
          status: 403,
          title: 'Nothing was saved',
          advice: NOT_REGISTERED,
          link: { href: '/entries', text: 'Back to the list' },
        };
        sendProblem({ request, response, shell, problem });
        return;
      }
      const { identity } = requireSession(request);
      const { subject } = identity;
      if (!findConsent({ store, subject, version })) {
        response.redirect(303, '/my-data');
        return;
      }
      const form = formSchema.safeParse(request.body ?? {});
      const answer = await context.people(identity);
      if (!answer.ok || !form.success) {
        const problem = {
          status: answer.ok ? 422 : 503,
          title: 'Nothing was saved',
          advice: answer.ok ? 'Please check the form.' : REASONS[answer.reason],
          link: { href: '/people', text: 'Back to the colleagues' },
        };
        sendProblem({ request, response, shell, problem });
        return;
      }
      // Only people whom she may see can be ticked, and nobody ticks herself.
      const visible = new Set(answer.people.map(person => person.id));
      const chosen = [...new Set(form.data.person)].filter(
        id => visible.has(id) && id !== subject,
      );
      const kept = new Map(
        store
          .read()
          .ticks.filter(tick => tick.subject === subject)
          .map(tick => [tick.personId, tick]),
      );
      const receivedAt = new Date(now()).toISOString();
      const ticks = chosen.map(
        personId => kept.get(personId) ?? { subject, personId, receivedAt },
      );
      store.write(records => ({
        ...records,
        ticks: [
          ...records.ticks.filter(tick => tick.subject !== subject),
          ...ticks,
        ],
      }));
      response.redirect(303, '/people');
    },
  };
}
