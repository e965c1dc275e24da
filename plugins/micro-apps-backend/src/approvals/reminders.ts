import { makerTime, type ApproverRole } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { RequestRow } from '../gates/requestRecords';
import { cancelNotices, enqueueNotice } from '../kernel/notices';
import type { RequestSubject } from '../kernel/requestKinds';
import { linkOf, makersOf } from './audience';
import { unitOf } from './voterOf';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Reviewers hear of it again a day before an answer is due. */
const BEFORE_DUE = 24 * HOUR;
/** The maker hears of it again when it has been her turn for so long. */
const MAKER_AFTER = [3 * DAY, 7 * DAY];

/** A request, what it is about, and the instant of writing. */
export interface AboutRequest {
  readonly request: RequestRow;
  readonly subject: RequestSubject;
  readonly at: Date;
}

function prefixOf({ id }: Pick<RequestRow, 'id'>): string {
  return `request-reminder:${id}:`;
}

/** Nobody is reminded of it any more: it is decided, gone, or another's turn. */
export async function stopReminders(
  tx: Knex.Transaction,
  request: Pick<RequestRow, 'id'>,
): Promise<void> {
  await cancelNotices(tx, { keyPrefix: prefixOf(request) });
}

/**
 * Notes the reminder of reviewers and, when an answer is overdue, the word to
 * administrators. Rows, so that a stopped backend loses none.
 */
export async function remindReviewers(
  tx: Knex.Transaction,
  { request, subject, at }: AboutRequest,
  roles: readonly ApproverRole[],
): Promise<void> {
  if (request.dueAt === undefined) return;
  const due = new Date(request.dueAt);
  const soon = new Date(due.getTime() - BEFORE_DUE);
  const common = { link: linkOf(request), appId: subject.app?.id, at };
  for (const role of roles) {
    await enqueueNotice(tx, {
      ...common,
      key: `${prefixOf(request)}${request.round}:${role}`,
      kind: 'request.due-soon',
      to: { role, businessUnit: unitOf(subject) },
      title: `${subject.title} still waits for a decision`,
      text: 'An answer is due within a day. Look at it, or hand it to a colleague.',
      dueAt: soon > at ? soon : at,
    });
  }
  await enqueueNotice(tx, {
    ...common,
    key: `${prefixOf(request)}${request.round}:overdue`,
    kind: 'request.overdue',
    to: { administrators: true },
    title: `The decision on ${subject.title} is overdue`,
    text: `Nobody has decided in time. Waited for: ${roles.join(', ')}.`,
    urgent: true,
    dueAt: due > at ? due : at,
  });
}

/**
 * Notes the maker's reminders. Time in which reviewers held the ball does not
 * count (requirements "Fair clocks"): they stop while it is the reviewers' turn
 * and go on afterwards from where they were.
 */
export async function remindMaker(
  tx: Knex.Transaction,
  { request, subject, at }: AboutRequest,
): Promise<void> {
  const held = makerTime({ turns: request.turns, now: at.toISOString() });
  for (const after of MAKER_AFTER) {
    if (held >= after) continue;
    await enqueueNotice(tx, {
      key: `${prefixOf(request)}${request.round}:maker:${after / DAY}`,
      kind: 'request.answer-missing',
      to: { people: makersOf(request, subject) },
      title: `${subject.title}: the reviewers wait for your answer`,
      text: 'Answer each point and submit it again.',
      link: linkOf(request),
      appId: subject.app?.id,
      at,
      dueAt: new Date(at.getTime() + after - held),
    });
  }
}

/** Notes that the second look at an emergency approval becomes overdue. */
export async function remindOfSecondLook(
  tx: Knex.Transaction,
  { request, subject, at }: AboutRequest,
  dueAt: string,
): Promise<void> {
  await enqueueNotice(tx, {
    key: `${prefixOf(request)}second-look`,
    kind: 'request.second-look-overdue',
    to: { administrators: true },
    title: `Nobody has looked at the emergency approval of ${subject.title}`,
    text: 'A second person has to look at it within 24 hours, and that time is over.',
    link: linkOf(request),
    appId: subject.app?.id,
    urgent: true,
    at,
    dueAt: new Date(dueAt),
  });
}
