import { html } from './html.ts';
import type { Html } from './html.ts';

const DAY = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeZone: 'UTC',
});

/** A stored time as a day that people read: `24 Nov 2026`. */
export function displayDate(instant: string): Html {
  return html`<time datetime="${instant}"
    >${DAY.format(new Date(instant))}</time
  >`;
}
