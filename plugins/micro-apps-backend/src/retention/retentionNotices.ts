import type { Knex } from 'knex';
import { enqueueNotice, type Notice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';

/** Owner and second owner. */
function ownersOf({ registration }: AppRow): readonly string[] {
  const { owner, successor } = registration;
  return successor ? [owner, successor] : [owner];
}

async function tellOwners(
  tx: Knex.Transaction,
  {
    app,
    ...words
  }: Pick<Notice, 'key' | 'kind' | 'title' | 'text' | 'urgent' | 'at'> & {
    app: AppRow;
  },
): Promise<void> {
  await enqueueNotice(tx, {
    ...words,
    to: { people: ownersOf(app) },
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
  });
}

/** Tells the owner's side that somebody has to confirm a count. */
export async function tellWaits(
  tx: Knex.Transaction,
  options: { app: AppRow; due: number; total: number; at: Date },
): Promise<void> {
  const { app, due, total, at } = options;
  await tellOwners(tx, {
    app,
    key: `disposal:${app.id}:waits:${at.toISOString()}`,
    kind: 'disposal.waits',
    title: `${due} of ${total} data files of ${app.name} are due to go`,
    text: 'That is more than goes by itself. Look at its Risk tab: confirm the number if it is right, or mend the days that data is kept.',
    at,
  });
}

/** Tells the owner's side that nothing of the data goes any more. */
export async function tellLegalHold(
  tx: Knex.Transaction,
  options: { app: AppRow; holdId: string; at: Date },
): Promise<void> {
  const { app, holdId, at } = options;
  await tellOwners(tx, {
    app,
    key: `legal-hold:${holdId}:set`,
    kind: 'legal-hold.set',
    title: `A legal hold is on the data of ${app.name}`,
    text: 'Nothing of it is deleted until the hold is lifted. Do not delete any of it yourself.',
    urgent: true,
    at,
  });
}

/** Tells the owner's side that the retention rule counts again. */
export async function tellLegalHoldLifted(
  tx: Knex.Transaction,
  options: { app: AppRow; holdId: string; at: Date },
): Promise<void> {
  const { app, holdId, at } = options;
  await tellOwners(tx, {
    app,
    key: `legal-hold:${holdId}:lifted`,
    kind: 'legal-hold.lifted',
    title: `The legal hold on the data of ${app.name} is lifted`,
    text: 'Its retention rule counts again: what is due by now goes.',
    at,
  });
}
