import {
  accept,
  refuse,
  severityOf,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsIncidentCreatePermission,
  microAppsIncidentHandlePermission,
  type IncidentView,
  type SpreadIncidentRequest,
  type SpreadIncidentResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command, CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { findPeople, withPeople } from '../separation/knownPeople';
import { requireDirect } from '../separation/requireDirect';
import { incidentsOfOrigin } from './DatabaseIncidents';
import type { IncidentRow } from './incidentRow';
import type { IncidentsDeps } from './incidentsDeps';
import { viewOf } from './incidentView';
import { limitsNow } from './limitsNow';
import { openIncident } from './openIncident';
import { involvedIn, partInIncident } from './partInIncident';
import { findForReading } from './readIncidents';
import { isClosed } from './refusals';

type Input = SpreadIncidentRequest & { readonly id: string };

/**
 * Opens an incident on other apps that use the same, one of its own on each
 * with a common origin: on all of them or on none. An app that has one already
 * is left out, so asking again opens nothing twice.
 *
 * That such an app is affected was noticed now, and the security team has it
 * with that; on an app that is her own, or that another team answers for,
 * somebody else has to take it on.
 */
export function spreadIncident(
  deps: IncidentsDeps,
): Command<Input, SpreadIncidentResponse> {
  return {
    permission: microAppsIncidentHandlePermission,
    async run(context, { id, appIds }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const read = await findForReading(deps, context, id);
      if (!read.ok) return read;
      const { row: origin, app: first } = read.value;
      if (origin.incident.closedAt !== undefined) return isClosed();
      if (!origin.about) {
        return refuse(
          'not-in-this-state',
          'Say first which vendor, API, scope or component the incident comes from',
        );
      }
      const targets = await targetsOf(deps, context, appIds);
      if (!targets.ok) return targets;
      const known = await findPeople(deps.findActor, {
        people: [first, ...targets.value].flatMap(
          app => involvedIn(app).people,
        ),
        ownerGroups: [],
      });
      if (!known.ok) return known;
      const mayHandle = (app: AppRow) => {
        const people = withPeople(involvedIn(app), known.value);
        if (!people.ok) return people;
        const { settings } = deps;
        const { actor } = context;
        return partInIncident({ actor, app, settings, people: people.value })
          .mayHandle;
      };
      const allowed = mayHandle(first);
      if (!allowed.ok) return allowed;
      return await openAll(deps, context, {
        origin,
        appIds: targets.value.map(app => app.id),
        mayHandle,
      });
    },
  };
}

/**
 * The apps by their ids, in one order: two people who do this at once then wait
 * for each other.
 */
async function targetsOf(
  { apps, database }: IncidentsDeps,
  { may }: CommandContext,
  appIds: readonly string[],
): Promise<Result<readonly AppRow[]>> {
  const targets: AppRow[] = [];
  for (const appId of [...new Set(appIds)].sort()) {
    const app = await apps.get(database.knex, appId);
    const [allowed] = await may([microAppsIncidentCreatePermission], appId);
    if (!app || !allowed) return unknownApp();
    targets.push(app);
  }
  return accept(targets);
}

async function openAll(
  deps: IncidentsDeps,
  context: CommandContext,
  options: {
    origin: IncidentRow;
    appIds: readonly string[];
    mayHandle: (app: AppRow) => Result<true>;
  },
): Promise<Result<SpreadIncidentResponse>> {
  const { origin, appIds, mayHandle } = options;
  const { actor, now } = context;
  const { database, settings, newId } = deps;
  const limits = await limitsNow(deps.policy);
  return await database.transaction(async tx => {
    const opened: IncidentView[] = [];
    for (const appId of appIds) {
      const app = await lockApp(tx, appId);
      if (!app) continue;
      const { originId } = origin;
      const there = await incidentsOfOrigin(tx, { originId, appIds: [appId] });
      if (there.size > 0) continue;
      const row = await openIncident(tx, {
        app,
        opening: {
          id: newId(),
          originId,
          title: origin.title,
          whatHappened: origin.whatHappened,
          about: origin.about,
          detectedAt: now.toISOString(),
          limits,
          severity: severityOf(origin.incident),
          takenOn: mayHandle(app).ok,
        },
        context,
      });
      opened.push(viewOf({ row, app, actor, settings, now }));
    }
    return accept({ opened });
  });
}
