import {
  accept,
  normaliseRef,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { Involvement } from './DatabaseInvolvement';

/** What the directory said, by normalised reference. */
export type KnownSubjects = ReadonlyMap<string, string | undefined>;

/**
 * Asks the directory for the stable subjects of everybody who has a part in an
 * app. A registration names its owner by reference only; without her subject a
 * second account of hers would pass for somebody else (reliability A5).
 * Asked before the transaction; a directory that is away refuses.
 */
export async function findSubjects(
  findActor: BackendDeps['findActor'],
  { people }: Involvement,
): Promise<Result<KnownSubjects>> {
  const subjects = new Map<string, string | undefined>();
  for (const ref of refsOf(people)) {
    if (!findActor) {
      return refuse(
        'directory-unavailable',
        'The directory of people is not connected, so nobody can decide. Tell your platform team',
      );
    }
    const found = await findActor({ ref, direct: true, fresh: true });
    if (found.ok) {
      subjects.set(ref, found.value.subject);
    } else if (isAway(found.refusal.code)) {
      return found;
    } else {
      // Somebody who has left: her reference and her deeds still count.
      subjects.set(ref, undefined);
    }
  }
  return accept(subjects);
}

/**
 * Adds the directory's subjects. Refuses when somebody has got a part in the
 * app after the directory was asked.
 */
export function withSubjects(
  involvement: Involvement,
  subjects: KnownSubjects,
): Result<Involvement> {
  if (refsOf(involvement.people).some(ref => !subjects.has(ref))) {
    return refuse(
      'changed-since-you-looked',
      'Somebody changed this app at the same moment. Reload the page and look again',
    );
  }
  return accept({
    ...involvement,
    people: involvement.people.flatMap(item => {
      const subject = subjects.get(normaliseRef(item.person.ref));
      const asKnownNow = { ...item, person: { ...item.person, subject } };
      // The subject noted at the time counts as well as the one of today.
      if (!subject) return [item];
      return item.person.subject ? [item, asKnownNow] : [asKnownNow];
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
