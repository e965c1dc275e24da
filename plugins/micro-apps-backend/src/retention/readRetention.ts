import {
  accept,
  confirmDisposal,
  isRetentionWindow,
  liftLegalHold,
  setLegalHold,
  TEST_DATA_DAYS,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  microAppsDisposalConfirmPermission,
  microAppsEvidenceReadPermission,
  microAppsLegalHoldPermission,
  type DisposalView,
  type LegalHoldView,
  type RetentionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { retentionSettings } from '../kernel/settings';
import { accessOf } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import {
  countsOf,
  openRun,
  runsOfApp,
  type DisposalCounts,
  type DisposalRun,
} from './DatabaseDisposals';
import { legalHoldsOfApp, type LegalHoldRow } from './DatabaseLegalHolds';
import { getLook } from './DatabaseLooks';
import { endingActorOf } from '../separation/endingActorOf';
import { planOf } from './planOf';
import { keepingOf, type RetentionDeps } from './retentionDeps';

interface Asked {
  readonly id: string;
  /** Of a dry run with another window. */
  readonly retentionDays?: number;
}

/** How long an app keeps data, what would go now, and what went. */
export function readRetention(
  deps: RetentionDeps,
): Command<Asked, RetentionView> {
  return {
    permission: microAppsAppReadPermission,
    run: (context, asked) => readView(deps, context, asked),
  };
}

/**
 * The same, for the answer of a command. Counts and rules are registration
 * facts; why data is held, and by whom, is for those who read its records.
 */
export async function readView(
  deps: RetentionDeps,
  context: CommandContext,
  asked: Asked,
): Promise<Result<RetentionView>> {
  const { apps, database, disposition, settings } = deps;
  const { actor, now } = context;
  const { knex } = database;
  const app = await apps.get(knex, asked.id);
  if (!app) return unknownApp();
  const { retentionDays } = app.registration;
  const access = accessOf({ actor, app, settings });
  const [mayHold, mayConfirm, mayRead] = await context.may(
    [
      microAppsLegalHoldPermission,
      microAppsDisposalConfirmPermission,
      microAppsEvidenceReadPermission,
    ],
    app.id,
  );
  const canRead = access.canRead && mayRead;
  const keeping = await keepingOf(knex, deps, { app, now });
  const plan = planOf(keeping);
  const previewed =
    asked.retentionDays === undefined
      ? plan
      : planOf({ ...keeping, retentionDays: asked.retentionDays });
  const look = await getLook(knex, app.id);
  const holds = await legalHoldsOfApp(knex, app.id);
  const current = holds.find(({ liftedAt }) => liftedAt === undefined);
  const runs = canRead ? await runsOfApp(knex, app.id) : [];
  const counts = await countsOf(
    knex,
    runs.map(({ id }) => id),
  );
  const ending = endingActorOf(actor, app, settings);
  const isOver = app.standing === 'disposed';
  const isBusy = (await openRun(knex, app.id)) !== undefined;
  return accept({
    appId: app.id,
    retentionDays,
    testDataDays: isRetentionWindow(retentionDays)
      ? Math.min(TEST_DATA_DAYS, retentionDays)
      : TEST_DATA_DAYS,
    how: retentionSettings(settings).how,
    connected: disposition !== undefined,
    lookedAt: look?.lookedAt,
    kept: {
      data: keeping.things.filter(({ kind }) => kind === 'data').length,
      testData: keeping.things.filter(({ kind }) => kind === 'test-data')
        .length,
    },
    nextDisposalAt: plan.nextDueAt,
    preview: {
      ...previewed.counts,
      retentionDays: asked.retentionDays ?? retentionDays,
      needsConfirming: !previewed.allowed.ok,
    },
    waitsForConfirming: look?.waitingCount,
    problem: canRead ? look?.problem : undefined,
    legalHold: current && canRead ? holdView(current) : undefined,
    earlierHolds: canRead
      ? holds.filter(({ liftedAt }) => liftedAt !== undefined).map(holdView)
      : [],
    disposals: runs.map(run => runView(run, counts(run.id))),
    viewer: {
      maySetHold: mayHold && !current && !isOver && setLegalHold(ending).ok,
      // The command asks the directory besides, who else the owner may be.
      mayLiftHold: mayHold && current !== undefined && liftLegalHold(ending).ok,
      mayConfirm:
        mayConfirm &&
        !isBusy &&
        plan.due.length > 0 &&
        !plan.allowed.ok &&
        confirmDisposal(ending).ok,
    },
  });
}

function holdView(row: LegalHoldRow): LegalHoldView {
  return {
    id: row.id,
    reason: row.reason,
    by: row.by,
    since: row.at,
    liftedAt: row.liftedAt,
    liftedBy: row.liftedBy,
    liftReason: row.liftReason,
  };
}

function runView(run: DisposalRun, counts: DisposalCounts): DisposalView {
  const { id, cause, how, by, at, finishedAt, total, due } = run;
  return {
    id,
    cause,
    how,
    by,
    startedAt: at,
    finishedAt,
    total,
    due,
    ...counts,
  };
}
