/** A time of day in the organisation's time zone. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

const DAY_MS = 24 * 3_600_000;

/**
 * The first time of day after `after`, as an instant. Where the clock is put
 * forward over it, the first instant after the gap; where it comes twice, the
 * first one.
 */
export function nextTimeOfDay(
  after: Date,
  at: TimeOfDay,
): { readonly at: Date; readonly day: string } {
  for (let days = -1; ; days += 1) {
    const day = dayOf(new Date(after.getTime() + days * DAY_MS), at.timeZone);
    const instant = instantOf(day, at);
    if (instant > after) return { at: instant, day };
  }
}

/** The calendar day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayOf(instant: Date, timeZone: string): string {
  return new Date(localMs(instant, timeZone)).toISOString().slice(0, 10);
}

function instantOf(day: string, { hour, minute, timeZone }: TimeOfDay): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  // An offset is at most 14 hours: look where the local clock reaches the time.
  let early = wanted - 16 * 3_600_000;
  let late = wanted + 16 * 3_600_000;
  // The local clock runs with the instant but for changes of the offset; those
  // within a day of each other do not happen.
  const offsets = [early, wanted, late].map(
    ms => localMs(new Date(ms), timeZone) - ms,
  );
  const candidates = [...new Set(offsets)]
    .map(offset => wanted - offset)
    .filter(ms => localMs(new Date(ms), timeZone) === wanted)
    .sort((a, b) => a - b);
  if (candidates.length > 0) return new Date(candidates[0]);
  // In the gap: the first instant whose local time is past it.
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localMs(new Date(middle), timeZone) >= wanted) late = middle;
    else early = middle;
  }
  return new Date(late);
}

/** What a clock on the wall shows, as if it were UTC; whole seconds and rest. */
function localMs(instant: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const rest = ((instant.getTime() % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + rest;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
