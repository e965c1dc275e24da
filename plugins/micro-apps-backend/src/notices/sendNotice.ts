import type { Delivery, OutboxHandler } from '../kernel/outbox';
import { composeDigest } from './composeDigest';
import {
  countAlone,
  getNotice,
  listForDigest,
  updateNotices,
  type NoticeRow,
} from './DatabaseNotices';
import { dayOf, nextTimeOfDay } from './digestTime';
import { NoInbox, type Inbox, type InboxMessage } from './inbox';
import { enqueueDigest, type NoticeDeps } from './recordNotice';

const MOST_IN_DIGEST = 200;
/** So long a portal may take to start its notifications plugin. */
const WAIT_FOR_INBOX_MS = 3_600_000;

/** Puts one urgent notice, or one digest, into one person's inbox. */
export function sendNotice(deps: NoticeDeps & { inbox: Inbox }): OutboxHandler {
  return async ({ person, notice, day }, delivery) => {
    if (typeof person !== 'string') throw new Error('This names no person');
    if (typeof notice === 'string') {
      await sendAlone(deps, { person, key: notice, delivery });
    } else if (typeof day === 'string') {
      await sendDigest(deps, { person, day, delivery });
    } else throw new Error('This names nothing to send');
  };
}

type Deps = NoticeDeps & { inbox: Inbox };

async function sendAlone(
  deps: Deps,
  options: { person: string; key: string; delivery: Delivery },
): Promise<void> {
  const { clock, database, notices } = deps;
  const { person, key, delivery } = options;
  const row = await getNotice(database.knex, person, key);
  if (row?.state !== 'at-once') return;
  const now = clock();
  const today = dayOf(now, notices.digestAt.timeZone);
  // One message of the day is kept for the digest.
  const left =
    notices.mailBudgetPerDay -
    1 -
    (await countAlone(database.knex, person, today));
  if (left <= 0) {
    const digest = nextTimeOfDay(now, notices.digestAt);
    await database.transaction(async tx => {
      await updateNotices(tx, [row.id], {
        state: 'digest',
        digest_at: digest.at.toISOString(),
      });
      await enqueueDigest(tx, { person, digest, now });
    });
    return;
  }
  const message = {
    person,
    title: row.title,
    text: row.body,
    link: row.link,
    urgent: true,
    kind: row.kind,
    key,
  };
  await sendAndNote(deps, { message, rows: [row], delivery, aloneOn: today });
}

async function sendDigest(
  deps: Deps,
  options: { person: string; day: string; delivery: Delivery },
): Promise<void> {
  const { person, day, delivery } = options;
  const rows = await listForDigest(deps.database.knex, person, MOST_IN_DIGEST);
  if (rows.length === 0) return;
  const message = {
    person,
    ...composeDigest(rows),
    urgent: false,
    kind: 'digest',
    key: `digest:${day}`,
  };
  await sendAndNote(deps, { message, rows, delivery });
}

async function sendAndNote(
  deps: Deps,
  options: {
    message: InboxMessage;
    rows: readonly NoticeRow[];
    delivery: Delivery;
    aloneOn?: string;
  },
): Promise<void> {
  const { clock, database, inbox, logger } = deps;
  const { message, rows, delivery, aloneOn } = options;
  let state: 'sent' | 'undelivered' = 'sent';
  try {
    await inbox(message);
  } catch (error) {
    const waited = clock().getTime() - delivery.wantedAt.getTime();
    if (!(error instanceof NoInbox) || waited < WAIT_FOR_INBOX_MS) throw error;
    logger.warn(
      'Nobody can be told anything: add Backstage’s notifications plugin to this portal',
    );
    state = 'undelivered';
  }
  await updateNotices(
    database.knex,
    rows.map(({ id }) => id),
    {
      state,
      finished_at: clock().toISOString(),
      alone_on: state === 'sent' ? aloneOn ?? null : null,
    },
  );
}
