import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { cancelNotices, enqueueNotice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';
import type { AskedException } from './DatabaseExceptions';
import { controlTitle } from './whatIsAsked';

/** How long before its end its owner is told, in milliseconds: three days. */
export const SOON_MS = 3 * 24 * 60 * 60 * 1000;

type About = Pick<
  AskedException,
  'id' | 'controlId' | 'endsAt' | 'requestedBy'
>;

function linkTo({ id }: AppRow): string {
  return `/catalog/default/component/${id}/risk`;
}

/** The owner's side: owner, second owner, and whoever asked. */
function ownersOf(app: AppRow, { requestedBy }: About): readonly string[] {
  const { owner, successor } = app.registration;
  return [...new Set([owner, ...(successor ? [successor] : []), requestedBy])];
}

function day(instant: string): string {
  return instant.slice(0, 10);
}

/**
 * Notes when to remind the owner's side of the end. That it was asked for, and
 * granted or not, the approval engine tells.
 */
export async function remindOfEnd(
  tx: Knex.Transaction,
  options: { app: AppRow; granted: About; at: Date },
): Promise<void> {
  const { app, granted, at } = options;
  const title = controlTitle(granted.controlId);
  const about = {
    to: { people: ownersOf(app, granted) },
    link: linkTo(app),
    appId: app.id,
    at,
  };
  const until = day(granted.endsAt);
  const end = new Date(granted.endsAt);
  const soon = new Date(end.getTime() - SOON_MS);
  if (soon > at) {
    await enqueueNotice(tx, {
      ...about,
      key: `exception:${granted.id}:end:soon`,
      kind: 'exception.ending',
      title: `Exception ends in three days: ${app.name}`,
      text: `On ${until}, ${app.name} has to meet "${title}" again, or it cannot be promoted.`,
      urgent: true,
      dueAt: soon,
    });
  }
  await enqueueNotice(tx, {
    ...about,
    key: `exception:${granted.id}:end:now`,
    kind: 'exception.ended',
    title: `Exception ended: ${app.name}`,
    text: `"${title}" is open again. What runs keeps running; the next promotion needs it.`,
    dueAt: end,
  });
}

/** Tells the owner's side that nobody answered in time. */
export async function tellUnanswered(
  tx: Knex.Transaction,
  options: { app: AppRow; asked: About; at: Date },
): Promise<void> {
  const { app, asked, at } = options;
  await enqueueNotice(tx, {
    key: `exception:${asked.id}:unanswered`,
    kind: 'exception.unanswered',
    to: { people: ownersOf(app, asked) },
    title: `Exception not answered in time: ${app.name}`,
    text: `The time that was asked for is over. Meet "${controlTitle(
      asked.controlId,
    )}", or ask anew.`,
    link: linkTo(app),
    appId: app.id,
    urgent: true,
    at,
  });
}

/** Tells the owner's side, but for who did it, that it ended; the reminders go. */
export async function tellRevoked(
  tx: Knex.Transaction,
  options: { app: AppRow; revoked: About; by: string; at: Date },
): Promise<void> {
  const { app, revoked, by, at } = options;
  await cancelEndNotices(tx, revoked.id);
  const people = ownersOf(app, revoked).filter(
    ref => normaliseRef(ref) !== normaliseRef(by),
  );
  if (people.length === 0) return;
  await enqueueNotice(tx, {
    key: `exception:${revoked.id}:revoked`,
    kind: 'exception.revoked',
    to: { people },
    title: `Exception taken back: ${app.name}`,
    text: `"${controlTitle(
      revoked.controlId,
    )}" is open again from now on. What runs keeps running; the next promotion needs it.`,
    link: linkTo(app),
    appId: app.id,
    urgent: true,
    at,
  });
}

/** Takes back what was to be told at its end. */
export async function cancelEndNotices(
  tx: Knex.Transaction,
  exceptionId: string,
): Promise<void> {
  await cancelNotices(tx, { keyPrefix: `exception:${exceptionId}:end:` });
}
