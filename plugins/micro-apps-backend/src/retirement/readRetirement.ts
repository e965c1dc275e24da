import {
  accept,
  disposalStartsAt,
  hasEnded,
  retireApp,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  microAppsAppRetirePermission,
  microAppsEvidenceReadPermission,
  type Retirement,
  type RetirementPreview,
  type RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import { holdsOnData } from '../gates/DatabaseRetentionLedger';
import type { Command, CommandContext } from '../kernel/commands';
import { retentionSettings } from '../kernel/settings';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { endingActorOf } from '../separation/endingActorOf';
import {
  countPresent,
  countThings,
  countUndecided,
  retirementOf,
} from './DatabaseRetirements';
import type { RetirementDeps } from './retirementDeps';

/** What ending an app would do, or how far its end has come. */
export function readRetirement(
  deps: RetirementDeps,
): Command<{ id: string }, RetirementView> {
  return {
    permission: microAppsAppReadPermission,
    run: (context, { id }) => readView(deps, context, id),
  };
}

/** The same, for the answer of a command. */
export async function readView(
  deps: RetirementDeps,
  context: CommandContext,
  id: string,
): Promise<Result<RetirementView>> {
  const { apps, database, settings } = deps;
  const { actor } = context;
  const app = await apps.get(database.knex, id);
  if (!app) return unknownApp();
  const [permitted, mayRead] = await context.may(
    [microAppsAppRetirePermission, microAppsEvidenceReadPermission],
    id,
  );
  const canRead = accessOf({ actor, app, settings }).canRead && mayRead;
  const mayRetire =
    permitted &&
    retireApp({
      standing: app.standing,
      name: app.name,
      typedName: app.name,
      actor: endingActorOf(actor, app, settings),
    }).ok;
  return accept({
    appId: id,
    standing: app.standing,
    version: app.version,
    preview: mayRetire ? await previewOf(deps, context, app) : undefined,
    retirement: hasEnded(app.standing)
      ? await progressOf(deps, app, canRead)
      : undefined,
    viewer: { mayRetire },
  });
}

async function previewOf(
  { database: { knex }, settings }: RetirementDeps,
  { now }: CommandContext,
  { id }: AppRow,
): Promise<RetirementPreview> {
  const { how, graceHours } = retentionSettings(settings);
  const holds = await holdsOnData(knex, id);
  const at = now.toISOString();
  return {
    copies: await countPresent(knex, id, 'runtime'),
    credentials: await countPresent(knex, id, 'client'),
    requests: await countUndecided(knex, id),
    things: await countThings(knex, id),
    how,
    disposeAt: disposalStartsAt(at, graceHours) ?? at,
    legalHold: holds.includes('legal-hold'),
    openIncident: holds.includes('open-incident'),
  };
}

async function progressOf(
  { database: { knex } }: RetirementDeps,
  { id, standing }: AppRow,
  canRead: boolean,
): Promise<Retirement | undefined> {
  const row = await retirementOf(knex, id);
  if (!row) return undefined;
  const [keptBy] = standing === 'disposed' ? [] : await holdsOnData(knex, id);
  return {
    from: row.from,
    by: row.by,
    reason: canRead ? row.reason : undefined,
    at: row.at,
    accessEndedAt: row.accessEndedAt,
    problem: canRead ? row.problem : undefined,
    disposeAt: row.disposeAt,
    thingsLeft: await countThings(knex, id),
    keptBy: keptBy === 'audit' ? undefined : keptBy,
    disposedAt: row.disposedAt,
  };
}
