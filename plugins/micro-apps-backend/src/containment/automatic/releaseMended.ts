import { missingForRelease } from '@micro-apps/governance-core';
import { lockApp } from '../../gates/DatabaseAppLock';
import { isDatabaseError } from '../../kernel/database';
import { SYSTEM_ACTOR } from '../../kernel/types';
import type { ContainmentDeps } from '../containmentDeps';
import { openHold, portalsHolds, type HoldRow } from '../DatabaseHolds';
import { freeByChecks } from '../freeByChecks';
import { prepareFindings } from '../openControls';
import { newestChecked } from './DatabaseAutomatic';

const PAGE = 100;

/**
 * Releases what the portal holds by itself and whose checks are green again, as
 * its owner may do herself. What somebody holds, and what is suspended, waits
 * for people. What breaks on one app keeps nobody from the others.
 */
export async function releaseMended(deps: ContainmentDeps): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const holds = await portalsHolds(deps.database.knex, {
      after,
      limit: PAGE,
    });
    for (const hold of holds) {
      try {
        await releaseOne(deps, hold);
      } catch (error) {
        if (isDatabaseError(error)) throw error;
        deps.logger.warn(`${hold.appId} cannot be released: ${error}`);
      }
    }
    after = holds.at(-1)?.appId;
    if (holds.length < PAGE) return;
  }
}

async function releaseOne(deps: ContainmentDeps, seen: HoldRow) {
  const { apps, clock, database, repository } = deps;
  const { appId, controlIds: causes } = seen;
  const now = clock();
  const app = await apps.get(database.knex, appId);
  const findingsOf = app && (await prepareFindings(deps, app, now));
  if (!app || !findingsOf) return;
  // The repository is asked only where what was checked last looks mended.
  const checked = await newestChecked(database.knex, appId);
  const findings = await findingsOf(database.knex, app, checked);
  if (missingForRelease({ findings, causes }).length > 0) return;
  // Where it is away, the next look asks again.
  const commit = await repository?.head(appId).catch(() => undefined);
  await database.transaction(async tx => {
    const current = await lockApp(tx, appId);
    const hold = await openHold(tx, appId);
    if (current?.version !== app.version || hold?.id !== seen.id) return;
    await freeByChecks(
      tx,
      deps,
      { actor: SYSTEM_ACTOR, now },
      { app: current, hold, commit, findingsOf },
    );
  });
}
