import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import { findConsent, noticeVersion } from '../consent.ts';
import type { Context, Handlers } from '../context.ts';
import { displayText, html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import { NOT_FOUND, sendProblem } from '../problem.ts';
import { SAMPLE_SUBJECT } from '../records.ts';
import type { Entry } from '../records.ts';
import { requireSession } from '../requestSession.ts';
import type { Session } from '../sessions.ts';

const MOST_ENTRIES = 2_000;
const MOST_OWN_ENTRIES = 200;

const formSchema = z.object({
  title: z
    .string()
    .transform(text => displayText(text, 81))
    .pipe(
      z
        .string()
        .min(1, 'Give the entry a title.')
        .max(80, 'The title may have 80 characters at most.'),
    ),
  note: z
    .string()
    .default('')
    .transform(text => displayText(text, 501))
    .pipe(z.string().max(500, 'The note may have 500 characters at most.')),
  rating: z.coerce
    .number('Choose how much you like it.')
    .int()
    .min(1, 'Choose how much you like it.')
    .max(5, 'Choose how much you like it.'),
});

const RATINGS = [
  'not for me',
  'it is fine',
  'I like it',
  'very good',
  'a favourite',
];

/** Names by account id, looked up with the rights of the person who asks. */
export async function namesFor(
  context: Context,
  session: Session,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>([[SAMPLE_SUBJECT, 'Sample data']]);
  if (mayReadPeople(context.microApp)) {
    const answer = await context.people(session.identity);
    if (answer.ok)
      for (const person of answer.people) names.set(person.id, person.name);
  }
  return names;
}

/** One entry in a list, with a button to remove it where there is an action. */
export function entryItem(options: {
  entry: Entry;
  by: string;
  removeAction: string | undefined;
}): Html {
  const { entry, by, removeAction } = options;
  return html`<li class="entry">
    <div>
      <h3><bdi>${entry.title}</bdi></h3>
      ${entry.note !== '' && html`<p><bdi>${entry.note}</bdi></p>`}
      <p class="hint">
        <span class="rating"
          >${entry.rating} of 5, ${RATINGS[entry.rating - 1]}</span
        >
        · added by <bdi>${by}</bdi> ·
        <time datetime="${entry.receivedAt}"
          >${entry.receivedAt.slice(0, 10)}</time
        >
      </p>
    </div>
    ${removeAction !== undefined &&
    html`<form method="post" action="${removeAction}">
      <button class="quiet" type="submit" aria-label="Remove ${entry.title}">
        Remove
      </button>
    </form>`}
  </li>`;
}

function addForm(problem: string | undefined): Html {
  return html`<form class="card" method="post" action="/entries">
    <h2>Add an entry</h2>
    ${problem !== undefined &&
    html`<p class="problem" role="alert" id="problem">${problem}</p>`}
    <label for="title">Title</label>
    <input id="title" name="title" required maxlength="80" autocomplete="off" />
    <label for="note">Note <span class="hint">(optional)</span></label>
    <textarea id="note" name="note" rows="3" maxlength="500"></textarea>
    <label for="rating">How much do you like it?</label>
    <select id="rating" name="rating" required>
      ${RATINGS.map(
        (text, index) =>
          html`<option value="${index + 1}">${index + 1} – ${text}</option>`,
      )}
    </select>
    <button type="submit">Add</button>
  </form>`;
}

/** The shared list. */
export function entriesHandlers(context: Context): Handlers {
  const { store, shell, microApp, now } = context;
  const version = noticeVersion(microApp);

  async function show(options: {
    response: Response;
    session: Session;
    onlyTicked: boolean;
    problem?: string;
  }): Promise<void> {
    const { response, session, onlyTicked, problem } = options;
    const { subject } = session.identity;
    const names = await namesFor(context, session);
    const { entries, ticks } = store.read();
    const ticked = new Set(
      ticks.filter(tick => tick.subject === subject).map(tick => tick.personId),
    );
    const shown = entries
      .filter(entry => !onlyTicked || ticked.has(entry.ownerSubject))
      .toSorted(
        (a, b) =>
          b.rating - a.rating || b.receivedAt.localeCompare(a.receivedAt),
      );
    const items = shown.map(entry => {
      const isOwn = entry.ownerSubject === subject;
      return entryItem({
        entry,
        by: isOwn ? 'you' : names.get(entry.ownerSubject) ?? 'a colleague',
        removeAction: isOwn ? `/entries/${entry.id}/remove` : undefined,
      });
    });
    const filter = onlyTicked
      ? html`<p><a href="/entries">Show all entries</a></p>`
      : html`<p>
          <a href="/entries?show=ticked">Show only colleagues I ticked</a>
        </p>`;
    const body = html`<h1>Entries</h1>
      <div class="columns">
        <section aria-label="Shared list">
          ${mayReadPeople(microApp) && filter}
          ${items.length === 0
            ? html`<p class="card">Nothing here yet. Add the first entry.</p>`
            : html`<ul class="entries">
                ${items}
              </ul>`}
        </section>
        ${addForm(problem)}
      </div>`;
    response
      .status(problem === undefined ? 200 : 422)
      .type('html')
      .send(shell({ title: 'Entries', body, session, at: '/entries' }));
  }

  return {
    'GET /entries': async (request, response) => {
      const session = requireSession(request);
      const onlyTicked = request.query['show'] === 'ticked';
      await show({ response, session, onlyTicked });
    },
    'POST /entries': async (request, response) => {
      const session = requireSession(request);
      const { subject } = session.identity;
      if (!findConsent({ store, subject, version })) {
        response.redirect(303, '/my-data');
        return;
      }
      const form = formSchema.safeParse(request.body ?? {});
      const { entries } = store.read();
      const own = entries.filter(entry => entry.ownerSubject === subject);
      const isFull =
        entries.length >= MOST_ENTRIES || own.length >= MOST_OWN_ENTRIES;
      if (!form.success || isFull) {
        const problem = form.success
          ? 'The list is full. Remove an entry first.'
          : form.error.issues[0]?.message ?? 'Please check the form.';
        await show({ response, session, onlyTicked: false, problem });
        return;
      }
      const entry = {
        ...form.data,
        id: randomUUID(),
        ownerSubject: subject,
        receivedAt: new Date(now()).toISOString(),
      };
      store.write(records => ({
        ...records,
        entries: [...records.entries, entry],
      }));
      response.redirect(303, '/entries');
    },
    'POST /entries/:id/remove': (request, response) => {
      const { subject } = requireSession(request).identity;
      const id = request.params['id'];
      const isOwn = store
        .read()
        .entries.some(
          entry => entry.id === id && entry.ownerSubject === subject,
        );
      if (!isOwn) {
        // The same answer for "not yours" and "not there": ids stay private.
        sendProblem({ request, response, shell, problem: NOT_FOUND });
        return;
      }
      store.write(records => ({
        ...records,
        entries: records.entries.filter(entry => entry.id !== id),
      }));
      response.redirect(303, '/entries');
    },
  };
}
