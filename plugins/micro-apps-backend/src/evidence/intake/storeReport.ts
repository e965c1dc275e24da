import {
  accept,
  refuse,
  type Evidence,
  type Result,
} from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../../kernel/appEvents';
import { isUniqueViolation } from '../../kernel/database';
import type { BackendDeps } from '../../kernel/deps';
import { enqueue } from '../../kernel/outbox';
import { CONSIDER_APPROVAL } from '../../kernel/parts';
import type { Actor } from '../../kernel/types';
import { unknownApp } from '../../registry/unknownApp';
import { getEvidence } from '../DatabaseEvidence';
import { recordEvidence } from '../recordEvidence';
import type { Reading } from '../reports/reading';
import type { Report } from '../reports/readReport';
import { findSubmission, listComponents } from './DatabaseIntake';

/** Evidence, and whether it was there before. */
export interface Stored {
  readonly view: EvidenceView;
  readonly isNew: boolean;
}

/**
 * Stores a report that a machine sent, with everything that hangs on it, in
 * one transaction; the same submission a second time gives back what the first
 * one made (reliability C1).
 */
export async function storeReport(
  deps: BackendDeps,
  options: {
    appId: string;
    actor: Actor;
    now: Date;
    report: Report;
    reading: Reading;
    submissionKey: string;
    resultsDigest?: string;
    runLine?: string;
    /** Asked in the transaction, before anything is written. */
    judge: (
      tx: Knex.Transaction,
    ) => Promise<
      Result<
        Pick<
          Evidence,
          | 'kind'
          | 'provenance'
          | 'commit'
          | 'environment'
          | 'setAside'
          | 'pipeline'
        >
      >
    >;
    /** In the same transaction, once it is stored. */
    remember: (tx: Knex.Transaction, evidenceId: string) => Promise<void>;
  },
): Promise<Result<Stored>> {
  try {
    return await deps.database.transaction(tx => store(tx, options));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refuse(
      'changed-since-you-looked',
      'The same was sent twice at the same moment. Send it once more',
    );
  }
}

async function store(
  tx: Knex.Transaction,
  options: Parameters<typeof storeReport>[1],
): Promise<Result<Stored>> {
  const { appId, actor, now, report, reading, submissionKey } = options;
  const app = await lockApp(tx, appId);
  if (!app) return unknownApp();
  const before = await findSubmission(tx, submissionKey);
  if (before !== undefined) {
    return await stored(tx, { appId, id: before, isNew: false });
  }
  if (app.standing === 'retired' || app.standing === 'disposed') {
    return refuse(
      'not-in-this-state',
      `The app is ${app.standing}; nothing can be handed in any more`,
    );
  }
  const judged = await options.judge(tx);
  if (!judged.ok) return judged;
  const { commit, setAside, provenance } = judged.value;
  const { tool, outcome, problems, summary, expiresAt } = reading;
  const id = await recordEvidence(tx, {
    appId,
    evidence: {
      ...judged.value,
      ...{ tool, outcome, problems, summary, expiresAt },
    },
    sarif: report.sarif,
    cyclonedx: report.cyclonedx && JSON.stringify(report.cyclonedx),
    intake: {
      submissionKey,
      resultsDigest: options.resultsDigest,
      runLine: options.runLine,
    },
    at: now,
    actor,
  });
  const counts = provenance === 'pipeline' && setAside === undefined;
  if (counts && commit && reading.components) {
    const { components } = reading;
    await listComponents(tx, { appId, commit, evidenceId: id, components });
  }
  await options.remember(tx, id);
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${appId}:evidence:${id}`,
    payload: { appId },
    at: now,
  });
  await enqueueAppChanged(tx, { appId, at: now });
  return await stored(tx, { appId, id, isNew: true });
}

async function stored(
  tx: Knex.Transaction,
  { appId, id, isNew }: { appId: string; id: string; isNew: boolean },
): Promise<Result<Stored>> {
  const found = await getEvidence(tx, { appId, id });
  if (!found) return unknownApp();
  // Whoever sends something has its words already.
  const { sarif: _, cyclonedx: __, ...view } = found;
  return accept({ view, isNew });
}
