import { DateTime } from 'luxon';

/** A day as people say it, in the reader's language and zone: "3 Dec". */
export function dayOf(instant: string): string {
  const date = DateTime.fromISO(instant);
  if (!date.isValid) return instant;
  const thisYear = date.hasSame(DateTime.now(), 'year');
  return date.toLocaleString({
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
  });
}
