import type { Request } from 'express';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

// Closed words: the address chooses among them and can add none.
const NOTICES: Record<string, string> = {
  added: 'Your entry is on the list.',
  removed: 'The entry is gone.',
  saved: 'Your choice is saved.',
  agreed: 'Thank you. You can add entries now.',
  withdrawn: 'Everything about you was deleted.',
};

/** "It worked", on the page that a form leads to (`?done=added`). */
export function noticeFor(request: Request): Html | undefined {
  const done = String(request.query['done'] ?? '');
  const text = Object.hasOwn(NOTICES, done) ? NOTICES[done] : undefined;
  return text === undefined
    ? undefined
    : html`<p class="notice" role="status">${text}</p>`;
}
