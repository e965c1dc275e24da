import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { setPolicyMarks } from '../registry/DatabaseAppStore';
import { runningApps, runningCopies } from './DatabasePolicyTargets';

const PAGE = 100;
const DEFAULT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Compares what runs with the rules of now. An app that was let through by
 * other rules and is denied by these keeps running and gets a day until which
 * it needs approval again, once; the mark goes when the rules allow it again
 * (requirements R12). Nothing is voided or stopped here.
 *
 * @param options.onlyDue - look only at apps that have the mark
 * @returns false when company rules did not answer, and not all was compared
 */
export async function markReapprovals(
  deps: BackendDeps,
  { onlyDue }: { onlyDue: boolean },
): Promise<boolean> {
  const { reapprovalDays = DEFAULT_DAYS } = await deps.policy.describe();
  let after: string | undefined;
  for (;;) {
    const ids = await runningApps(deps.database.knex, {
      after,
      limit: PAGE,
      onlyDue,
    });
    for (const id of ids) {
      const app = await deps.apps.get(deps.database.knex, id);
      if (app && !(await compare(deps, app, reapprovalDays))) return false;
    }
    after = ids.at(-1);
    if (ids.length < PAGE) return true;
  }
}

/** @returns false when company rules do not answer */
async function compare(
  deps: BackendDeps,
  app: AppRow,
  days: number,
): Promise<boolean> {
  const { clock, database, gate, settings } = deps;
  const now = clock();
  let because: string | undefined;
  let isNew = false;
  let revision = '';
  for (const copy of await runningCopies(database.knex, app.id)) {
    const environment = settings.environments.find(
      ({ name }) => name === copy.environment,
    );
    if (environment?.gate !== 'promote') continue;
    const prepared = await gate.prepare({
      connection: database.knex,
      app,
      commit: copy.commit,
      environment,
      now,
    });
    if (!prepared.policyAnswered) return false;
    revision = prepared.policyRevision;
    if (prepared.policy.allowed) continue;
    because ??= prepared.policy.violations[0]?.because ?? 'The rules say no';
    isNew ||= copy.policyRevision !== revision;
  }
  if (because === undefined ? app.reapproval : isNew && !app.reapproval) {
    const due = new Date(now.getTime() + days * DAY_MS);
    await mark(deps, { app, because, due, revision, now });
  }
  return true;
}

async function mark(
  { database }: Pick<BackendDeps, 'database'>,
  options: {
    app: AppRow;
    because: string | undefined;
    due: Date;
    revision: string;
    now: Date;
  },
): Promise<void> {
  const { app, because, due, revision, now } = options;
  await database.transaction(async tx => {
    const current = await lockApp(tx, app.id);
    if (current?.version !== app.version) return;
    if (Boolean(current.reapproval) === (because !== undefined)) return;
    const dueAt = due.toISOString();
    await setPolicyMarks(tx, app.id, {
      reapproval: because === undefined ? null : { dueAt, because },
    });
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: because === undefined ? 'reapproval.lifted' : 'reapproval.due',
      appId: app.id,
      summary:
        because === undefined
          ? 'Company rules allow what runs again'
          : `Newer company rules ask for approval again by ${dueAt.slice(
              0,
              10,
            )}: ${because}`.slice(0, 500),
      details: {
        policyRevision: revision,
        ...(because !== undefined && { dueAt, because }),
      },
    });
    await enqueueAppChanged(tx, { appId: app.id, at: now });
  });
}
