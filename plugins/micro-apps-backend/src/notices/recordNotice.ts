import type { Knex } from 'knex';
import type { MembersOf } from '../directory/membersOf';
import type { BackendDeps } from '../kernel/deps';
import { enqueue, type OutboxHandler } from '../kernel/outbox';
import { resolveAudience } from './audience';
import { insertNotice, toldSince } from './DatabaseNotices';
import { nextTimeOfDay } from './digestTime';
import { readNotice } from './readNotice';
import type { NoticeSettings } from './readNoticeSettings';

/** Outbox topic of messages that go into one person's inbox. */
export const SEND = 'notice.send';
/** A digest that is as near as this is left to what is there already. */
const MARGIN_MS = 60_000;

/** What the handlers of notices share. */
export interface NoticeDeps
  extends Pick<
    BackendDeps,
    'apps' | 'clock' | 'database' | 'logger' | 'settings'
  > {
  readonly membersOf: MembersOf;
  readonly notices: NoticeSettings;
}

/**
 * Notes for each person who is to be told, once for each key: at once where
 * somebody has to act soon, in her next digest otherwise, and only for the
 * record while the installation is silent or was when it was due.
 */
export function recordNotice(deps: NoticeDeps): OutboxHandler {
  const { apps, clock, database, notices } = deps;
  return async (payload, { wantedAt }) => {
    const notice = readNotice(payload);
    const app = notice.appId
      ? await apps.get(database.knex, notice.appId)
      : undefined;
    const { people, insteadOf } = await resolveAudience(
      deps,
      notice.to,
      app?.registration.businessUnit,
    );
    const title = insteadOf
      ? `Nobody holds the approver role ${insteadOf}: ${notice.title}`
      : notice.title;
    const now = clock();
    await database.transaction(async tx => {
      const since = await toldSince(tx);
      const held = since === undefined || wantedAt < since;
      const waits = notice.urgent ? 'at-once' : 'digest';
      const digest = nextTimeOfDay(
        new Date(now.getTime() + MARGIN_MS),
        notices.digestAt,
      );
      for (const person of people) {
        const isNew = await insertNotice(tx, {
          person,
          notice_key: notice.key,
          kind: notice.kind,
          title,
          body: notice.text,
          link: notice.link,
          state: held ? 'held' : waits,
          noted_at: now.toISOString(),
          digest_at: waits === 'digest' ? digest.at.toISOString() : null,
          finished_at: held ? now.toISOString() : null,
        });
        if (!isNew || held) continue;
        if (notice.urgent) {
          await enqueue(tx, {
            topic: SEND,
            key: `${SEND}:${person}:${notice.key}`.slice(0, 300),
            payload: { person, notice: notice.key },
            at: now,
            group: person,
          });
        } else await enqueueDigest(tx, { person, digest, now });
      }
    });
  };
}

/** Notes that a person gets her digest then; one for each day. */
export async function enqueueDigest(
  tx: Knex.Transaction,
  options: {
    person: string;
    digest: ReturnType<typeof nextTimeOfDay>;
    now: Date;
  },
): Promise<void> {
  const { person, digest, now } = options;
  await enqueue(tx, {
    topic: SEND,
    key: `digest:${person}:${digest.day}`,
    payload: { person, day: digest.day },
    at: now,
    dueAt: digest.at,
    group: person,
  });
}
