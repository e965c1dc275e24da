import type { DisposalCause } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import { enqueue } from '../kernel/outbox';
import { retentionSettings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { insertRun, type DisposalRun } from './DatabaseDisposals';
import type { KeptRow } from './DatabaseKeptThings';
import type { RetentionDeps } from './retentionDeps';

/** Outbox topic of the lane for disposals; payload `{ runId, tries? }`. */
export const DISPOSE = 'disposal.work';

/** Notes in the caller's transaction that a disposal is to be worked on. */
export async function enqueueDisposal(
  tx: Knex.Transaction,
  options: {
    run: Pick<DisposalRun, 'id' | 'appId'>;
    key: string;
    at: Date;
    tries?: number;
    dueAt?: Date;
  },
): Promise<void> {
  const { run, key, at, tries, dueAt } = options;
  await enqueue(tx, {
    topic: DISPOSE,
    key: `${DISPOSE}:${run.id}:${key}`,
    group: run.appId,
    payload: { runId: run.id, tries },
    at,
    dueAt,
  });
}

/**
 * Writes down everything that is to go, and orders that it goes, in the
 * transaction that has locked the app and found it due. Only what is written
 * here is ever deleted, so that a run that was cut off can be taken up again.
 */
export async function startDisposal(
  tx: Knex.Transaction,
  { newId, settings }: Pick<RetentionDeps, 'newId' | 'settings'>,
  options: {
    app: AppRow;
    cause: DisposalCause;
    things: readonly KeptRow[];
    total: number;
    actor: Actor;
    at: Date;
  },
): Promise<void> {
  const { app, cause, things, total, actor, at } = options;
  const { how } = retentionSettings(settings);
  const run: DisposalRun = {
    id: newId(),
    appId: app.id,
    cause,
    how,
    retentionDays: app.registration.retentionDays,
    total,
    due: things.length,
    by: actor.ref,
    bySubject: actor.subject,
    at: at.toISOString(),
  };
  await insertRun(tx, run, things);
  await appendAuditEntry(tx, {
    at,
    actor,
    action: 'disposal.started',
    appId: app.id,
    summary: `${things.length} of ${total} data files of ${
      app.name
    } are due and ${
      how === 'delete' ? 'are being deleted' : 'go to the archive'
    }`,
    details: {
      runId: run.id,
      kind: cause,
      how,
      total,
      due: things.length,
      testData: things.filter(({ kind }) => kind === 'test-data').length,
      retentionDays: run.retentionDays,
    },
  });
  await enqueueDisposal(tx, { run, key: 'begin', at });
  await enqueueAppChanged(tx, { appId: app.id, at });
}
