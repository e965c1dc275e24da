import { normaliseRef, type LadderStep } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { cancelNotices, enqueueNotice, type Notice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';
import type { OrphanRow } from './DatabaseOrphans';

/** What a notice is about, and when it is written. */
export interface Telling {
  readonly app: AppRow;
  readonly orphan: Pick<OrphanRow, 'id' | 'leaver'>;
  readonly at: Date;
}

const PLATFORM = { administrators: true } as const;

async function tell(
  tx: Knex.Transaction,
  { app, orphan, at }: Telling,
  given: Pick<Notice, 'kind' | 'to' | 'title' | 'text' | 'urgent'> & {
    key: string;
  },
): Promise<void> {
  await enqueueNotice(tx, {
    ...given,
    key: `orphan:${orphan.id}:${given.key}`,
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
    at,
  });
}

/** People and groups, as a notice addresses them. */
function audienceOf(ref: string): Notice['to'] {
  return ref.startsWith('group:') ? { groups: [ref] } : { people: [ref] };
}

/** Asks everybody of a step. */
export async function askStep(
  tx: Knex.Transaction,
  about: Telling & { step: LadderStep },
): Promise<void> {
  const { app, step } = about;
  for (const ref of step.refs) {
    await tell(tx, about, {
      key: `step:${step.rung}:${ref}`,
      kind: 'ownership.offered',
      to: step.rung === 'platform-team' ? PLATFORM : audienceOf(ref),
      title: `Will you take ${app.name} over?`,
      text: `Its owner has left. Say yes or no on its Risk tab${
        step.until
          ? ` until ${dayOf(step.until)}; then others are asked, too`
          : ''
      }. The app keeps running.`,
      urgent: true,
    });
  }
}

/** Asks one person whom the platform team has chosen. */
export async function askPerson(
  tx: Knex.Transaction,
  about: Telling & { person: string; offerId: string },
): Promise<void> {
  const { app, person, offerId } = about;
  await tell(tx, about, {
    key: `asked:${offerId}`,
    kind: 'ownership.offered',
    to: { people: [person] },
    title: `Will you take ${app.name} over?`,
    text: 'Its owner has left, and the platform team thinks of you. Say yes or no on its Risk tab. The app keeps running.',
    urgent: true,
  });
}

/** Tells the leaver's manager, or the platform team where nobody knows one. */
export async function tellOrphaned(
  tx: Knex.Transaction,
  about: Telling & { manager?: string; step: LadderStep },
): Promise<void> {
  const { app, manager, step } = about;
  await tell(tx, about, {
    key: 'orphaned',
    kind: 'app.orphaned',
    to: manager ? { people: [manager] } : PLATFORM,
    title: `${app.name} has lost its owner`,
    text: `${namesOf(step.refs)} asked to take it over. The app keeps running.`,
  });
}

/** Tells the owner that there is no second owner any more. */
export async function tellSecondOwnerLeft(
  tx: Knex.Transaction,
  { app, leaverId, at }: { app: AppRow; leaverId: string; at: Date },
): Promise<void> {
  await enqueueNotice(tx, {
    key: `leaver:${leaverId}:second-owner:${app.id}`,
    kind: 'app.second-owner-left',
    to: { people: [app.registration.owner] },
    title: `The second owner of ${app.name} has left`,
    text: 'Name somebody else in the registration, so that the app is never without an owner.',
    link: `/catalog/default/component/${app.id}/risk`,
    appId: app.id,
    at,
  });
}

/** Nobody has to answer any more; what has not gone out does not. */
export async function stopAsking(
  tx: Knex.Transaction,
  orphanId: string,
): Promise<void> {
  await cancelNotices(tx, { keyPrefix: `orphan:${orphanId}:` });
}

/** Tells the second owner and the platform team who has it now. */
export async function tellTaken(
  tx: Knex.Transaction,
  about: Telling & { owner: string },
): Promise<void> {
  const { app, owner } = about;
  await stopAsking(tx, about.orphan.id);
  const { successor } = app.registration;
  const words = {
    kind: 'ownership.accepted',
    title: `${app.name} has a new owner`,
    text: `${nameOf(
      owner,
    )} has taken it over and confirms anew how it handles data.`,
  };
  await tell(tx, about, { ...words, key: 'taken:platform', to: PLATFORM });
  if (successor && normaliseRef(successor) !== normaliseRef(owner)) {
    await tell(tx, about, {
      ...words,
      key: 'taken:second-owner',
      to: { people: [successor] },
    });
  }
}

/** Tells the owner that everything is as it was. */
export async function tellReturned(
  tx: Knex.Transaction,
  about: Telling,
): Promise<void> {
  await stopAsking(tx, about.orphan.id);
  await tell(tx, about, {
    key: 'returned',
    kind: 'orphan.ended',
    to: { people: [about.orphan.leaver] },
    title: `${about.app.name} is yours again`,
    text: 'Nobody had taken it over while you were away.',
  });
}

/** Alarms those who can look at the directory (reliability E3). */
export async function tellPaused(
  tx: Knex.Transaction,
  {
    id,
    missing,
    total,
    at,
  }: { id: string; missing: number; total: number; at: Date },
): Promise<void> {
  for (const [who, to] of [
    ['platform', PLATFORM],
    ['security', { role: 'security' } as const],
  ] as const) {
    await enqueueNotice(tx, {
      key: `leavers-paused:${id}:${who}`,
      kind: 'leavers.paused',
      to,
      title: `${missing} of ${total} owners have vanished from the directory`,
      text: 'That looks like a bad sync. Nothing is done until somebody confirms that they have really left.',
      link: '/micro-apps/leavers',
      urgent: true,
      at,
    });
  }
}

function nameOf(ref: string): string {
  return ref.slice(ref.indexOf('/') + 1);
}

function namesOf(refs: readonly string[]): string {
  return `${refs.map(nameOf).join(', ')} ${refs.length === 1 ? 'is' : 'are'}`;
}

/** A day in a mail, which has no reader's time zone. */
function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
