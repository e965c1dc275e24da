import { z } from 'zod';
import type { Context, Handlers } from '../context.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import type { PeopleAnswer } from '../people.ts';
import { sendProblem } from '../problem.ts';
import type { Problem } from '../problem.ts';
import type { Tick } from '../records.ts';
import { requireSession } from '../requestSession.ts';
import {
  CONSENT_MISSING,
  consentField,
  consentFromForm,
} from './consentField.ts';
import { noticeFor } from './notices.ts';

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

function notSaved(status: number, advice: string): Problem {
  const link = { href: '/people', text: 'Back to the colleagues' };
  return { status, title: 'Nothing was saved', advice, link };
}

function personChoices(options: {
  answer: PeopleAnswer & { ok: true };
  subject: string;
  ticked: ReadonlySet<string>;
}): Html[] {
  const { answer, subject, ticked } = options;
  return answer.people
    .filter(person => person.id !== subject)
    .map(
      (person, index) => html`<div class="choice">
        <input
          type="checkbox"
          id="person-${index}"
          name="person"
          value="${person.id}"
          ${ticked.has(person.id) && 'checked'}
        />
        <label for="person-${index}"><bdi>${person.name}</bdi></label>
      </div>`,
    );
}

/** Colleagues to tick; says so where the app may not read them. */
export function colleaguesHandlers(context: Context): Handlers {
  const { store, shell, microApp, now } = context;
  const isRegistered = mayReadPeople(microApp);

  function ticksOf(subject: string): Tick[] {
    return store.read().ticks.filter(tick => tick.subject === subject);
  }

  function content(answer: PeopleAnswer, subject: string): Html {
    if (!answer.ok) {
      return html`<p class="problem" role="alert">
        ${REASONS[answer.reason]}
      </p>`;
    }
    const ticked = new Set(ticksOf(subject).map(tick => tick.personId));
    return html`<p class="lead">Only you see whom you tick.</p>
      <form class="card" method="post" action="/people">
        <fieldset>
          <legend>Whose entries interest you?</legend>
          <div class="choices">
            ${personChoices({ answer, subject, ticked })}
          </div>
        </fieldset>
        ${consentField(context, subject)}
        <button type="submit">Save</button>
      </form>`;
  }

  return {
    'GET /people': async (request, response) => {
      const session = requireSession(request);
      const { identity } = session;
      const body = html`<h1>Colleagues</h1>
        ${noticeFor(request)}
        ${isRegistered
          ? content(await context.people(identity), identity.subject)
          : html`<p class="card empty">${NOT_REGISTERED}</p>`}`;
      response
        .type('html')
        .send(shell({ title: 'Colleagues', body, session, at: '/people' }));
    },
    'POST /people': async (request, response) => {
      const { identity } = requireSession(request);
      const { subject } = identity;
      const refuse = (problem: Problem) =>
        sendProblem({ request, response, shell, problem });
      if (!isRegistered) return refuse(notSaved(403, NOT_REGISTERED));
      const form = formSchema.safeParse(request.body ?? {});
      if (!form.success) return refuse(notSaved(422, 'Check the form.'));
      const answer = await context.people(identity);
      if (!answer.ok) return refuse(notSaved(503, REASONS[answer.reason]));
      if (!consentFromForm(context, { subject, form: request.body })) {
        return refuse(notSaved(422, CONSENT_MISSING));
      }
      // Only people whom she may see can be ticked, and nobody ticks herself.
      const visible = new Set(answer.people.map(person => person.id));
      const chosen = [...new Set(form.data.person)].filter(
        id => visible.has(id) && id !== subject,
      );
      const kept = new Map(ticksOf(subject).map(tick => [tick.personId, tick]));
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
      return response.redirect(303, '/people?done=saved');
    },
  };
}
