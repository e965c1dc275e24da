import type { Finding } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { reviewDaysNow } from '../../gates/reviewDaysNow';
import { gatedEnvironments } from '../../kernel/settings';
import type { AppRow } from '../../registry/AppStore';
import type { ContainmentDeps } from '../containmentDeps';
import { openHold } from '../DatabaseHolds';
import type { FleetItemRow, FleetRunRow } from '../fleet/DatabaseFleet';
import { prepareMissing } from '../holdApp';
import { runningCommits } from './DatabaseAutomatic';
import { failingOf } from './failingOf';
import { holdReason } from './words';

/** Why one app is held, and what its owner has to do. */
interface Cause {
  readonly reason: string;
  readonly controlIds: readonly string[];
  readonly missing: readonly Finding[];
}

/** In the transaction that has locked the app; nothing: it is not held. */
type CauseOf = (
  tx: Knex.Transaction,
  app: AppRow,
) => Promise<Cause | undefined>;

/**
 * Prepares to say why an app of a run is held. Of a person's stop that is her
 * reason; the portal itself looks again at what runs, because since it was
 * noted somebody may have mended, stopped or excepted it.
 *
 * @returns `undefined` while the portal cannot tell
 */
export async function prepareCause(
  deps: ContainmentDeps,
  run: Pick<FleetRunRow, 'reason'>,
  about: { item: FleetItemRow; seen: AppRow; now: Date },
): Promise<CauseOf | undefined> {
  const { integrations, policy, settings } = deps;
  const { item, seen, now } = about;
  const { controlIds } = item;
  if (!controlIds) {
    const missingOf = await prepareMissing(deps, seen, { controlIds: [], now });
    return async (tx, app) => ({
      reason: run.reason,
      controlIds: [],
      missing: await missingOf(tx, app),
    });
  }
  const all = await integrations.list();
  if (!all.ok) return undefined;
  const reviewDays = await reviewDaysNow(policy);
  const environments = gatedEnvironments(settings);
  return async (tx, app) => {
    const running = await runningCommits(tx, {
      environments,
      appIds: [app.id],
    });
    const failing = await failingOf(controlIds, {
      connection: tx,
      running: { app, commits: running.get(app.id) ?? [] },
      integrations: await integrations.asDecidedNow(all.value, tx),
      settings,
      reviewDays,
      now,
    });
    if (failing.length === 0) return undefined;
    const findings = failing.map(({ finding }) => finding);
    return {
      reason: holdReason(findings),
      // What somebody held before is not free as soon as one check is green.
      controlIds: (await openHold(tx, app.id))
        ? []
        : failing.map(({ controlId }) => controlId),
      missing: findings,
    };
  };
}
