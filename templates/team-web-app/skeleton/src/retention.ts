import type { RecordStore } from './records.ts';

const DAY = 86_400_000;
/** Test data lives a week at most. */
const TEST_DATA_DAYS = 7;

/** How many records were deleted; counts only, never content. */
export type Deleted = { entries: number; ticks: number; consents: number };

/** What decides how long records are kept. */
export type RetentionRule = {
  retentionDays: number;
  environment: 'sandbox' | 'beta' | 'scan';
};

/** Days that records are kept here: test data goes sooner. */
export function daysKept(rule: RetentionRule): number {
  return rule.environment === 'beta'
    ? rule.retentionDays
    : Math.min(rule.retentionDays, TEST_DATA_DAYS);
}

/** `1 day`, `7 days`. */
export function dayCount(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** The rule in one sentence, for the log. */
export function retentionSentence(rule: RetentionRule): string {
  const days = daysKept(rule);
  const kept = `records are deleted after ${dayCount(days)}`;
  return days < rule.retentionDays
    ? `${kept}: this is test data, kept shorter than the registered ${dayCount(
        rule.retentionDays,
      )}`
    : `${kept}, as registered`;
}

/**
 * Deletes what is older than the window, measured from the server's receive
 * time. Consent goes with it, once nothing of that person is left.
 */
export function deleteExpired(options: {
  store: RecordStore;
  days: number;
  now: number;
}): Deleted {
  const { store, days, now } = options;
  const oldest = now - days * DAY;
  // A time that cannot be read counts as old.
  const isKept = (at: string) => Date.parse(at) >= oldest;
  const before = store.read();
  const entries = before.entries.filter(entry => isKept(entry.receivedAt));
  const ticks = before.ticks.filter(tick => isKept(tick.receivedAt));
  const active = new Set([
    ...entries.map(entry => entry.ownerSubject),
    ...ticks.map(tick => tick.subject),
  ]);
  const consents = before.consents.filter(
    consent => active.has(consent.subject) || isKept(consent.givenAt),
  );
  const deleted = {
    entries: before.entries.length - entries.length,
    ticks: before.ticks.length - ticks.length,
    consents: before.consents.length - consents.length,
  };
  if (deleted.entries + deleted.ticks + deleted.consents > 0) {
    store.write(records => ({ ...records, entries, ticks, consents }));
  }
  return deleted;
}
