import {
  accept,
  refuse,
  type Evidence,
  type Result,
} from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { getEvidence } from './DatabaseEvidence';
import { recordEvidence } from './recordEvidence';

/**
 * Stores what a person hands in about one envelope: it has to be the present
 * one, and she has to be allowed to, at the moment of writing.
 */
export async function handIn(
  deps: BackendDeps,
  options: {
    context: CommandContext;
    appId: string;
    /** What the person looked at; left out where it does not matter. */
    envelopeHash?: string;
    /** Asked in the transaction that writes. */
    allowed: (
      app: AppRow,
      tx: Knex.Transaction,
    ) => Result<true> | Promise<Result<true>>;
    evidence: (
      app: AppRow,
    ) => Omit<Evidence, 'id' | 'receivedAt' | 'envelopeHash'>;
    sarif?: unknown;
    cyclonedx?: unknown;
  },
): Promise<Result<EvidenceView>> {
  const { context, appId, envelopeHash, allowed, evidence, sarif, cyclonedx } =
    options;
  return await deps.database.transaction(async tx => {
    const app = await lockApp(tx, appId);
    if (!app) return unknownApp();
    const may = await allowed(app, tx);
    if (!may.ok) return may;
    if (app.standing === 'retired' || app.standing === 'disposed') {
      return refuse(
        'not-in-this-state',
        `The app is ${app.standing}; nothing can be handed in any more`,
      );
    }
    if (envelopeHash !== undefined && envelopeHash !== app.envelopeHash) {
      return refuse(
        'changed-since-you-looked',
        'The registration changed since you looked at it. Reload the page and read it again',
      );
    }
    return await storeHandedIn(tx, {
      context,
      app,
      envelopeHash,
      evidence: evidence(app),
      sarif,
      cyclonedx,
    });
  });
}

/**
 * Stores what was handed in, with everything that follows from new proof. The
 * caller holds the app's lock.
 */
export async function storeHandedIn(
  tx: Knex.Transaction,
  handed: {
    context: Pick<CommandContext, 'actor' | 'now'>;
    app: AppRow;
    envelopeHash?: string;
    evidence: Omit<Evidence, 'id' | 'receivedAt' | 'envelopeHash'>;
    sarif?: unknown;
    cyclonedx?: unknown;
  },
): Promise<Result<EvidenceView>> {
  const { context, app, envelopeHash, evidence, sarif, cyclonedx } = handed;
  const { actor, now } = context;
  const appId = app.id;
  const id = await recordEvidence(tx, {
    appId,
    evidence: { ...evidence, envelopeHash },
    sarif,
    cyclonedx: cyclonedx === undefined ? undefined : JSON.stringify(cyclonedx),
    at: now,
    actor,
  });
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${appId}:evidence:${id}`,
    payload: { appId },
    at: now,
  });
  await enqueueAppChanged(tx, { appId, at: now });
  const stored = await getEvidence(tx, { appId, id });
  if (!stored) return unknownApp();
  // Whoever hands something in has its words already.
  const { sarif: _, cyclonedx: __, ...view } = stored;
  return accept(view);
}
