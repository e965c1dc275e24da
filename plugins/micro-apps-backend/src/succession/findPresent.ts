import type { KnownPerson } from '../directory/findPersons';
import { leftAmong } from './DatabaseLeavers';
import type { SuccessionDeps } from './successionDeps';

/**
 * Who of these people can be asked for something: the directory has her, and
 * nobody has said that she has left.
 * @returns by normalised reference
 * @throws when the directory cannot be reached
 */
export async function findPresent(
  { database, findPersons }: Pick<SuccessionDeps, 'database' | 'findPersons'>,
  refs: readonly string[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  const there = await findPersons([...new Set(refs)]);
  const left = await leftAmong(database.knex, [...there.values()]);
  return new Map([...there].filter(([ref]) => !left.has(ref)));
}
