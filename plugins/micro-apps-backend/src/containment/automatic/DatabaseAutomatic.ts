import type { EvidenceKind } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { EVIDENCE, type EvidenceRecord } from '../../gates/evidenceRecords';
import type { AppRow, Connection } from '../../registry/AppStore';
import {
  APPS,
  toAppRow,
  type AppRecord,
} from '../../registry/DatabaseAppStore';
import { OVER } from '../../registry/DatabaseFleet';

const DEPLOYMENTS = 'micro_apps_deployments';
const PROOFS = 'micro_apps_automatic_proofs';
const AT_ONCE = 100;

/** What was done about a failed proof. */
export type Step = 'warn' | 'hold';

/** A failed proof of a control, by the instant at which it came in. */
export interface FailedProof {
  readonly controlId: string;
  readonly provenAt: string;
}

/** An app that runs, and the commits that run of it. */
export interface RunningApp {
  readonly app: AppRow;
  readonly commits: readonly string[];
}

/**
 * A page, by id, of the apps that run in some environments and of which some
 * result ever failed: few enough to be judged one by one. Nearly every app failed
 * something while it was made, so of what is proven for a commit only results of
 * what runs count.
 */
export async function suspectPage(
  connection: Connection,
  query: {
    environments: readonly string[];
    kinds: {
      ofCommits: readonly EvidenceKind[];
      others: readonly EvidenceKind[];
    };
    after?: string;
    limit: number;
  },
): Promise<readonly RunningApp[]> {
  const { environments, kinds, after = '', limit } = query;
  const running = () =>
    connection(DEPLOYMENTS)
      .where({ state: 'running' })
      .whereIn('environment', [...environments]);
  const failed = (of: readonly EvidenceKind[]) =>
    connection(EVIDENCE)
      .select(connection.raw('1'))
      .where('app_id', connection.ref(`${APPS}.id`))
      .whereIn('kind', [...of])
      // In the words of its index.
      .whereRaw("outcome = 'fail' and set_aside is null");
  const records: AppRecord[] = await connection<AppRecord>(APPS)
    .whereIn('id', running().select('app_id'))
    .whereNotIn('standing', OVER)
    .andWhere(either =>
      either
        .whereExists(
          failed(kinds.ofCommits).whereIn(
            'commit_id',
            running()
              .select('commit_id')
              .where('app_id', connection.ref(`${APPS}.id`)),
          ),
        )
        .orWhereExists(failed(kinds.others)),
    )
    .andWhere('id', '>', after)
    .orderBy('id')
    .limit(limit);
  const commits = await runningCommits(connection, {
    environments,
    appIds: records.map(({ id }) => id),
  });
  return records.map(record => ({
    app: toAppRow(record),
    commits: commits.get(record.id) ?? [],
  }));
}

/** What runs of each app. */
export async function runningCommits(
  connection: Connection,
  query: { environments: readonly string[]; appIds: readonly string[] },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows: { app_id: string; commit_id: string }[] = await connection(
    DEPLOYMENTS,
  )
    .distinct('app_id', 'commit_id')
    .where({ state: 'running' })
    .whereIn('environment', [...query.environments])
    .whereIn('app_id', [...query.appIds])
    .orderBy(['app_id', 'commit_id']);
  const commits = new Map<string, string[]>();
  for (const { app_id: appId, commit_id: commit } of rows) {
    commits.set(appId, [...(commits.get(appId) ?? []), commit]);
  }
  return commits;
}

/** The newest proofs for which something was done already. */
export interface Handled {
  /** Whether there was a step for this failed proof or for a newer one. */
  covers(step: Step, appId: string, proof: FailedProof): boolean;
}

/** What was done about these apps so far. */
export async function readHandled(
  connection: Connection,
  appIds: readonly string[],
): Promise<Handled> {
  const rows: {
    app_id: string;
    control_id: string;
    step: string;
    newest: string;
  }[] = await connection(PROOFS)
    .whereIn('app_id', [...appIds])
    .groupBy('app_id', 'control_id', 'step')
    .select('app_id', 'control_id', 'step')
    .max({ newest: 'proof_at' });
  const key = (...parts: readonly string[]) => parts.join(' ');
  const newest = new Map(
    rows.map(row => [
      key(row.step, row.app_id, row.control_id),
      Date.parse(row.newest),
    ]),
  );
  return {
    covers: (step, appId, { controlId, provenAt }) =>
      (newest.get(key(step, appId, controlId)) ?? -Infinity) >=
      Date.parse(provenAt),
  };
}

/** Notes what is done about failed proofs; each once. */
export async function insertProofs(
  tx: Knex.Transaction,
  done: { step: Step; at: string; runId?: string },
  proofs: readonly (FailedProof & { readonly appId: string })[],
): Promise<void> {
  if (proofs.length === 0) return;
  await tx.batchInsert(
    PROOFS,
    proofs.map(({ appId, controlId, provenAt }) => ({
      app_id: appId,
      control_id: controlId,
      step: done.step,
      proof_at: provenAt,
      at: done.at,
      run_id: done.runId ?? null,
    })),
    AT_ONCE,
  );
}

/** Forgets that a run was to hold an app which it did not hold. */
export async function deleteProofs(
  tx: Knex.Transaction,
  { runId, appId }: { runId: string; appId: string },
): Promise<void> {
  await tx(PROOFS)
    .where({ app_id: appId, step: 'hold', run_id: runId })
    .delete();
}

/** Forgets that an app was held for some controls: the same counts anew. */
export async function forgetHeld(
  tx: Knex.Transaction,
  { appId, controlIds }: { appId: string; controlIds: readonly string[] },
): Promise<void> {
  await tx(PROOFS)
    .where({ app_id: appId, step: 'hold' })
    .whereIn('control_id', [...controlIds])
    .delete();
}

/** How many apps, still there, the portal began to hold by itself since then. */
export async function countHeldSince(
  connection: Connection,
  since: string,
): Promise<number> {
  const [row] = await connection(PROOFS)
    .where({ step: 'hold' })
    .andWhere('at', '>=', since)
    .whereIn(
      'app_id',
      connection(APPS).select('id').whereNotIn('standing', OVER),
    )
    .countDistinct<{ n: number | string }[]>({ n: 'app_id' });
  return Number(row.n);
}

/** The commit of an app that something was found out of last. */
export async function newestChecked(
  connection: Connection,
  appId: string,
): Promise<string | undefined> {
  const row: Pick<EvidenceRecord, 'commit_id'> | undefined = await connection(
    EVIDENCE,
  )
    .where({ app_id: appId })
    .whereNotNull('commit_id')
    .whereNull('set_aside')
    .orderBy('received_at', 'desc')
    .first('commit_id');
  return row?.commit_id ?? undefined;
}
