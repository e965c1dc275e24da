import type { Circumstances } from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';

/** Table of searches for new owners. */
export const ORPHANS = 'micro_apps_orphans';

/**
 * What the records say of who answers for an app: nobody does while a new owner
 * is looked for and there is no second owner (requirements R10).
 */
export async function successionCircumstances(
  connection: Connection,
  appId: string,
): Promise<Pick<Circumstances, 'orphaned'>> {
  const open: { candidates: string } | undefined = await connection(ORPHANS)
    .where({ open_key: appId })
    .first('candidates');
  if (!open) return { orphaned: false };
  const { 'second-owner': second = [] } = JSON.parse(open.candidates);
  return { orphaned: second.length === 0 };
}
