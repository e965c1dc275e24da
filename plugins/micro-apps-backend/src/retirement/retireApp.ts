import {
  refuse,
  retireApp as mayRetire,
  type Result,
  type Violation,
} from '@micro-apps/governance-core';
import {
  microAppsAppRetirePermission,
  type RetireAppRequest,
  type RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { gateClosed } from '../gates/gateClosed';
import type { Command, CommandContext } from '../kernel/commands';
import type { AppRow } from '../registry/AppStore';
import { onceForApp } from '../kernel/DatabaseIdempotencyKeys';
import { unknownApp } from '../registry/unknownApp';
import { endingActorOf } from '../separation/endingActorOf';
import { requireDirect } from '../separation/requireDirect';
import { endApp } from './endApp';
import { readView } from './readRetirement';
import { decideEnd, prepareEnd } from './retireGate';
import type { RetirementDeps } from './retirementDeps';

const UNSAID = 'The company rules say no';

/**
 * Ends an app for good, where the gate `retire` lets it (requirements R10).
 * From the commit on no gate lets it through and nobody can change it; what runs
 * is stopped and its sign-in taken back after commit until that is confirmed,
 * and its data goes by its rule after a short while. Its record stays.
 */
export function retireApp(
  deps: RetirementDeps,
): Command<RetireAppRequest & { id: string }, RetirementView> {
  return {
    permission: microAppsAppRetirePermission,
    decides: true,
    async run(context, { idempotencyKey, ...asked }) {
      const { apps, database, settings } = deps;
      const { actor, now } = context;
      const direct = requireDirect(context);
      if (!direct.ok) return direct;
      const seen = await apps.get(database.knex, asked.id);
      if (!seen) return unknownApp();
      const mayEnd = (app: AppRow) =>
        mayRetire({
          standing: app.standing,
          name: app.name,
          typedName: asked.typedName,
          actor: endingActorOf(actor, app, settings),
        });
      const early = mayEnd(seen);
      // Company rules are not asked for somebody who may not end it anyway.
      if (!early.ok && early.refusal.code === 'not-eligible') return early;
      const prepared = await prepareEnd(deps, { app: seen, now });
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
          const standing = mayEnd(app);
          if (!standing.ok) return standing;
          if (app.version !== asked.expectedVersion) {
            return refuse(
              'changed-since-you-looked',
              'This app changed since you looked at it. Reload the page and decide on what is there now',
            );
          }
          const gate = await decideEnd(tx, deps, { app, now, prepared });
          const { id: decisionId } = gate;
          if (!gate.decision.allowed) {
            const { violations } = gate.decision;
            return await refuseEnd(tx, context, {
              app,
              decisionId,
              violations,
            });
          }
          return await endApp(tx, deps, context, {
            app,
            standing: standing.value,
            reason: asked.reason,
            decisionId,
          });
        });
      });
      return done.ok ? await readView(deps, context, asked.id) : done;
    },
  };
}

/** A closed gate is a fact of its own: the decision stays, with its entry. */
async function refuseEnd(
  tx: Knex.Transaction,
  { actor, now }: CommandContext,
  refused: {
    app: AppRow;
    decisionId: string;
    violations: readonly Violation[];
  },
): Promise<Result<never>> {
  const { app, decisionId, violations } = refused;
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'retirement.refused',
    appId: app.id,
    summary: `${app.name} not retired: ${violations[0]?.because ?? UNSAID}`,
    details: { decisionId, violations: violations.map(({ code }) => code) },
  });
  return gateClosed(violations, UNSAID);
}
