import type { Connection } from '../registry/AppStore';

/** A running copy, and the rules under which it was let through. */
export interface RunningCopy {
  readonly appId: string;
  readonly environment: string;
  readonly commit: string;
  /** Of the company rules that allowed it; unknown for old rows. */
  readonly policyRevision?: string;
}

/** Ids of apps whose registration company rules have not agreed to, in order. */
export async function pendingApps(
  connection: Connection,
  page: { after?: string; limit: number },
): Promise<readonly string[]> {
  return await connection('micro_apps_apps')
    .whereNotNull('pending_policy')
    .modify(query => {
      if (page.after !== undefined) query.andWhere('id', '>', page.after);
    })
    .orderBy('id')
    .limit(page.limit)
    .pluck('id');
}

/** Ids of apps that run somewhere, or those of them that are due, in order. */
export async function runningApps(
  connection: Connection,
  page: { after?: string; limit: number; onlyDue: boolean },
): Promise<readonly string[]> {
  return await connection('micro_apps_apps')
    .whereIn(
      'id',
      connection('micro_apps_deployments')
        .where({ state: 'running' })
        .select('app_id'),
    )
    .modify(query => {
      if (page.after !== undefined) query.andWhere('id', '>', page.after);
      if (page.onlyDue) query.whereNotNull('reapproval_due_at');
    })
    .orderBy('id')
    .limit(page.limit)
    .pluck('id');
}

/** What of an app runs. */
export async function runningCopies(
  connection: Connection,
  appId: string,
): Promise<readonly RunningCopy[]> {
  const rows: {
    environment: string;
    commit_id: string;
    policy_revision: string | null;
  }[] = await connection('micro_apps_deployments as running')
    .leftJoin(
      'micro_apps_decisions as decided',
      'decided.id',
      'running.decision_id',
    )
    .where('running.app_id', appId)
    .andWhere('running.state', 'running')
    .select(
      'running.environment',
      'running.commit_id',
      'decided.policy_revision',
    );
  return rows.map(row => ({
    appId,
    environment: row.environment,
    commit: row.commit_id,
    policyRevision: row.policy_revision ?? undefined,
  }));
}
