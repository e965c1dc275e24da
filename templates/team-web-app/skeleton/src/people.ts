import { z } from 'zod';
import type { Egress } from './egress.ts';
import { displayText } from './html.ts';
import type { Identity } from './sessions.ts';

const pageSchema = z.looseObject({
  // Of what the API knows of a person, the app takes these two and no more.
  items: z.array(
    z
      .looseObject({ id: z.string(), displayName: z.string() })
      .transform(({ id, displayName }) => ({
        id,
        name: displayText(displayName, 80),
      })),
  ),
  nextCursor: z.string().optional(),
});

/** A colleague: what the app uses of the people API's answer, and no more. */
export type Person = { id: string; name: string };

/** Why the list of colleagues is not there. */
export type PeopleRefusal = 'sign-in-again' | 'not-allowed' | 'unreachable';

/** The list of colleagues, or the reason why it is not there. */
export type PeopleAnswer =
  | { ok: true; people: Person[] }
  | { ok: false; reason: PeopleRefusal };

/** Reads colleagues with the rights of one signed-in person. */
export type People = (identity: Identity) => Promise<PeopleAnswer>;

const PAGE_SIZE = 100;
const MOST_PAGES = 10;
const KEPT_MS = 60_000;

const REFUSALS: Record<number, PeopleRefusal> = {
  401: 'sign-in-again',
  403: 'not-allowed',
};

/**
 * The people API. The list is kept for a minute per access token, in memory
 * only, and never written to disk.
 */
export function createPeople(options: {
  address: string;
  egress: Egress;
  now: () => number;
  onRead: (read: { identity: Identity; records: number }) => void;
}): People {
  const { address, egress, now, onRead } = options;
  const kept = new Map<string, { until: number; people: Person[] }>();

  async function readPage(
    identity: Identity,
    cursor: string | undefined,
  ): Promise<z.infer<typeof pageSchema> | PeopleRefusal> {
    const url = new URL(address);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== undefined) url.searchParams.set('cursor', cursor);
    try {
      const response = await egress(url.href, {
        headers: {
          authorization: `Bearer ${identity.accessToken}`,
          accept: 'application/json',
        },
      });
      if (!response.ok) return REFUSALS[response.status] ?? 'unreachable';
      return pageSchema.parse(await response.json());
    } catch {
      return 'unreachable';
    }
  }

  async function ask(identity: Identity): Promise<PeopleAnswer> {
    const people: Person[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await readPage(identity, cursor);
      if (typeof page === 'string') return { ok: false, reason: page };
      people.push(...page.items.filter(({ id, name }) => id && name));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    onRead({ identity, records: people.length });
    return { ok: true, people };
  }

  return async identity => {
    for (const [token, row] of kept) if (row.until <= now()) kept.delete(token);
    const known = kept.get(identity.accessToken);
    if (known) return { ok: true, people: known.people };
    if (identity.accessTokenExpiresAt <= now()) {
      return { ok: false, reason: 'sign-in-again' };
    }
    const answer = await ask(identity);
    if (answer.ok) {
      const until = Math.min(now() + KEPT_MS, identity.accessTokenExpiresAt);
      kept.set(identity.accessToken, { until, people: answer.people });
    }
    return answer;
  };
}
