import type { LoggerService } from '@backstage/backend-plugin-api';
import { causeOf, type Database } from './database';
import type { OutboxRow } from './DatabaseOutbox';
import { putBack, renewLease, settleDone } from './DatabaseOutboxClaims';
import type { Clock } from './types';

/** A claim ends by itself, so that a crash in mid-work loses nothing (B5). */
const LEASE_MS = 90_000;
const RENEW_MS = 20_000;
/** What was done is noted after this at the latest. */
const NOTE_MS = 250;

/** Until when what is claimed now is nobody else's. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

interface HoldOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/**
 * Claimed messages in somebody's hand: holds them while work on them goes on,
 * notes together what is done, and gives back what was not begun.
 */
export class OutboxHold {
  readonly #options: HoldOptions;
  readonly #open: Set<OutboxRow>;
  readonly #timers: readonly NodeJS.Timeout[];
  #done: OutboxRow[] = [];
  #noting: Promise<void> = Promise.resolve();
  #lease: Date;

  constructor(
    options: HoldOptions,
    claimed: { readonly rows: readonly OutboxRow[]; readonly lease: Date },
  ) {
    this.#options = options;
    this.#open = new Set(claimed.rows);
    this.#lease = claimed.lease;
    this.#timers = [
      setInterval(() => this.#orTold(() => this.#renew()), RENEW_MS),
      setInterval(() => this.#orTold(() => this.#note()), NOTE_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Others may have them: this process was held up for longer than the lease. */
  isLost(): boolean {
    return this.#options.clock() >= this.#lease;
  }

  /** This one is done. */
  done(row: OutboxRow): void {
    this.#open.delete(row);
    this.#done.push(row);
  }

  /** What became of this one is on record already. */
  drop(row: OutboxRow): void {
    this.#open.delete(row);
  }

  /** Notes what is done, all of it, and lets go of the rest. */
  async end({ giveBack }: { giveBack: boolean }): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#note();
    if (!giveBack || this.#open.size === 0) return;
    const { database, clock } = this.#options;
    await putBack(database.knex, [...this.#open], clock());
  }

  async #renew(): Promise<void> {
    const { database, clock } = this.#options;
    const rows = [...this.#open, ...this.#done];
    if (rows.length === 0) return;
    const lease = leaseFrom(clock());
    await renewLease(database.knex, rows, lease);
    this.#lease = lease;
  }

  /** One after the other, so that the last one is the end. */
  #note(): Promise<void> {
    this.#noting = this.#noting
      .catch(() => undefined)
      .then(() => this.#settle());
    return this.#noting;
  }

  async #settle(): Promise<void> {
    const rows = this.#done;
    if (rows.length === 0) return;
    this.#done = [];
    const { database, clock } = this.#options;
    await settleDone(database.knex, rows, clock());
  }

  async #orTold(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { logger } = this.#options;
      logger.warn(`Outbox claim not kept up: ${causeOf(error)}`);
    }
  }
}
