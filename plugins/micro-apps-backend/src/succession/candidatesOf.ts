import type { KnownPerson } from '../directory/findPersons';
import { normaliseRef, type Candidates } from '@micro-apps/governance-core';
import { ReceiverAway } from '../kernel/outbox';
import type { AppRow } from '../registry/AppStore';
import { changersOf } from '../registry/DatabaseVersions';
import type { LeaverRow } from './DatabaseLeavers';
import type { Subjects } from './DatabaseOrphans';
import { findPresent } from './findPresent';
import type { SuccessionDeps } from './successionDeps';

/** Somebody, and whom the part is bound to, where that is known. */
interface Asked {
  readonly ref: string;
  readonly subject?: string;
}

/** As many as can be asked without it being a mailing. */
const MOST_CO_OWNERS = 5;

/**
 * Who can be asked to take an app over, by step: the second owner, whoever
 * changed its registration before, the leaver's manager, the business unit.
 * Nobody who has left herself, and nobody for the part that an earlier bearer of
 * her name had (reliability E4), with whom each name stands for now.
 * @throws ReceiverAway when the directory cannot be reached
 */
export async function candidatesOf(
  deps: Pick<SuccessionDeps, 'database' | 'findPersons'>,
  app: AppRow,
  { manager, person }: Pick<LeaverRow, 'manager' | 'person'>,
): Promise<{ candidates: Candidates; subjects: Subjects }> {
  const { successor, businessUnit } = app.registration;
  const most = MOST_CO_OWNERS + 1;
  const changers = await changersOf(deps.database.knex, app.id, most);
  const second = successor && { ref: successor, subject: app.successorSubject };
  const boss = manager && { ref: manager };
  const people = [second, ...changers, boss].flatMap(each =>
    each ? [normaliseRef(each.ref)] : [],
  );
  let there: ReadonlyMap<string, KnownPerson>;
  try {
    there = await findPresent(deps, people);
  } catch {
    throw new ReceiverAway('The directory of people cannot be reached');
  }
  const present = (...asked: readonly (Asked | undefined | '')[]) => {
    const refs = asked.flatMap(each => {
      const known = each ? there.get(normaliseRef(each.ref)) : undefined;
      if (!each || !known || known.ref === normaliseRef(person)) return [];
      const { subject = known.subject } = each;
      return known.subject === undefined || subject === known.subject
        ? [known.ref]
        : [];
    });
    return [...new Set(refs)];
  };
  const subjects = [...there.values()].flatMap(({ ref, subject }) =>
    subject === undefined ? [] : [[ref, subject]],
  );
  return {
    candidates: {
      'second-owner': present(second),
      'co-owners': present(...changers).slice(0, MOST_CO_OWNERS),
      manager: present(boss),
      'business-unit': [normaliseRef(businessUnit, 'group')],
    },
    subjects: Object.fromEntries(subjects),
  };
}
