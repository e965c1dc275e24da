import type { ApproverRole, Vote } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueNotice, type Notice } from '../kernel/notices';
import { approverGroups, type Settings } from '../kernel/settings';
import { linkOf, makersOf } from './audience';
import type { Override, OverrideOutcome } from './DatabaseOverrides';
import {
  remindMaker,
  remindOfSecondLook,
  remindReviewers,
  stopReminders,
  type AboutRequest,
} from './reminders';
import { unitOf } from './voterOf';

type Words = Pick<Notice, 'kind' | 'to' | 'title' | 'text' | 'urgent'>;

async function tell(
  tx: Knex.Transaction,
  { request, subject, at }: AboutRequest,
  words: Words & { key: string },
): Promise<void> {
  const { key, ...rest } = words;
  await enqueueNotice(tx, {
    ...rest,
    key: `request:${request.id}:${key}`,
    link: linkOf(request),
    appId: subject.app?.id,
    at,
  });
}

/**
 * It is the turn of these roles: they are told, and reminded later. A role
 * that no group holds is told to administrators, and the request waits
 * (reliability E5).
 */
export async function tellReviewers(
  tx: Knex.Transaction,
  about: AboutRequest,
  turn: { roles: readonly ApproverRole[]; settings: Settings },
): Promise<void> {
  const { request, subject } = about;
  const businessUnit = unitOf(subject);
  for (const role of turn.roles) {
    const nobody =
      approverGroups(turn.settings, role, businessUnit).length === 0;
    await tell(
      tx,
      about,
      nobody
        ? {
            key: `${request.round}:nobody:${role}`,
            kind: 'request.nobody-decides',
            to: { administrators: true },
            title: `Nobody can decide on ${subject.title}`,
            text: `No group holds the role "${role}", so it waits. Name one under microApps.approvers.`,
            urgent: true,
          }
        : {
            key: `${request.round}:opened:${role}`,
            kind: 'request.opened',
            to: { role, businessUnit },
            title: `${subject.title} waits for your decision`,
            text: 'Look at it in the review queue.',
          },
    );
  }
  await stopReminders(tx, request);
  await remindReviewers(tx, about, turn.roles);
}

/** What the makers are told of a decision, by its outcome. */
const OUTCOMES: Readonly<
  Record<Vote['choice'], { title: string; text: string }>
> = {
  approve: {
    title: 'was approved',
    text: 'See on the page what it covers and what comes next.',
  },
  reject: {
    title: 'was not approved',
    text: 'Read the reason on the page, change it, and ask again.',
  },
  'ask-for-changes': {
    title: 'needs changes',
    text: 'The reviewers ask for changes. Answer each point and submit it again.',
  },
};

/** It is decided, or the maker's turn. */
export async function tellMakers(
  tx: Knex.Transaction,
  about: AboutRequest,
  outcome: Vote['choice'],
): Promise<void> {
  const { request, subject } = about;
  const { title, text } = OUTCOMES[outcome];
  await tell(tx, about, {
    key: `${request.round}:${outcome}`,
    kind: 'request.decided',
    to: { people: makersOf(request, subject) },
    title: `${subject.title} ${title}`,
    text,
  });
  await stopReminders(tx, request);
  if (outcome === 'ask-for-changes') await remindMaker(tx, about);
}

/** A colleague was asked to look at it. */
export async function tellDelegate(
  tx: Knex.Transaction,
  { to, ...about }: AboutRequest & { to: string },
): Promise<void> {
  await tell(tx, about, {
    key: `${about.request.round}:delegated:${to}:${about.at.toISOString()}`,
    kind: 'request.delegated',
    to: { people: [to] },
    title: `A colleague hands you the review of ${about.subject.title}`,
    text: 'Look at it and decide.',
  });
}

/** Everybody who should have been asked, and who looks after the portal. */
export async function tellOfOverride(
  tx: Knex.Transaction,
  { dueAt, ...about }: AboutRequest & { dueAt: string },
): Promise<void> {
  const { request, subject } = about;
  const words = {
    kind: 'request.overridden',
    title: `${subject.title} was approved in an emergency`,
    text: 'Somebody else has to look at it within 24 hours.',
    urgent: true,
  };
  for (const { role } of request.requirements) {
    const to = { role, businessUnit: unitOf(subject) };
    await tell(tx, about, { ...words, key: `overridden:${role}`, to });
  }
  const administrators = { administrators: true as const };
  await tell(tx, about, { ...words, key: 'overridden', to: administrators });
  await tellMakers(tx, about, 'approve');
  await remindOfSecondLook(tx, about, dueAt);
}

/** What the second look said. */
export async function tellOfSecondLook(
  tx: Knex.Transaction,
  {
    override,
    outcome,
    ...about
  }: AboutRequest & { override: Override; outcome: OverrideOutcome },
): Promise<void> {
  const { request, subject } = about;
  await stopReminders(tx, request);
  await tell(tx, about, {
    key: 'second-look',
    kind: 'request.second-look',
    to: { people: [override.by.ref, ...makersOf(request, subject)] },
    title:
      outcome === 'upheld'
        ? `The emergency approval of ${subject.title} stands`
        : `The emergency approval of ${subject.title} was taken back`,
    text: 'A second person has looked at it. The page says why.',
  });
}
