import {
  accept,
  detectedWithin,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsIncidentCreatePermission,
  type IncidentView,
  type ReportIncidentRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import {
  keepKey,
  recordOfKey,
  type SentKey,
} from '../kernel/DatabaseIdempotencyKeys';
import { unknownApp } from '../registry/unknownApp';
import { requireDirect } from '../separation/requireDirect';
import { getIncident } from './DatabaseIncidents';
import type { IncidentsDeps } from './incidentsDeps';
import { viewOf } from './incidentView';
import { limitsNow } from './limitsNow';
import { openIncident } from './openIncident';

type Input = ReportIncidentRequest & { readonly id: string };

/**
 * Reports an incident on an app. Whoever sees the app may: it is better to hear
 * of it twice than not at all (requirements R9). Its clocks run from when it
 * was noticed, which is never in the future.
 */
export function reportIncident(
  deps: IncidentsDeps,
): Command<Input, IncidentView> {
  return {
    permission: microAppsIncidentCreatePermission,
    async run(context, { id: appId, idempotencyKey, ...content }) {
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const { actor, now } = context;
      const { database, settings } = deps;
      const at = now.toISOString();
      const detected = detectedWithin({
        detectedAt: content.detectedAt ?? at,
        now: at,
      });
      if (!detected.ok) return detected;
      const sent: SentKey | undefined =
        idempotencyKey === undefined
          ? undefined
          : {
              route: 'incident.report',
              actor: actor.ref,
              key: idempotencyKey,
              content: { appId, ...content },
            };
      const earlier = await findEarlier(deps, sent, context);
      if (earlier) return earlier;
      const limits = await limitsNow(deps.policy);
      try {
        return await database.transaction(async tx => {
          const app = await lockApp(tx, appId);
          if (!app) return unknownApp();
          const id = deps.newId();
          const row = await openIncident(tx, {
            app,
            opening: {
              ...content,
              id,
              originId: id,
              detectedAt: detected.value,
              limits,
            },
            context,
          });
          if (sent) await keepKey(tx, sent, { recordId: id, at: now });
          return accept(viewOf({ row, app, actor, settings, now }));
        });
      } catch (error) {
        if (!sent || !isUniqueViolation(error)) throw error;
        // The same report, twice at once: the other one was first.
        const first = await findEarlier(deps, sent, context);
        if (!first) throw error;
        return first;
      }
    },
  };
}

/** What this key reported already; `undefined`: nothing. */
async function findEarlier(
  { apps, database, settings }: IncidentsDeps,
  sent: SentKey | undefined,
  { actor, now }: CommandContext,
): Promise<Result<IncidentView> | undefined> {
  const id = sent && (await recordOfKey(database.knex, sent));
  if (!id?.ok) return id;
  const row = await getIncident(database.knex, id.value);
  const app = row && (await apps.get(database.knex, row.appId));
  return app && accept(viewOf({ row, app, actor, settings, now }));
}
