import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { causeOf, type Database } from './database';
import type { Clock } from './types';

const TABLE = 'micro_apps_outbox';
const MAX_ATTEMPTS = 8;
const IDLE_MS = 1000;

/** A note to do something outside after commit. */
export interface OutboxMessage {
  readonly topic: string;
  /** Unique; the same key is written once only. */
  readonly key: string;
  readonly payload: Record<string, unknown>;
  readonly at: Date;
  /** Not before this instant; at once where it is left out. */
  readonly dueAt?: Date;
}

interface OutboxRow {
  id: number | string;
  topic: string;
  message_key: string;
  state: string;
  due_at: string;
  payload: string;
  attempts: number;
}

/** Writes the note in the caller's transaction. */
export async function enqueue(
  tx: Knex.Transaction,
  message: OutboxMessage,
): Promise<void> {
  const at = message.at.toISOString();
  await tx(TABLE)
    .insert({
      topic: message.topic,
      message_key: message.key,
      payload: JSON.stringify(message.payload),
      state: 'waiting',
      attempts: 0,
      created_at: at,
      due_at: message.dueAt?.toISOString() ?? at,
    })
    .onConflict('message_key')
    .ignore();
}

/** Does what was noted: at least once, in order of writing, with back-off. */
export class Outbox {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #handlers = new Map<
    string,
    (payload: Record<string, unknown>) => Promise<void>
  >();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = true;

  constructor(options: {
    database: Database;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** One handler for each topic; it must bear being called twice. */
  on(
    topic: string,
    handler: (payload: Record<string, unknown>) => Promise<void>,
  ): void {
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
      const row = await this.#claim();
      if (!row) return;
      await this.#perform(row);
    }
  }

  /** Takes the oldest due note; a second backend instance cannot take it too. */
  async #claim(): Promise<OutboxRow | undefined> {
    const now = this.#clock();
    // A claim ends by itself, so that a crash in mid-work loses nothing.
    const lease = new Date(now.getTime() + 15 * 60_000).toISOString();
    const topics = [...this.#handlers.keys()];
    return await this.#database.transaction(async tx => {
      const row = await tx<OutboxRow>(TABLE)
        .where({ state: 'waiting' })
        .andWhere('due_at', '<=', now.toISOString())
        .whereIn('topic', topics)
        .orderBy('id')
        .forUpdate()
        .first();
      if (!row) return undefined;
      const attempts = Number(row.attempts) + 1;
      await tx(TABLE).where({ id: row.id }).update({ due_at: lease, attempts });
      return { ...row, attempts };
    });
  }

  async #perform(row: OutboxRow): Promise<void> {
    const handler = this.#handlers.get(row.topic);
    if (!handler) return;
    try {
      await handler(JSON.parse(row.payload));
      await this.#database
        .knex(TABLE)
        .where({ id: row.id })
        .update({ state: 'done', finished_at: this.#clock().toISOString() });
    } catch (error) {
      const reason = causeOf(error).slice(0, 500);
      const failed = row.attempts >= MAX_ATTEMPTS;
      const delay = Math.min(2 ** row.attempts, 300) * 1000;
      this.#logger.warn(
        `Outbox ${row.topic} ${row.message_key} failed (${row.attempts}): ${reason}`,
      );
      await this.#database
        .knex(TABLE)
        .where({ id: row.id })
        .update({
          state: failed ? 'failed' : 'waiting',
          reason,
          due_at: new Date(this.#clock().getTime() + delay).toISOString(),
        });
    }
  }
}
