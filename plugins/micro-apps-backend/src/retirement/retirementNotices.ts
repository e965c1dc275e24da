import { normaliseRef } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueNotice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';

/** Owner and second owner, but for who did it. */
function others({ registration }: AppRow, by?: string): readonly string[] {
  const { owner, successor } = registration;
  return [owner, ...(successor ? [successor] : [])].filter(
    ref => by === undefined || normaliseRef(ref) !== normaliseRef(by),
  );
}

/** Tells the owner's side at once, and when the data goes. */
export async function tellRetired(
  tx: Knex.Transaction,
  options: { app: AppRow; by: string; disposeAt: string; at: Date },
): Promise<void> {
  const { app, by, disposeAt, at } = options;
  const people = others(app, by);
  if (people.length === 0) return;
  await enqueueNotice(tx, {
    key: `retirement:${app.id}:retired`,
    kind: 'app.retired',
    to: { people },
    title: `${app.name} is retired`,
    text: `It does not run any more and nobody can sign in to it. Its data goes from ${disposeAt.slice(
      0,
      10,
    )} ${disposeAt.slice(
      11,
      16,
    )} UTC on; whoever has to keep some of it tells security or privacy before. Its record stays.`,
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
    urgent: true,
    at,
  });
}

/** Tells the owner's side that nothing is left. */
export async function tellDisposed(
  tx: Knex.Transaction,
  options: { app: AppRow; at: Date },
): Promise<void> {
  const { app, at } = options;
  await enqueueNotice(tx, {
    key: `retirement:${app.id}:disposed`,
    kind: 'app.disposed',
    to: { people: others(app) },
    title: `The data of ${app.name} is gone`,
    text: 'Nothing is left to do. Its record stays and says what went when.',
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
    at,
  });
}
