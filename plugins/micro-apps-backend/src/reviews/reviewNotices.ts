import type { Knex } from 'knex';
import { cancelNotices, enqueueNotice, type Notice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';

interface Telling {
  readonly app: AppRow;
  readonly dueAt: string;
  readonly at: Date;
}

const whatToDo = ({ band }: AppRow) =>
  band === 'low'
    ? 'Open its Risk tab and confirm what the registration says, line by line.'
    : 'Open its Risk tab and ask for the review.';

async function tell(
  tx: Knex.Transaction,
  { app, at }: Telling,
  given: Pick<Notice, 'kind' | 'to' | 'title' | 'text' | 'urgent'> & {
    key: string;
  },
): Promise<void> {
  await enqueueNotice(tx, {
    ...given,
    key: `review:${app.id}:${given.key}`,
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
    at,
  });
}

/** Tells the owner a month before. */
export async function tellSoon(
  tx: Knex.Transaction,
  about: Telling,
): Promise<void> {
  const { app, dueAt } = about;
  await tell(tx, about, {
    key: `soon:${dueAt}`,
    kind: 'review.due-soon',
    to: { people: [app.registration.owner] },
    title: `The annual review of ${app.name} is due until ${dueAt.slice(
      0,
      10,
    )}`,
    text: whatToDo(app),
  });
}

/** Tells the owner, and the administrators the first time; then each month. */
export async function tellOverdue(
  tx: Knex.Transaction,
  about: Telling,
): Promise<void> {
  const { app, dueAt, at } = about;
  const words = {
    kind: 'review.overdue',
    title: `The annual review of ${app.name} is overdue`,
    text: `${whatToDo(
      app,
    )} The app keeps running; nothing new of it goes live before.`,
  };
  await tell(tx, about, {
    ...words,
    key: `overdue:${dueAt}:${at.toISOString().slice(0, 10)}`,
    to: { people: [app.registration.owner] },
    urgent: true,
  });
  await tell(tx, about, {
    ...words,
    key: `overdue:${dueAt}:administrators`,
    to: { administrators: true },
  });
}

/** It was done: nobody is reminded any more. */
export async function stopReminding(
  tx: Knex.Transaction,
  { id }: AppRow,
): Promise<void> {
  await cancelNotices(tx, { keyPrefix: `review:${id}:` });
}
