import type { LoggerService } from '@backstage/backend-plugin-api';
import { causeOf, type Database } from './database';
import { deleteFinished, type OutboxRow } from './DatabaseOutbox';
import { claimMessages, groupOf, settleMessage } from './DatabaseOutboxClaims';
import { leaseFrom, OutboxHold } from './outboxHold';
import type { Clock } from './types';

export {
  cancelGroup,
  cancelQueued,
  enqueue,
  isInWork,
  isWaiting,
  type OutboxMessage,
} from './DatabaseOutbox';

/** Failures after which a message is set aside. */
const MAX_FAILURES = 8;
/** How long a message waits for a receiver that is away before it is set aside. */
const PATIENCE_MS = 72 * 3_600_000;
const IDLE_MS = 1000;
const MAX_DELAY_MS = 300_000;
/** A receiver that was away is asked again at the latest after this. */
const MAX_PAUSE_MS = 60_000;
const KEPT_DAYS = { done: 30, failed: 90 };
const DAY_MS = 24 * 3_600_000;
const STEP = 500;

/** What a handler gets beside the payload. */
export interface Delivery {
  /** The message's key: the same at each attempt, different for each message. */
  readonly key: string;
  /** When it was written. */
  readonly at: Date;
  /** When it was to be done. */
  readonly wantedAt: Date;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Thrown by a handler: the clock was set back since its message was taken. */
export class TooEarly extends Error {}

/**
 * The time for work on a due date. A clock that is set back between taking the
 * date and looking at it would find nothing and forget it; so the message goes
 * back until its time has come, neither early nor lost (reliability B6).
 * @throws TooEarly
 */
export function timeOfWork(
  clock: Clock,
  delivery: Pick<Delivery, 'wantedAt'>,
): Date {
  const now = clock();
  if (now < delivery.wantedAt) throw new TooEarly('Its time has not come');
  return now;
}

/** Does what a message says; it must bear being called twice. */
export type OutboxHandler = (
  payload: Record<string, unknown>,
  delivery: Delivery,
) => Promise<void>;

/**
 * Thrown by a handler: whoever receives it is away. The message is kept for
 * three days, and the topic pauses so that nobody is hammered.
 */
export class ReceiverAway extends Error {}

/**
 * Does what was noted: at least once, late by about a second, in order within a
 * group, with back-off; what fails on its own account is set aside after eight
 * times and told in the log. Several messages can be taken at once where work on
 * one is short and does no harm when it is done again: a process that ends in
 * mid-work has noted nothing of the last quarter of a second.
 */
export class Outbox {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #random: () => number;
  readonly #atOnce: number;
  readonly #handlers = new Map<string, OutboxHandler>();
  /** Until when a topic is left alone, in milliseconds since the epoch. */
  readonly #paused = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: {
    database: Database;
    clock: Clock;
    logger: LoggerService;
    /** From 0 to 1, for the jitter of the back-off. */
    random?: () => number;
    /** How many messages are taken at once; 1 unless told. */
    atOnce?: number;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#random = options.random ?? Math.random;
    this.#atOnce = options.atOnce ?? 1;
  }

  /** One handler for each topic. */
  on(topic: string, handler: OutboxHandler): void {
    if (this.#handlers.has(topic)) {
      throw new Error(`Outbox topic ${topic} has a handler already`);
    }
    this.#handlers.set(topic, handler);
  }

  /** Starts looking for due notes, about once a second. */
  start(): void {
    this.#stopped = false;
    this.#schedule();
  }

  /** Stops; resolves when the note in work is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Works off everything that is due now. */
  async drain(): Promise<void> {
    if (this.#running) await this.#running;
    this.#running = this.#work();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(async () => {
      try {
        await this.drain();
      } catch (error) {
        this.#logger.warn(`Outbox could not be read: ${causeOf(error)}`);
      }
      this.#schedule();
    }, IDLE_MS);
    this.#timer.unref();
  }

  async #work(): Promise<void> {
    for (;;) {
      const now = this.#clock();
      const topics = [...this.#handlers.keys()].filter(
        topic => !this.#isPaused(topic),
      );
      if (topics.length === 0) return;
      const lease = leaseFrom(now);
      const rows = await claimMessages(this.#database.knex, {
        topics,
        now,
        lease,
        most: this.#atOnce,
      });
      if (rows.length === 0) return;
      const hold = new OutboxHold(
        {
          database: this.#database,
          clock: this.#clock,
          logger: this.#logger,
        },
        { rows, lease },
      );
      await this.#performAll(rows, hold);
    }
  }

  /** One after another; what cannot be done now goes back. */
  async #performAll(
    rows: readonly OutboxRow[],
    hold: OutboxHold,
  ): Promise<void> {
    // A message that was not done holds up those after it in its group.
    const stuck = new Set<string>();
    let isThrough = false;
    try {
      for (const row of rows) {
        if (row !== rows[0] && (this.#stopped || hold.isLost())) break;
        if (stuck.has(groupOf(row)) || this.#isPaused(row.topic)) continue;
        const outcome = await this.#perform(row);
        if (outcome === 'done') hold.done(row);
        else hold.drop(row);
        if (outcome === 'later') stuck.add(groupOf(row));
      }
      isThrough = true;
    } finally {
      await hold.end({ giveBack: isThrough });
    }
  }

  #isPaused(topic: string): boolean {
    return (this.#paused.get(topic) ?? 0) > this.#clock().getTime();
  }

  /** What became of it: `later` holds up its group, `never` was set aside. */
  async #perform(row: OutboxRow): Promise<'done' | 'later' | 'never'> {
    const handler = this.#handlers.get(row.topic);
    if (!handler) return 'later';
    if (row.failures > MAX_FAILURES) {
      return await this.#setAside(row, 'Work on it never came to an end');
    }
    try {
      await handler(JSON.parse(row.payload), {
        key: row.message_key,
        at: new Date(row.created_at),
        wantedAt: wantedAt(row),
        attempt: row.attempts,
      });
      return 'done';
    } catch (error) {
      return await this.#failed(row, error);
    }
  }

  async #failed(row: OutboxRow, error: unknown): Promise<'later' | 'never'> {
    const now = this.#clock().getTime();
    const reason = causeOf(error).slice(0, 500);
    if (error instanceof TooEarly) {
      await settleMessage(this.#database.knex, row, {
        failures: row.failures - 1,
        due_at: wantedAt(row).toISOString(),
      });
      return 'later';
    }
    const away = error instanceof ReceiverAway;
    const waited = now - wantedAt(row).getTime();
    if (away ? waited >= PATIENCE_MS : row.failures >= MAX_FAILURES) {
      return await this.#setAside(row, reason);
    }
    const longest = Math.min(2 ** row.attempts * 1000, MAX_DELAY_MS);
    const delay = longest * (0.5 + this.#random() / 2);
    if (away) {
      this.#paused.set(row.topic, now + Math.min(delay, MAX_PAUSE_MS));
    }
    this.#logger.warn(
      `Outbox ${row.topic} ${row.message_key} failed (${row.attempts}): ${reason}`,
    );
    await settleMessage(this.#database.knex, row, {
      reason,
      failures: away ? row.failures - 1 : row.failures,
      due_at: new Date(now + delay).toISOString(),
    });
    return 'later';
  }

  async #setAside(row: OutboxRow, reason: string): Promise<'never'> {
    this.#logger.error(
      `Outbox ${row.topic} ${row.message_key} is set aside after ${row.attempts} attempts; an administrator has to look at it: ${reason}`,
    );
    await settleMessage(this.#database.knex, row, {
      state: 'failed',
      reason,
      finished_at: this.#clock().toISOString(),
    });
    return 'never';
  }
}

function wantedAt({ wanted_at, created_at }: OutboxRow): Date {
  return new Date(wanted_at ?? created_at);
}

/**
 * Deletes what was done 30 days ago and what was set aside 90 days ago, in small
 * steps that hold up nobody.
 * @returns how many messages it were
 */
export async function cleanOutbox(options: {
  database: Database;
  now: Date;
}): Promise<number> {
  const { database, now } = options;
  let deleted = 0;
  for (const state of ['done', 'failed'] as const) {
    const before = new Date(now.getTime() - KEPT_DAYS[state] * DAY_MS);
    for (;;) {
      const step = await deleteFinished(database.knex, {
        state,
        before,
        limit: STEP,
      });
      deleted += step;
      if (step < STEP) break;
    }
  }
  return deleted;
}
