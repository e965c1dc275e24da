import type { Context } from '../context.ts';
import { displayDate } from '../displayDate.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { mayReadPeople } from '../microApp.ts';
import { SAMPLE_SUBJECT } from '../records.ts';
import type { Entry } from '../records.ts';
import type { Session } from '../sessions.ts';

/** What the ratings 1 to 5 mean. */
export const RATINGS = [
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
  const names = new Map<string, string>([[SAMPLE_SUBJECT, 'sample data']]);
  if (mayReadPeople(context.microApp)) {
    const answer = await context.people(session.identity);
    if (answer.ok)
      for (const person of answer.people) names.set(person.id, person.name);
  }
  return names.set(session.identity.subject, 'you');
}

function stars(rating: number): Html {
  return html`<span class="stars" aria-hidden="true"
      >${'★'.repeat(rating)}<span>${'★'.repeat(5 - rating)}</span></span
    >
    <span class="unseen">${rating} of 5:</span> ${RATINGS[rating - 1]}`;
}

/** One entry in a list, with a button to remove it where there is an action. */
export function entryItem(options: {
  entry: Entry;
  names: ReadonlyMap<string, string>;
  removeAction: string | undefined;
}): Html {
  const { entry, names, removeAction } = options;
  const by = names.get(entry.ownerSubject) ?? 'a colleague';
  return html`<li class="card entry">
    <div>
      <h3><bdi>${entry.title}</bdi></h3>
      <p class="rating">${stars(entry.rating)}</p>
      ${entry.note !== '' && html`<p><bdi>${entry.note}</bdi></p>`}
      <p class="hint">
        Added by <bdi>${by}</bdi> · ${displayDate(entry.receivedAt)}
      </p>
    </div>
    ${removeAction !== undefined &&
    html`<form method="post" action="${removeAction}">
      <button
        class="small danger"
        type="submit"
        aria-label="Remove ${entry.title}"
      >
        Remove
      </button>
    </form>`}
  </li>`;
}
