import type { Circumstances } from '@micro-apps/governance-core';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

/** Table of searches for new owners. */
export const ORPHANS = 'micro_apps_orphans';
/** Table of who was asked to take an app over, and what they said. */
export const OFFERS = 'micro_apps_orphan_offers';

/** Table of owners, as the directory was last seen to know them. */
export const PEOPLE = 'micro_apps_people';

/** A row of {@link PEOPLE}. */
export interface PersonRecord {
  ref: string;
  subject: string | null;
  manager: string | null;
  teams: string;
  state: string;
  next_subject: string | null;
  missing_since: string | null;
  due_at: string;
}

interface OpenRecord {
  open_key: string;
  id: string;
  candidates: string;
}

interface LeftRecord {
  orphan_id: string;
  offered_to: string;
}

const open = rowsTogether<OpenRecord>({
  columns: ['open_key'],
  rows: connection =>
    connection(ORPHANS).select('open_key', 'id', 'candidates'),
});

const leftMeanwhile = rowsTogether<LeftRecord>({
  columns: ['orphan_id'],
  rows: connection =>
    connection(OFFERS)
      .select('orphan_id', 'offered_to')
      .where({ answer: 'left' }),
});

/**
 * What the records say of who answers for an app: nobody does while a new owner
 * is looked for and there is no second owner, or she has left as well
 * (requirements R10).
 */
export async function successionCircumstances(
  connection: Connection,
  appId: string,
): Promise<Pick<Circumstances, 'orphaned'>> {
  const [search] = await open(connection, appId);
  if (!search) return { orphaned: false };
  const { 'second-owner': second = [] }: Record<string, readonly string[]> =
    JSON.parse(search.candidates);
  if (second.length === 0) return { orphaned: true };
  const left = await leftMeanwhile(connection, search.id);
  return {
    orphaned: second.every(ref =>
      left.some(({ offered_to: to }) => to === ref),
    ),
  };
}
