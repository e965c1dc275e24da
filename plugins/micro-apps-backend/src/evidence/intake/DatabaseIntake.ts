import { compareRuns, type PipelineRun } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { EVIDENCE } from '../../gates/evidenceRecords';
import type { ListedComponent } from '../reports/componentReport';

const TOKENS = 'micro_apps_pipeline_tokens';
const TOKEN_APPS = 'micro_apps_token_apps';
const DELIVERIES = 'micro_apps_deliveries';
const COMPONENTS = 'micro_apps_components';
/** SQLite takes a limited number of values in one statement. */
const ROWS_AT_ONCE = 100;
/** Commits of an app whose components stay listed. */
const COMMITS_KEPT = 10;

/** The proof that this very submission made before. */
export async function findSubmission(
  tx: Knex.Transaction,
  submissionKey: string,
): Promise<string | undefined> {
  const found = await tx(EVIDENCE)
    .where({ submission_key: submissionKey })
    .first<{ id: string } | undefined>('id');
  return found?.id;
}

/**
 * Binds a token to an app, unless it is bound already, and gives back the app
 * that it is bound to. Whoever comes with the same token at the same moment
 * waits for the end of this transaction.
 */
export async function bindToken(
  tx: Knex.Transaction,
  token: { key: string; appId: string; keepUntil: Date; now: Date },
): Promise<string> {
  const { key, appId, keepUntil, now } = token;
  await tx(TOKEN_APPS)
    .insert({
      token_key: key,
      app_id: appId,
      at: now.toISOString(),
      keep_until: keepUntil.toISOString(),
    })
    .onConflict('token_key')
    .ignore();
  const bound: { app_id: string } = await tx(TOKEN_APPS)
    .where({ token_key: key })
    .forUpdate()
    .first('app_id');
  return bound.app_id;
}

/** What a token was used for so far. */
export async function usesOfToken(
  tx: Knex.Transaction,
  key: string,
): Promise<readonly { kind: string; appId: string }[]> {
  const rows = await tx(TOKENS)
    .where({ token_key: key })
    .select<{ kind: string; app_id: string }[]>('kind', 'app_id');
  return rows.map(({ kind, app_id: appId }) => ({ kind, appId }));
}

/** Remembers a use until the token itself is too old; forgets what is over. */
export async function rememberToken(
  tx: Knex.Transaction,
  use: {
    key: string;
    kind: string;
    appId: string;
    evidenceId: string;
    keepUntil: Date;
    now: Date;
  },
): Promise<void> {
  for (const table of [TOKENS, TOKEN_APPS]) {
    await tx(table).where('keep_until', '<', use.now.toISOString()).delete();
  }
  await tx(TOKENS).insert({
    token_key: use.key,
    kind: use.kind,
    app_id: use.appId,
    evidence_id: use.evidenceId,
    keep_until: use.keepUntil.toISOString(),
  });
}

/**
 * Whether a run comes too late: a later run of the same line has a proof that
 * counts, or the same run has one that is as bad or worse.
 */
export async function isOvertaken(
  tx: Knex.Transaction,
  options: {
    appId: string;
    kind: string;
    commit: string;
    runLine: string;
    run: PipelineRun;
    outcome: string;
  },
): Promise<boolean> {
  const { appId, kind, commit, runLine, run, outcome } = options;
  const rows = await tx(EVIDENCE)
    .where({ app_id: appId, kind, commit_id: commit, run_line: runLine })
    .andWhere('run_number', '>=', run.runNumber)
    .whereNull('set_aside')
    .select<
      { run_number: number | string; run_attempt: number; outcome: string }[]
    >('run_number', 'run_attempt', 'outcome');
  return rows.some(row => {
    const order = compareRuns(
      { runNumber: Number(row.run_number), runAttempt: row.run_attempt },
      run,
    );
    return order === 0 ? badness(row.outcome) >= badness(outcome) : order > 0;
  });
}

function badness(outcome: string): number {
  return ['pass', 'unknown', 'fail'].indexOf(outcome);
}

/** Whether another check of this commit already has exactly these results. */
export async function provedAnother(
  tx: Knex.Transaction,
  options: { appId: string; commit: string; kind: string; digest: string },
): Promise<boolean> {
  const found = await tx(EVIDENCE)
    .where({
      app_id: options.appId,
      commit_id: options.commit,
      results_digest: options.digest,
    })
    .whereNot({ kind: options.kind })
    .whereNull('set_aside')
    .first('id');
  return found !== undefined;
}

/** Remembers a delivery as long as its signature is young; forgets what is over. */
export async function rememberDelivery(
  tx: Knex.Transaction,
  delivery: { id: string; evidenceId: string; keepUntil: Date; now: Date },
): Promise<void> {
  await tx(DELIVERIES)
    .where('keep_until', '<', delivery.now.toISOString())
    .delete();
  await tx(DELIVERIES).insert({
    id: delivery.id,
    evidence_id: delivery.evidenceId,
    keep_until: delivery.keepUntil.toISOString(),
  });
}

/** The proof that a delivery brought before. */
export async function findDelivery(
  tx: Knex.Transaction,
  id: string,
): Promise<string | undefined> {
  const found = await tx(DELIVERIES)
    .where({ id })
    .first<{ evidence_id: string } | undefined>('evidence_id');
  return found?.evidence_id;
}

/**
 * Lists the components of an app's commit in place of those that were listed
 * for it; the newest commits stay, so that apps can be found by component.
 */
export async function listComponents(
  tx: Knex.Transaction,
  options: {
    appId: string;
    commit: string;
    evidenceId: string;
    components: readonly ListedComponent[];
  },
): Promise<void> {
  const { appId, commit, evidenceId, components } = options;
  const newest = await tx(EVIDENCE)
    .where({ app_id: appId, format: 'cyclonedx' })
    .whereNull('set_aside')
    .whereNotNull('commit_id')
    .groupBy('commit_id')
    .orderByRaw('max(received_at) desc')
    .limit(COMMITS_KEPT)
    .pluck('commit_id');
  await tx(COMPONENTS)
    .where({ app_id: appId })
    .andWhere(rows =>
      rows.where({ commit_id: commit }).orWhereNotIn('commit_id', newest),
    )
    .delete();
  for (let at = 0; at < components.length; at += ROWS_AT_ONCE) {
    await tx(COMPONENTS).insert(
      components.slice(at, at + ROWS_AT_ONCE).map(component => ({
        evidence_id: evidenceId,
        app_id: appId,
        commit_id: commit,
        ...component,
      })),
    );
  }
}
