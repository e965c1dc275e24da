import {
  accept,
  holdApp,
  missingForRelease,
  type Finding,
  type HoldAction,
  type Result,
} from '@micro-apps/governance-core';
import type { ContainmentRequest } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../gates/DatabaseAppLock';
import type { CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { reviewerOf } from '../separation/appActor';
import type { ContainmentDeps } from './containmentDeps';
import { imposeHold } from './imposeHold';
import { prepareFindings } from './openControls';
import { changedMeanwhile } from './refusals';

/**
 * Holds an app. From the commit on no gate lets it through; what runs of it is
 * stopped and its sign-in taken back after commit, until that is confirmed.
 * Holding is stricter in any case, so the owner herself may, if she has a role.
 */
export async function hold(
  deps: ContainmentDeps,
  { actor, now }: CommandContext,
  asked: Pick<
    ContainmentRequest,
    'reason' | 'expectedVersion' | 'controlIds'
  > & { id: string; action: HoldAction },
): Promise<Result<true>> {
  const { apps, database, settings } = deps;
  const seen = await apps.get(database.knex, asked.id);
  if (!seen) return unknownApp();
  const controlIds = [...new Set(asked.controlIds ?? [])];
  const missingOf = await prepareMissing(deps, seen, { controlIds, now });
  return await database.transaction(async tx => {
    const app = await lockApp(tx, asked.id);
    if (!app) return unknownApp();
    if (app.version !== asked.expectedVersion) return changedMeanwhile();
    const standing = holdApp({
      standing: app.standing,
      action: asked.action,
      actor: { ...reviewerOf(actor, app, settings), isOwner: false },
    });
    if (!standing.ok) return standing;
    await imposeHold(tx, deps, {
      app,
      standing: standing.value,
      reason: asked.reason,
      controlIds,
      missing: await missingOf(tx, app),
      actor,
      at: now,
    });
    return accept(true as const);
  });
}

/**
 * What its owner is told to do. Neither a catalog nor a repository that is away
 * keeps anybody from holding an app: then the steps are on its Risk tab later.
 */
export async function prepareMissing(
  deps: ContainmentDeps,
  app: AppRow,
  about: { controlIds: readonly string[]; now: Date },
): Promise<
  (tx: Knex.Transaction, current: AppRow) => Promise<readonly Finding[]>
> {
  const { controlIds: causes, now } = about;
  const findingsOf = await prepareFindings(deps, app, now).catch(
    () => undefined,
  );
  const commit = await deps.repository?.head(app.id).catch(() => undefined);
  return async (tx, current) =>
    findingsOf
      ? missingForRelease({
          findings: await findingsOf(tx, current, commit),
          causes,
        })
      : [];
}
