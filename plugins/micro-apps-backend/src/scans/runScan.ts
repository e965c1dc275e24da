import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { recordEvidence } from '../evidence/recordEvidence';
import { enqueueAppChanged } from '../kernel/appEvents';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import { SYSTEM_ACTOR } from '../kernel/types';
import {
  beginScan,
  finishScan,
  getScan,
  updateScan,
  type StoredScan,
} from './DatabaseScans';

/** Topic of the scan lane; payload `{ scanId }`. */
export const RUN_SCAN = 'scan.run';

/** Why a run gave nothing when its process ended. */
export const CUT_OFF = 'The portal was restarted. Run the scans again';

/** After this a run is ended, whatever the scanner is doing. */
const LIMIT_MS = 20 * 60_000;

/** Runs the scans that were ordered and keeps what they found. */
export function runScan(
  deps: BackendDeps,
  { limitMs = LIMIT_MS }: { limitMs?: number } = {},
) {
  return async function work({
    scanId,
  }: Record<string, unknown>): Promise<void> {
    const { database, apps, integrations, scanRunner, logger } = deps;
    const scan = await getScan(database.knex, String(scanId));
    if (!scan) return;
    if (!(await beginScan(database.knex, scan.id))) {
      // A repeated note: whoever had it ended in mid-work, or the run is over.
      if (scan.state === 'running') await fail(deps, scan, CUT_OFF);
      return;
    }
    const app = await apps.get(database.knex, scan.appId);
    const known = await integrations.list();
    if (!app || !scanRunner || !known.ok) {
      await fail(deps, scan, 'The scans could not be started. Try again');
      return;
    }
    const results = await withLimit(limitMs, signal =>
      scanRunner.run(
        {
          id: scan.id,
          appId: scan.appId,
          commit: scan.commit,
          registration: app.registration,
          integrations: known.value,
        },
        {
          signal,
          onProgress: (step, done, total) => {
            updateScan(database.knex, scan.id, { step, done, total }).catch(
              error => logger.warn(`Scan progress: ${causeOf(error)}`),
            );
          },
        },
      ),
    ).catch((error: unknown) =>
      error instanceof Error ? error : new Error('The scanner failed'),
    );
    if (results instanceof Error) {
      await fail(deps, scan, results.message);
      return;
    }
    if (results.length === 0) {
      await fail(deps, scan, 'The scanner gave no result at all');
      return;
    }
    try {
      await keep(deps, scan, results);
    } catch (error) {
      logger.warn(
        `Results of scan ${scan.id} could not be kept: ${causeOf(error)}`,
      );
      await fail(
        deps,
        scan,
        'What the scans found could not be kept. Run them again',
      );
    }
  };
}

/** Ends the wait, and tells the scanner; one that does not listen is left. */
async function withLimit<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new Error(
          `The scans took longer than ${Math.ceil(
            limitMs / 60_000,
          )} minutes and were stopped. Run them again`,
        ),
      );
      stop.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([work(stop.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Evidence, the end of the run and what follows from it: one transaction. */
async function keep(
  { database, clock }: BackendDeps,
  scan: StoredScan,
  results: readonly ScanResult[],
): Promise<void> {
  const { id, appId, commit } = scan;
  await database.transaction(async tx => {
    const at = clock();
    if (!(await finishScan(tx, id, { state: 'done', at }))) return;
    for (const { sarif, ...found } of results) {
      await recordEvidence(tx, {
        appId,
        evidence: { ...found, provenance: 'portal-runner', commit },
        sarif,
        scanId: id,
        at,
        actor: SYSTEM_ACTOR,
      });
    }
    const passed = results.filter(({ outcome }) => outcome === 'pass').length;
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'scan.finished',
      appId,
      summary: `Scans finished for commit ${commit.slice(0, 7)}: ${passed} of ${
        results.length
      } passed`,
      details: {
        scanId: id,
        outcomes: Object.fromEntries(
          results.map(({ kind, outcome }) => [kind, outcome]),
        ),
      },
    });
    await enqueue(tx, {
      topic: CONSIDER_APPROVAL,
      key: `${CONSIDER_APPROVAL}:${appId}:scan:${id}`,
      payload: { appId },
      at,
    });
    await enqueueAppChanged(tx, { appId, at });
  });
}

/** Ends a run that gave nothing; the gate stays as it was. */
export async function fail(
  { database, clock }: BackendDeps,
  scan: StoredScan,
  reason: string,
): Promise<void> {
  await database.transaction(async tx => {
    const at = clock();
    const ended = await finishScan(tx, scan.id, {
      state: 'failed',
      reason: reason.slice(0, 500),
      at,
    });
    if (!ended) return;
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'scan.failed',
      appId: scan.appId,
      summary: `Scans stopped: ${reason.slice(0, 300)}`,
      details: { scanId: scan.id },
    });
    await enqueueAppChanged(tx, { appId: scan.appId, at });
  });
}
