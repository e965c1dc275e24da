import {
  accept,
  normaliseRef,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR, type Actor } from '../kernel/types';
import type { Involvement } from './DatabaseInvolvement';

/** What the directory said, by normalised reference. */
export type KnownPeople = ReadonlyMap<
  string,
  Pick<Actor, 'subject' | 'email'> | undefined
>;

/**
 * Asks the directory for the stable subjects and e-mail addresses of everybody
 * who has a part in an app. A registration names its owner by reference only;
 * without these a second account of hers would pass for somebody else
 * (reliability A5). Asked before the transaction; a directory that is away
 * refuses.
 */
export async function findPeople(
  findActor: BackendDeps['findActor'],
  { people }: Involvement,
): Promise<Result<KnownPeople>> {
  const known = new Map<string, Pick<Actor, 'subject' | 'email'> | undefined>();
  for (const ref of refsOf(people)) {
    if (!findActor) {
      return refuse(
        'directory-unavailable',
        'The directory of people is not connected, so nobody can decide. Tell your platform team',
      );
    }
    const found = await findActor({ ref, direct: true, fresh: true });
    if (found.ok) {
      known.set(ref, found.value);
    } else if (isAway(found.refusal.code)) {
      return found;
    } else {
      // Somebody who has left: her reference and her deeds still count.
      known.set(ref, undefined);
    }
  }
  return accept(known);
}

/**
 * Adds what the directory knows. Refuses when somebody has got a part in the
 * app after the directory was asked.
 */
export function withPeople(
  involvement: Involvement,
  known: KnownPeople,
): Result<Involvement> {
  if (refsOf(involvement.people).some(ref => !known.has(ref))) {
    return refuse(
      'changed-since-you-looked',
      'Somebody changed this app at the same moment. Reload the page and look again',
    );
  }
  return accept({
    ...involvement,
    people: involvement.people.flatMap(item => {
      const { person } = item;
      const now = known.get(normaliseRef(person.ref));
      if (!now) return [item];
      const { subject = person.subject, email } = now;
      const asKnownNow = { ...item, person: { ...person, subject, email } };
      // The subject noted at the time counts as well as the one of today.
      return person.subject === undefined || person.subject === subject
        ? [asKnownNow]
        : [item, asKnownNow];
    }),
  });
}

function refsOf(people: Involvement['people']): readonly string[] {
  return [
    ...new Set(people.map(({ person }) => normaliseRef(person.ref))),
  ].filter(ref => ref !== '' && ref !== normaliseRef(SYSTEM_ACTOR.ref));
}

function isAway(code: string): boolean {
  return code === 'directory-unavailable' || code === 'busy';
}
