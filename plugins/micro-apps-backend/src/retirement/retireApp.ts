import {
  disposalStartsAt,
  refuse,
  retireApp as mayRetire,
  type AppStanding,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppRetirePermission,
  type RetireAppRequest,
  type RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { retentionSettings } from '../kernel/settings';
import type { AppRow } from '../registry/AppStore';
import { setStanding } from '../registry/DatabaseAppStore';
import { onceForApp } from '../kernel/DatabaseIdempotencyKeys';
import { unknownApp } from '../registry/unknownApp';
import { endingActorOf } from '../separation/endingActorOf';
import { requireDirect } from '../separation/requireDirect';
import { insertRetirement } from './DatabaseRetirements';
import { readView } from './readRetirement';
import type { RetirementDeps } from './retirementDeps';
import { tellRetired } from './retirementNotices';

const BECAUSE = 'The app was retired before this was decided';

/**
 * Ends an app for good (requirements R10). From the commit on no gate lets it
 * through and nobody can change it; what runs is stopped and its sign-in taken
 * back after commit until that is confirmed, and its data goes by its rule after
 * a short while. Its record stays.
 */
export function retireApp(
  deps: RetirementDeps,
): Command<RetireAppRequest & { id: string }, RetirementView> {
  return {
    permission: microAppsAppRetirePermission,
    decides: true,
    async run(context, { idempotencyKey, ...asked }) {
      const { database, settings } = deps;
      const { actor, now } = context;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const done = await database.transaction(async tx => {
        const app = await lockApp(tx, asked.id);
        if (!app) return unknownApp();
        const once = {
          route: 'app.retire',
          actor: actor.ref,
          key: idempotencyKey,
          appId: asked.id,
          content: asked,
          at: now,
        } as const;
        return await onceForApp(tx, once, async () => {
          const standing = mayRetire({
            standing: app.standing,
            name: app.name,
            typedName: asked.typedName,
            actor: endingActorOf(actor, app, settings),
          });
          if (!standing.ok) return standing;
          if (app.version !== asked.expectedVersion) {
            return refuse(
              'changed-since-you-looked',
              'This app changed since you looked at it. Reload the page and decide on what is there now',
            );
          }
          return await end(tx, deps, context, {
            app,
            standing: standing.value,
            reason: asked.reason,
          });
        });
      });
      return done.ok ? await readView(deps, context, asked.id) : done;
    },
  };
}

async function end(
  tx: Knex.Transaction,
  deps: RetirementDeps,
  { actor, now }: CommandContext,
  options: { app: AppRow; standing: AppStanding; reason: string },
): Promise<Result<true>> {
  const { approvals, containment, exceptions, provisioning, retention } = deps;
  const { newId, settings } = deps;
  const { app, standing, reason } = options;
  const at = now.toISOString();
  const { graceHours } = retentionSettings(settings);
  const disposeAt = disposalStartsAt(at, graceHours) ?? at;
  const id = newId();
  await insertRetirement(tx, {
    id,
    appId: app.id,
    from: app.standing,
    reason,
    by: actor.ref,
    bySubject: actor.subject,
    at,
    disposeAt,
  });
  await setStanding(tx, app, standing);
  await containment.appRetired(tx, { app, actor, at: now });
  await provisioning.appHeld(tx, {
    app: { ...app, standing },
    holdId: id,
    at: now,
  });
  await exceptions.endAsked(tx, { app, because: BECAUSE, actor, at: now });
  for (const kind of ['app', 'review'] as const) {
    const request = await approvals.endRequest(tx, {
      kind,
      subjectId: app.id,
      because: BECAUSE,
      actor,
      at: now,
    });
    if (!request.ok) return request;
  }
  await deps.endSearch?.(tx, { app, ended: 'retired', actor, at: now });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'app.retired',
    appId: app.id,
    summary: `${app.name} retired; it was ${app.standing}`,
    details: { retirementId: id, from: app.standing, disposeAt },
    personal: { reason },
  });
  await retention.lookBy(tx, app.id, disposeAt);
  await tellRetired(tx, { app, by: actor.ref, disposeAt, at: now });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
  return { ok: true, value: true };
}
