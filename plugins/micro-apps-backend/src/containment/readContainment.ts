import {
  accept,
  controlById,
  endsByChecks,
  HOLD_ACTIONS,
  holdApp,
  missingForRelease,
  releaseApp,
  samePerson,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppContainPermission,
  microAppsAppReadPermission,
  microAppsAppUpdatePermission,
  microAppsEvidenceReadPermission,
  type ContainmentView,
  type HoldView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { accessOf } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { personOf, reviewerOf } from '../separation/appActor';
import type { ContainmentDeps } from './containmentDeps';
import { holdsOfApp, isPortals, type HoldRow } from './DatabaseHolds';
import { prepareFindings } from './openControls';

/** How an app is held, what ends it, and what was before. */
export function readContainment(
  deps: ContainmentDeps,
): Command<{ id: string }, ContainmentView> {
  return {
    permission: microAppsAppReadPermission,
    run: (context, { id }) => readView(deps, context, id),
  };
}

/** The same, for the answer of a command. */
export async function readView(
  deps: ContainmentDeps,
  context: CommandContext,
  id: string,
): Promise<Result<ContainmentView>> {
  const { apps, database, repository, settings } = deps;
  const { actor, now } = context;
  const app = await apps.get(database.knex, id);
  if (!app) return unknownApp();
  const rows = await holdsOfApp(database.knex, id);
  const current = rows.find(({ endedAt }) => endedAt === undefined);
  const [mayContain, mayRead, mayUpdate] = await context.may(
    [
      microAppsAppContainPermission,
      microAppsEvidenceReadPermission,
      microAppsAppUpdatePermission,
    ],
    id,
  );
  const access = accessOf({ actor, app, settings });
  const canRead = access.canRead && mayRead;
  const reviewer = reviewerOf(actor, app, settings);
  const byChecks =
    current !== undefined && endsByChecks(current.standing, isPortals(current));
  const findingsOf =
    byChecks && canRead ? await prepareFindings(deps, app, now) : undefined;
  const missing = findingsOf
    ? missingForRelease({
        findings: await findingsOf(
          database.knex,
          app,
          await repository?.head(id),
        ),
        causes: current?.controlIds ?? [],
      })
    : [];
  return accept({
    appId: id,
    standing: app.standing,
    version: app.version,
    since: current?.at,
    hold: current && canRead ? viewOf(current) : undefined,
    earlier: canRead
      ? rows.filter(({ endedAt }) => endedAt !== undefined).map(viewOf)
      : [],
    missing: missing.map(({ controlId, title, because, control }) => ({
      controlId,
      title,
      because,
      next: control.howToSatisfy,
    })),
    viewer: {
      mayHold: mayContain
        ? HOLD_ACTIONS.filter(
            action =>
              holdApp({
                standing: app.standing,
                action,
                actor: { ...reviewer, isOwner: false },
              }).ok,
          )
        : [],
      // The command asks the directory besides, who else the owner may be.
      mayRelease:
        mayContain &&
        current !== undefined &&
        releaseApp({
          standing: app.standing,
          heldFrom: current.heldFrom,
          actor: {
            ...reviewer,
            isOwner: access.isOwner || access.isSuccessor,
          },
          imposedByActor: samePerson(personOf(actor), {
            ref: current.by,
            subject: current.bySubject,
            groups: [],
          }),
        }).ok,
      mayReleaseByChecks: access.canEdit && mayUpdate && byChecks,
    },
  });
}

/** A hold as people see it. */
export function viewOf(row: HoldRow): HoldView {
  return {
    id: row.id,
    standing: row.standing,
    reason: row.reason,
    controls: row.controlIds.map(controlId => ({
      controlId,
      title: controlById(controlId)?.title ?? controlId,
    })),
    by: row.by,
    since: row.at,
    revoking: row.endedAt === undefined && row.confirmedAt === undefined,
    problem: row.confirmedAt ? undefined : row.problem,
    endedAt: row.endedAt,
    endedBy: row.endedBy,
    ended: row.ended,
    endReason: row.endReason,
  };
}
