import { accept, APPROVER_ROLES, refuse } from '@micro-apps/governance-core';
import {
  microAppsExceptionReadPermission,
  type AppExceptionsResponse,
  type ExceptionsResponse,
  type ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf, holds, requireRead } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { exceptionsOfApp } from './DatabaseExceptions';
import { listLedger } from './DatabaseLedgerList';
import { SOON_MS } from './exceptionNotices';
import { limitsNow } from './limitsNow';
import { viewOf } from './exceptionView';

/** `GET /v1/exceptions`, as its schema hands it over. */
export interface ListExceptions {
  readonly show: 'active' | 'ending' | 'all';
  readonly limit: number;
  readonly cursor?: string;
}

/** Every exception of one app, for its owner's side and reviewers. */
export function listAppExceptions(
  deps: BackendDeps,
): Command<{ id: string }, AppExceptionsResponse> {
  return {
    permission: microAppsExceptionReadPermission,
    async run({ actor, now }, { id }) {
      const { apps, database, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const rows = await exceptionsOfApp(database.knex, id);
      const unproven = await unprovenOf(deps, app, now);
      return accept({
        items: rows.map(row =>
          viewOf({ row, app, actor, settings, now, unproven }),
        ),
        limits: await limitsNow(deps.policy),
      });
    },
  };
}

/** Ids of granted exceptions that lift an open control no more. */
async function unprovenOf(
  deps: BackendDeps,
  app: AppRow,
  now: Date,
): Promise<ReadonlySet<string>> {
  const { database, integrations, repository, settings } = deps;
  const known = await integrations.forRegistration(app.registration);
  const { plain, findings, exceptions } = await judgeApp({
    connection: database.knex,
    app,
    commit: await repository?.head(app.id),
    integrations: known.ok ? known.value : [],
    model: settings.riskModel,
    reviewDays: await reviewDaysNow(deps.policy),
    now,
  });
  const open = new Set(
    plain
      .filter(({ state }) => state !== 'satisfied')
      .map(({ controlId }) => controlId),
  );
  const used = new Set(findings.map(({ exceptionId }) => exceptionId));
  const lifted = new Set(
    findings.flatMap(({ code, controlId }) =>
      code === 'excepted' ? [controlId] : [],
    ),
  );
  return new Set(
    exceptions
      .filter(({ id, controlId }) => open.has(controlId) && !used.has(id))
      // Another exception from the same control may be the one that is used.
      .filter(({ controlId }) => !lifted.has(controlId))
      .map(({ id }) => id),
  );
}

/** The ledger: of every app for reviewers and administrators, of their own for others. */
export function listExceptions(
  deps: BackendDeps,
): Command<ListExceptions, ExceptionsResponse> {
  return {
    permission: microAppsExceptionReadPermission,
    lists: true,
    async run({ actor, now, visible }, { show, limit, cursor }) {
      const { apps, database, settings } = deps;
      const page = await listLedger(database.knex, {
        show,
        ownedBy: seesAll(actor, settings) ? undefined : actor.ref,
        visible,
        settings,
        now: now.toISOString(),
        soon: new Date(now.getTime() + SOON_MS).toISOString(),
        limit,
        cursor,
      });
      if (!page) {
        return refuse(
          'invalid-input',
          'This place in the list is not known. Start from the first page',
        );
      }
      const items: ExceptionView[] = [];
      for (const row of page.rows) {
        const app = await apps.get(database.knex, row.appId);
        if (app) items.push(viewOf({ row, app, actor, settings, now }));
      }
      return accept({ items, total: page.total, nextCursor: page.nextCursor });
    },
  };
}

function seesAll(actor: Actor, settings: Settings): boolean {
  return (
    holds(actor, settings.administrators) ||
    APPROVER_ROLES.some(role =>
      holds(actor, everyApproverGroup(settings, role)),
    )
  );
}
