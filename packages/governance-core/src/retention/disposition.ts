import { isRetentionWindow } from '../registration/registration';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { DAY, instantAfter, instantOf } from '../time/instants';

/** Days after which temporary test data goes (R8). @public */
export const TEST_DATA_DAYS = 7;
/** Share of the rows that one run deletes without being confirmed. @public */
export const DISPOSITION_SHARE = 0.1;

/** Why something stays though it is due. @public */
export const HOLDS = ['legal-hold', 'open-incident', 'audit'] as const;
/** @public */
export type Hold = (typeof HOLDS)[number];

/**
 * How long things are kept: by the window of the app, and no longer than the
 * app itself. @public
 */
export interface KeepingRule {
  /** Window of the app, 1 to 3650 days. */
  readonly retentionDays: number;
  /** ISO instant from which nothing of a retired app is kept any more (R10). */
  readonly endsAt?: string;
}

/** One thing that is kept. @public */
export interface KeptItem {
  readonly kind: 'data' | 'test-data';
  /** When the server received it; a date that its owner wrote does not count. */
  readonly receivedAt: string;
  readonly holds?: readonly Hold[];
}

/** @public */
export interface Disposition {
  /** ISO instant, UTC; absent when it cannot be worked out. */
  readonly dueAt?: string;
  readonly state: 'keep' | 'due' | 'held';
  readonly because: string;
}

const HOLD_TITLES: Readonly<Record<Hold, string>> = {
  'legal-hold': 'a legal hold is on it',
  'open-incident': 'an incident that it belongs to is open',
  audit: 'the audit record is never cut',
};

/**
 * The instant from which something may no longer be kept: the window of the
 * app after its receipt, seven days for test data whatever the window.
 * Source: requirements R8; reliability B12.
 *
 * @param retentionDays - window of the app, 1 to 3650
 * @returns ISO instant, UTC; `undefined` when receipt or window make no sense
 * @public
 */
export function dispositionDueAt(
  { kind, receivedAt }: Pick<KeptItem, 'kind' | 'receivedAt'>,
  retentionDays: number,
): string | undefined {
  if (!isRetentionWindow(retentionDays)) return undefined;
  const days =
    kind === 'test-data'
      ? Math.min(TEST_DATA_DAYS, retentionDays)
      : retentionDays;
  return instantAfter(receivedAt, days * DAY);
}

/** The earlier of two instants; one that nobody can read does not count. */
function earlier(a: string | undefined, b: string | undefined) {
  if (b === undefined || Number.isNaN(instantOf(b))) return a;
  return a === undefined || instantOf(b) < instantOf(a) ? b : a;
}

/**
 * Whether something stays, has to go, or is held. When it cannot be worked out
 * it stays: what was deleted by mistake does not come back. The end of its app
 * is the end of it, too, whatever is left of the window.
 * Source: requirements R8, R10; reliability B10.
 *
 * @param options.now - ISO instant of the database, UTC
 * @public
 */
export function dispositionOf(
  options: KeepingRule & { item: KeptItem; now: string },
): Disposition {
  const { item, retentionDays, endsAt, now } = options;
  const dueAt = earlier(dispositionDueAt(item, retentionDays), endsAt);
  if (dueAt === undefined) {
    return { state: 'keep', because: 'It is not clear when it is due' };
  }
  if (!(instantOf(now) >= instantOf(dueAt))) {
    return { dueAt, state: 'keep', because: 'Its time has not come' };
  }
  const [hold] = item.holds ?? [];
  if (hold !== undefined) {
    return {
      dueAt,
      state: 'held',
      because: `It stays because ${HOLD_TITLES[hold] ?? 'it is held'}`,
    };
  }
  return { dueAt, state: 'due', because: 'Its time is over' };
}

/** What one run would delete. @public */
export interface DispositionPlan {
  readonly total: number;
  readonly due: number;
  /** Due, and kept all the same. */
  readonly held: Readonly<Partial<Record<Hold, number>>>;
}

/**
 * Counts what a run would delete, before it does: a dry run. More than a
 * tenth of the rows at once needs somebody to confirm exactly that count, so
 * that a window shortened by mistake cannot empty an app. Test data is not
 * counted in that: its week is fixed. Memory stays flat.
 * Source: reliability B10, B11.
 *
 * @param options.items - read once, in any order
 * @param options.confirmedDue - count that a person confirmed after a dry run
 * @returns the plan; `invalid-input` for a window that makes no sense,
 *   `not-allowed` when it has to be confirmed first
 * @public
 */
export function planDisposition(
  options: KeepingRule & {
    items: Iterable<KeptItem>;
    now: string;
    shareLimit?: number;
    confirmedDue?: number;
  },
): Result<DispositionPlan> {
  const { items, retentionDays, endsAt, now, confirmedDue } = options;
  const { shareLimit = DISPOSITION_SHARE } = options;
  if (!isRetentionWindow(retentionDays)) {
    return refuse(
      'invalid-input',
      'Data is kept for 1 to 3650 days; mend the window first.',
    );
  }
  let total = 0;
  let due = 0;
  const limited = { total: 0, due: 0 };
  const held: Partial<Record<Hold, number>> = {};
  for (const item of items) {
    const { state } = dispositionOf({ item, retentionDays, endsAt, now });
    const isDue = state === 'due' ? 1 : 0;
    total += 1;
    due += isDue;
    if (item.kind !== 'test-data') {
      limited.total += 1;
      limited.due += isDue;
    }
    const [hold] = item.holds ?? [];
    if (state === 'held' && hold) held[hold] = (held[hold] ?? 0) + 1;
  }
  const few = limited.due <= limited.total * shareLimit;
  if (!few && confirmedDue !== due) {
    return refuse(
      'not-allowed',
      `This would delete ${due} of ${total}. Look at the dry run, and confirm the number if it is right.`,
    );
  }
  return accept({ total, due, held });
}
