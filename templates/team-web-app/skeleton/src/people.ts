import { z } from 'zod';
import type { Egress } from './egress.ts';
import { displayText } from './html.ts';
import type { Identity } from './sessions.ts';

const personSchema = z
  .looseObject({
    id: z.string().optional(),
    sub: z.string().optional(),
    subject: z.string().optional(),
    name: z.string().optional(),
    displayName: z.string().optional(),
  })
  .transform(person => ({
    id: person.subject ?? person.sub ?? person.id ?? '',
    name: displayText(person.displayName ?? person.name ?? '', 80),
  }));

const list = z.array(personSchema);
const answerSchema = z.union([
  list,
  z.looseObject({ people: list }).transform(answer => answer.people),
  z.looseObject({ items: list }).transform(answer => answer.items),
]);

/** A colleague: what the app uses of the people API's answer, and no more. */
export type Person = { id: string; name: string };

/** The list of colleagues, or the reason why it is not there. */
export type PeopleAnswer =
  | { ok: true; people: Person[] }
  | { ok: false; reason: 'sign-in-again' | 'not-allowed' | 'unreachable' };

/** Reads colleagues with the rights of one signed-in person. */
export type People = (identity: Identity) => Promise<PeopleAnswer>;

const MOST = 2_000;
const KEPT_MS = 60_000;

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

  async function ask(identity: Identity): Promise<PeopleAnswer> {
    let response: Response;
    let answer: unknown;
    try {
      response = await egress(address, {
        headers: {
          authorization: `Bearer ${identity.accessToken}`,
          accept: 'application/json',
        },
      });
      if (response.status === 401)
        return { ok: false, reason: 'sign-in-again' };
      if (response.status === 403) return { ok: false, reason: 'not-allowed' };
      if (!response.ok) return { ok: false, reason: 'unreachable' };
      answer = await response.json();
    } catch {
      return { ok: false, reason: 'unreachable' };
    }
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) return { ok: false, reason: 'unreachable' };
    const people = parsed.data
      .filter(person => person.id !== '' && person.name !== '')
      .slice(0, MOST);
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
