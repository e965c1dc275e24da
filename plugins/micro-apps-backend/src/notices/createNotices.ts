import type { NotificationService } from '@backstage/plugin-notifications-node';
import { NOTICE } from '../kernel/notices';
import { Outbox } from '../kernel/outbox';
import {
  deleteFinishedNotices,
  listOverdue,
  setTelling,
} from './DatabaseNotices';
import { nextTimeOfDay } from './digestTime';
import { createInbox } from './inbox';
import {
  enqueueDigest,
  recordNotice,
  SEND,
  type NoticeDeps,
} from './recordNotice';
import { sendNotice } from './sendNotice';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;
const STEP = 500;

/** Tells people what they should know. */
export interface Notices {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Does what is due now. */
  drain(): Promise<void>;
  /** Once an hour: forgets old notices and looks after left digests. */
  tidy(): Promise<void>;
}

/**
 * Two lanes: finding out who is told goes on while nobody's inbox can be
 * reached.
 */
export function createNotices(
  deps: NoticeDeps & { notifications: NotificationService },
): Notices {
  const { clock, database, logger, notices, notifications } = deps;
  const inbox = createInbox(notifications);
  const recording = new Outbox(deps);
  recording.on(NOTICE, recordNotice(deps));
  const sending = new Outbox(deps);
  sending.on(SEND, sendNotice({ ...deps, inbox }));
  const lanes = [recording, sending];
  return {
    async start() {
      const { silent } = notices;
      await setTelling(database.knex, { silent, at: clock() });
      if (silent) {
        logger.info(
          'Nobody is told anything yet: set microApps.notices.silent to false when your people are to hear from micro apps',
        );
      }
      for (const lane of lanes) lane.start();
    },
    async stop() {
      await Promise.all(lanes.map(lane => lane.stop()));
    },
    async drain() {
      for (const lane of lanes) await lane.drain();
    },
    async tidy() {
      const now = clock();
      const left = await listOverdue(
        database.knex,
        new Date(now.getTime() - HOUR_MS),
      );
      const digest = nextTimeOfDay(now, notices.digestAt);
      for (const person of left) {
        await database.transaction(tx =>
          enqueueDigest(tx, { person, digest, now }),
        );
      }
      const before = new Date(now.getTime() - KEPT_MS);
      while (
        (await deleteFinishedNotices(database.knex, {
          before,
          limit: STEP,
        })) === STEP
      );
    },
  };
}
