import { z } from 'zod';
import type { Person } from './person.ts';

/** One page of people. */
export interface PeoplePage {
  items: readonly Person[];
  /** Matches on all pages together. */
  total: number;
  /** Send it as `cursor` for the next page; absent on the last. */
  nextCursor?: string;
}

const querySchema = z.object({
  q: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

const encode = (id: string) => Buffer.from(id).toString('base64url');

/**
 * Finds people by name, e-mail, title or team, page by page.
 *
 * @returns the page, or one sentence about what is wrong with the query
 */
export function listPeople(
  directory: readonly Person[],
  query: unknown,
): PeoplePage | { problem: string } {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.'));
    return {
      problem: `Check ${names.join(
        ' and ',
      )}: q is text up to 100 characters, limit a number from 1 to 100, cursor comes from the page before.`,
    };
  }
  const { cursor, limit } = parsed.data;
  const wanted = parsed.data.q.trim().toLowerCase();
  const matches = directory.filter(person =>
    [person.displayName, person.email, person.title, person.team].some(text =>
      text.toLowerCase().includes(wanted),
    ),
  );
  const last = cursor
    ? matches.findIndex(({ id }) => encode(id) === cursor)
    : -1;
  if (cursor && last < 0) {
    return {
      problem: 'The cursor is not one of this list. Start again without it.',
    };
  }
  const items = matches.slice(last + 1, last + 1 + limit);
  const end = items.at(-1);
  const more = last + 1 + limit < matches.length;
  return {
    items,
    total: matches.length,
    ...(more && end ? { nextCursor: encode(end.id) } : {}),
  };
}
