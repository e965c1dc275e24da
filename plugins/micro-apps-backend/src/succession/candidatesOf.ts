import { normaliseRef, type Candidates } from '@micro-apps/governance-core';
import { ReceiverAway } from '../kernel/outbox';
import type { AppRow } from '../registry/AppStore';
import { changersOf } from '../registry/DatabaseVersions';
import type { LeaverRow } from './DatabaseLeavers';
import type { SuccessionDeps } from './successionDeps';

/** As many as can be asked without it being a mailing. */
const MOST_CO_OWNERS = 5;

/**
 * Who can be asked to take an app over, by step: the second owner, whoever
 * changed its registration before, the leaver's manager, the business unit.
 * Nobody who has left herself.
 * @throws ReceiverAway when the directory cannot be reached
 */
export async function candidatesOf(
  { database, findPersons }: Pick<SuccessionDeps, 'database' | 'findPersons'>,
  app: AppRow,
  { manager, person }: Pick<LeaverRow, 'manager' | 'person'>,
): Promise<Candidates> {
  const { successor, businessUnit } = app.registration;
  const changers = await changersOf(database.knex, app.id, MOST_CO_OWNERS + 1);
  const people = [successor, ...changers, manager].flatMap(ref =>
    ref === undefined ? [] : [normaliseRef(ref)],
  );
  let there: ReadonlySet<string>;
  try {
    there = new Set((await findPersons([...new Set(people)])).keys());
  } catch {
    throw new ReceiverAway('The directory of people cannot be reached');
  }
  const present = (refs: readonly (string | undefined)[]) =>
    refs.flatMap(ref => {
      const known = ref === undefined ? '' : normaliseRef(ref);
      return there.has(known) && known !== normaliseRef(person) ? [known] : [];
    });
  return {
    'second-owner': present([successor]),
    'co-owners': present(changers).slice(0, MOST_CO_OWNERS),
    manager: present([manager]),
    'business-unit': [normaliseRef(businessUnit, 'group')],
  };
}
