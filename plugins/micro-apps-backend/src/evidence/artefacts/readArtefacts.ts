import {
  accept,
  ARTEFACT_KINDS,
  artefactProgress,
  artefactTemplate,
  eligibility,
  hasEnded,
  type ArtefactKind,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsEvidenceReadPermission,
  type ArtefactsResponse,
  type ArtefactSummary,
  type ArtefactView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import { approverGroups } from '../../kernel/settings';
import { accessOf, requireRead } from '../../registry/appAccess';
import type { AppRow } from '../../registry/AppStore';
import { unknownApp } from '../../registry/unknownApp';
import {
  readInvolvement,
  type Involvement,
} from '../../separation/DatabaseInvolvement';
import {
  getArtefact,
  listArtefacts,
  listSaved,
  type ArtefactRow,
} from './DatabaseArtefacts';

/** Every form that there is, and how far each is at this app. */
export function readArtefacts(
  deps: BackendDeps,
): Command<{ id: string }, ArtefactsResponse> {
  return {
    permission: microAppsEvidenceReadPermission,
    async run({ actor }, { id }) {
      const { database, apps, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const may = requireRead(accessOf({ actor, app, settings }));
      if (!may.ok) return may;
      const rows = await listArtefacts(database.knex, id);
      return accept({
        items: ARTEFACT_KINDS.map(kind =>
          summaryOf(
            app,
            kind,
            rows.find(row => row.kind === kind),
          ),
        ),
      });
    },
  };
}

/** One form with its answers, for those who read evidence. */
export function readArtefact(
  deps: BackendDeps,
): Command<{ id: string; kind: ArtefactKind }, ArtefactView> {
  return {
    permission: microAppsEvidenceReadPermission,
    run: (context, { id, kind }) => artefactView(deps, context, { id, kind }),
  };
}

/** What the page of one form shows, as it is now. */
export async function artefactView(
  deps: BackendDeps,
  { actor }: CommandContext,
  { id, kind }: { id: string; kind: ArtefactKind },
): Promise<Result<ArtefactView>> {
  const { database, apps, settings } = deps;
  const app = await apps.get(database.knex, id);
  if (!app) return unknownApp();
  const access = accessOf({ actor, app, settings });
  const may = requireRead(access);
  if (!may.ok) return may;
  const [row, versions, involvement] = await Promise.all([
    getArtefact(database.knex, { appId: id, kind }),
    listSaved(database.knex, { appId: id, kind }),
    readInvolvement(database.knex, app),
  ]);
  const { acceptedBy } = artefactTemplate(kind);
  // What the commands refuse, no button offers.
  const isOver = hasEnded(app.standing);
  return accept({
    ...summaryOf(app, kind, row),
    appName: app.name,
    envelopeHash: app.envelopeHash,
    answers: row?.answers ?? {},
    mayEdit: access.canEdit && actor.direct && !isOver,
    mayReview:
      !isOver &&
      acceptedBy !== undefined &&
      row?.state === 'waiting' &&
      mayAccept({ actor, app, settings, involvement, role: acceptedBy }).ok,
    versions,
  });
}

/** Whoever accepts holds the role and has no part in the app (P3). */
export function mayAccept(options: {
  actor: CommandContext['actor'];
  app: AppRow;
  settings: BackendDeps['settings'];
  involvement: Involvement;
  role: 'privacy';
}): Result<unknown> {
  const { actor, app, settings, involvement, role } = options;
  return eligibility({
    voter: {
      ref: actor.ref,
      subject: actor.subject,
      email: actor.email,
      groups: actor.groups ?? [],
    },
    actingDirectly: actor.direct,
    role,
    approverGroups: approverGroups(
      settings,
      role,
      app.registration.businessUnit,
    ),
    band: app.band,
    involved: involvement.people,
    ownerGroups: involvement.ownerGroups,
  });
}

function summaryOf(
  app: AppRow,
  kind: ArtefactKind,
  row: ArtefactRow | undefined,
): ArtefactSummary {
  const template = artefactTemplate(kind);
  return {
    kind,
    state: row?.state ?? 'not-begun',
    version: row?.version ?? 0,
    progress: artefactProgress(template, row?.answers ?? {}),
    changedBy: row?.changedBy,
    changedAt: row?.changedAt,
    finishedBy: row?.finishedBy,
    finishedAt: row?.finishedAt,
    reviewedBy: row?.reviewedBy,
    reviewedAt: row?.reviewedAt,
    reviewReason: row?.reviewReason,
    evidenceId: row?.evidenceId,
    contentDigest: row?.contentDigest,
    outdated:
      row?.envelopeHash !== undefined && row.envelopeHash !== app.envelopeHash,
  };
}
