import {
  instantAfter,
  normaliseRef,
  HOUR,
  type Breach,
  type IncidentClockName,
  type Severity,
} from '@micro-apps/governance-core';
import type { SuspensionDecision } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { cancelNotices, enqueueNotice, type Notice } from '../kernel/notices';
import type { AppRow } from '../registry/AppStore';
import type { IncidentRow } from './incidentRow';

/** What a notice is about, and when it is written. */
export interface Telling {
  readonly app: AppRow;
  readonly row: Pick<IncidentRow, 'id' | 'title' | 'reportedBy'>;
  readonly at: Date;
}

const SECURITY = { role: 'security' } as const;
/** How long before a deadline whoever has to meet it is reminded, in hours. */
const REMIND_BEFORE: Readonly<Record<IncidentClockName, number>> = {
  escalation: 0.5,
  'root-cause': 24,
};

/** Owner and second owner; the same whom a preview names. */
export function ownersToTell({ registration }: AppRow): readonly string[] {
  const { owner, successor } = registration;
  return successor ? [owner, successor] : [owner];
}

type Words = Pick<Notice, 'kind' | 'title' | 'text' | 'urgent' | 'dueAt'>;

async function tell(
  tx: Knex.Transaction,
  { app, row, at }: Telling,
  given: Words & { key: string; to: Notice['to'] },
): Promise<void> {
  if ('people' in given.to && given.to.people.length === 0) return;
  await enqueueNotice(tx, {
    ...given,
    key: `incident:${row.id}:${given.key}`,
    link: `/micro-apps/incidents/${row.id}`,
    appId: app.id,
    at,
  });
}

/** The security team and the owner's side, each once, but for who did it. */
async function tellBoth(
  tx: Knex.Transaction,
  about: Telling,
  { key, by, ...words }: Words & { key: string; by?: string },
): Promise<void> {
  const people = ownersToTell(about.app).filter(
    ref => by === undefined || normaliseRef(ref) !== normaliseRef(by),
  );
  await tell(tx, about, { ...words, key: `${key}:security`, to: SECURITY });
  await tell(tx, about, { ...words, key: `${key}:owners`, to: { people } });
}

/** Tells the security team and the owner's side at once (requirements R9). */
export async function tellReported(
  tx: Knex.Transaction,
  about: Telling & {
    severity: Severity;
    /** The security team has it already: then the owner's time runs. */
    takenOn: boolean;
    dueAt: string | undefined;
  },
): Promise<void> {
  const { app, row, severity, takenOn, dueAt = '' } = about;
  await tellBoth(tx, about, {
    key: 'reported',
    by: row.reportedBy,
    kind: 'incident.reported',
    title: `Incident on ${app.name}: ${row.title}`,
    text: takenOn
      ? `Severity: ${severity}. The security team has it. The owner writes down why it happened and what will be done until ${spelt(
          dueAt,
        )}.`
      : `Severity: ${severity}. Somebody of the security team takes it on until ${spelt(
          dueAt,
        )}.`,
    urgent: true,
  });
}

/** Reminds whoever has to meet a deadline, shortly before it. */
export async function remindOfClock(
  tx: Knex.Transaction,
  about: Telling & { clock: IncidentClockName; dueAt: string },
): Promise<void> {
  const { app, row, at, clock, dueAt } = about;
  const soon = instantAfter(dueAt, -REMIND_BEFORE[clock] * HOUR);
  await cancelReminder(tx, row.id, clock);
  if (soon === undefined || new Date(soon) <= at) return;
  const escalation = clock === 'escalation';
  await tell(tx, about, {
    key: `due:${clock}`,
    kind: escalation ? 'incident.escalation-due' : 'incident.causes-due',
    to: escalation ? SECURITY : { people: ownersToTell(app) },
    title: escalation
      ? `Nobody has taken the incident on ${app.name} on yet`
      : `The causes of the incident on ${app.name} are due tomorrow`,
    text: escalation
      ? `Take it on until ${spelt(dueAt)}.`
      : `Write down why it happened and what will be done until ${spelt(
          dueAt,
        )}. The page has examples.`,
    urgent: true,
    dueAt: new Date(soon),
  });
}

/** It was done: nobody is reminded any more. */
export async function cancelReminder(
  tx: Knex.Transaction,
  incidentId: string,
  clock: IncidentClockName,
): Promise<void> {
  await cancelNotices(tx, { key: `incident:${incidentId}:due:${clock}` });
}

/** Tells the owner's side who has it, and what is awaited of them. */
export async function tellEscalated(
  tx: Knex.Transaction,
  about: Telling & { dueAt: string | undefined },
): Promise<void> {
  const { app, dueAt = '' } = about;
  await tell(tx, about, {
    key: 'escalated',
    kind: 'incident.escalated',
    to: { people: ownersToTell(app) },
    title: `The security team has the incident on ${app.name}`,
    text: `Write down why it happened and what will be done until ${spelt(
      dueAt,
    )}.`,
    urgent: true,
  });
}

/** Tells the security team what the owner's side wrote. */
export async function tellCauses(
  tx: Knex.Transaction,
  about: Telling & { version: number },
): Promise<void> {
  await tell(tx, about, {
    key: `causes:${about.version}`,
    kind: 'incident.causes-received',
    to: SECURITY,
    title: `The causes of the incident on ${about.app.name} are written down`,
    text: 'Read them, and close the incident when nothing is left to do.',
  });
}

/** Tells both sides of another severity. */
export async function tellSeverity(
  tx: Knex.Transaction,
  about: Telling & { to: Severity; number: number; by: string },
): Promise<void> {
  const { app, to, number, by } = about;
  await tellBoth(tx, about, {
    key: `severity:${number}`,
    by,
    kind: 'incident.severity-changed',
    title: `The incident on ${app.name} is rated ${to} now`,
    text:
      to === 'high'
        ? 'It needs a post-mortem and a decision whether the app is suspended, too. Its deadlines stay.'
        : 'Its deadlines stay, and so do duties that came with a higher severity.',
    urgent: to === 'high',
  });
}

/**
 * Tells the owner's side and the administrators of the decision. It is a
 * decision on record: the platform team has to act on it.
 */
export async function tellSuspension(
  tx: Knex.Transaction,
  about: Telling & { decision: SuspensionDecision; key: string },
): Promise<void> {
  const { app, decision, key } = about;
  const suspend = decision === 'suspend';
  const words: Words = {
    kind: 'incident.suspension-decided',
    title: suspend
      ? `${app.name} is suspended after the incident`
      : `${app.name} may keep running after the incident`,
    text: suspend
      ? 'The security team has decided so. It is being stopped; only security releases it. The reason is on the page of the incident.'
      : 'The security team has decided so; the reason is on the page of the incident.',
    urgent: suspend,
  };
  const people = ownersToTell(app);
  await tell(tx, about, { ...words, key: `${key}:owners`, to: { people } });
  await tell(tx, about, {
    ...words,
    key: `${key}:administrators`,
    to: { administrators: true },
  });
}

/** Tells the owner's side and who reported it that it is over. */
export async function tellClosed(
  tx: Knex.Transaction,
  about: Telling & { time: number },
): Promise<void> {
  const { app, row, time } = about;
  await tell(tx, about, {
    key: `closed:${time}`,
    kind: 'incident.closed',
    to: { people: [...new Set([...ownersToTell(app), row.reportedBy])] },
    title: `The incident on ${app.name} is closed`,
    text: 'Everything is done. It can be opened again if it comes back.',
  });
}

/** Tells both sides that it goes on. */
export async function tellReopened(
  tx: Knex.Transaction,
  about: Telling & { time: number; by: string },
): Promise<void> {
  const { app, time, by } = about;
  await tellBoth(tx, about, {
    key: `reopened:${time}`,
    by,
    kind: 'incident.reopened',
    title: `The incident on ${app.name} is open again`,
    text: 'Its deadlines go on as if it had never been closed.',
    urgent: true,
  });
}

/** Tells both sides of a missed deadline, and who is above them. */
export async function tellBreach(
  tx: Knex.Transaction,
  about: Telling & { breach: Breach },
): Promise<void> {
  const { app, breach } = about;
  const escalation = breach.clock === 'escalation';
  const words: Words & { key: string } = {
    key: `breach:${breach.clock}`,
    kind: 'incident.breached',
    title: escalation
      ? `Nobody took the incident on ${app.name} on in time`
      : `The causes of the incident on ${app.name} were not written down in time`,
    text: `That was due ${spelt(breach.at)}. It has to be done all the same.`,
    urgent: true,
  };
  await tellBoth(tx, about, words);
  await tell(tx, about, {
    ...words,
    key: `${words.key}:administrators`,
    to: { administrators: true },
  });
}

/** An instant in a mail, which has no reader's time zone. */
function spelt(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
