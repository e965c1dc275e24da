import type { Finding } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { reviewDaysNow } from '../../gates/reviewDaysNow';
import { containmentSettings, gatedEnvironments } from '../../kernel/settings';
import type { AppRow } from '../../registry/AppStore';
import type { ContainmentDeps } from '../containmentDeps';
import { isPortals, openHold, type HoldRow } from '../DatabaseHolds';
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
 * noted somebody may have mended, stopped or excepted it, or switched the rule off.
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
  if (!item.controlIds) {
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
  const { automatic } = containmentSettings(settings);
  const controlIds = item.controlIds.filter(id =>
    automatic.some(
      ({ controlId, mode }) => controlId === id && mode === 'enforce',
    ),
  );
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
      controlIds: causesOf(
        failing.map(({ controlId }) => controlId),
        await openHold(tx, app.id),
      ),
      missing: findings,
    };
  };
}

/**
 * What has to be green for the end of a hold: with what the portal held it for
 * before. What somebody held is not free as soon as one check is green.
 */
function causesOf(
  controlIds: readonly string[],
  before: HoldRow | undefined,
): readonly string[] {
  if (!before) return controlIds;
  return isPortals(before)
    ? [...new Set([...before.controlIds, ...controlIds])]
    : [];
}
