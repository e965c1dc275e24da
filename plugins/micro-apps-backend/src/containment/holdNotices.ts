import {
  normaliseRef,
  type AppStanding,
  type Finding,
  type HeldStanding,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueNotice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';
import { isPortals, type HoldRow } from './DatabaseHolds';

const SHOWN = 5;

const STEPS: Readonly<Record<HeldStanding, string>> = {
  restricted: 'This is open:',
  quarantined: 'Do this, then release it yourself on its Risk tab:',
  suspended: 'This is open:',
};

/** What being held means for the people who use it. */
export const WHAT: Readonly<Record<HeldStanding, string>> = {
  restricted: 'It keeps running; nothing new can be promoted meanwhile.',
  quarantined:
    'It does not run and nobody can sign in to it; its data is kept.',
  suspended:
    'It does not run and nobody can sign in to it; its data is kept. Only security releases it.',
};

/** Owner and second owner, each once. */
export function ownersOf({ registration }: AppRow): readonly string[] {
  const { owner, successor } = registration;
  return [
    ...new Set([owner, successor ?? owner].map(ref => normaliseRef(ref))),
  ];
}

/** Tells owner and second owner at once why, and what to do about it. */
export async function tellHeld(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    hold: HoldRow;
    missing: readonly Finding[];
    at: Date;
  },
): Promise<void> {
  const { app, hold, missing, at } = options;
  await enqueueNotice(tx, {
    key: `hold:${hold.id}:imposed`,
    kind: `app.${hold.standing}`,
    to: { people: ownersOf(app) },
    title: `${app.name} is ${hold.standing}`,
    text: [
      `${WHAT[hold.standing]} The reason: ${hold.reason.slice(0, 500)}`,
      ...stepsOf(
        missing,
        isPortals(hold) && hold.standing !== 'suspended'
          ? 'Do this. When the checks of your newest commit pass, it is released by itself:'
          : STEPS[hold.standing],
      ),
    ].join('\n'),
    link: linkTo(app),
    appId: app.id,
    urgent: true,
    at,
  });
}

/** Tells owner and second owner at once that it is free, and what runs again. */
export async function tellReleased(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    holdId: string;
    standing: AppStanding;
    at: Date;
  },
): Promise<void> {
  const { app, holdId, standing, at } = options;
  await enqueueNotice(tx, {
    key: `hold:${holdId}:released`,
    kind: 'app.released',
    to: { people: ownersOf(app) },
    title: `${app.name} is released`,
    text:
      standing === 'draft'
        ? 'Complete its registration to go on.'
        : 'What ran before is put in place again. Its Risk tab shows how far that is.',
    link: linkTo(app),
    appId: app.id,
    urgent: true,
    at,
  });
}

/** What to do, each with its step, under a line that says what for. */
export function stepsOf(
  missing: readonly Finding[],
  heading: string,
): readonly string[] {
  if (missing.length === 0) return [];
  const steps = missing
    .slice(0, SHOWN)
    .map(({ title, control }) => `• ${title}: ${control.howToSatisfy}`);
  if (missing.length > SHOWN) steps.push(`and ${missing.length - SHOWN} more`);
  return [heading, ...steps];
}

/** Where an app says what is wrong with it. */
export function linkTo({ id }: AppRow): string {
  return `/catalog/default/component/${id}/risk`;
}
