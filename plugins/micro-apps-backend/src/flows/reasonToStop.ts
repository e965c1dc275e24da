import { hasEnded, stopsRunning } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { noteProgress, openHold } from '../containment/DatabaseHolds';
import { enqueueAppChanged } from '../kernel/appEvents';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { Connection } from '../registry/AppStore';
import { createAppStore } from '../registry/DatabaseAppStore';
import { lookBy } from '../retention/DatabaseLooks';
import {
  noteRetirement,
  retirementOf,
} from '../retirement/DatabaseRetirements';

/** Why nothing of an app may run, and where it is noted how far that is. */
export interface Stop {
  /** In plain words, kept with what was taken back. */
  readonly because: string;
  readonly confirmedAt?: string;
  readonly sandboxCommit?: string;
  note(
    connection: Connection,
    progress: {
      sandboxCommit?: string;
      confirmedAt?: null;
      problem?: string;
    },
  ): Promise<void>;
  /** In the transaction that has locked the app. */
  confirm(tx: Knex.Transaction, at: Date): Promise<void>;
}

/**
 * The hold of an app of which nothing may run, or its end; `undefined` where
 * neither is there (any more).
 */
export async function reasonToStop(
  connection: Connection,
  appId: string,
): Promise<Stop | undefined> {
  const app = await createAppStore().get(connection, appId);
  if (!app || !stopsRunning(app.standing)) return undefined;
  return hasEnded(app.standing)
    ? await theEnd(connection, appId)
    : await theHold(connection, appId);
}

async function theHold(
  connection: Connection,
  appId: string,
): Promise<Stop | undefined> {
  const hold = await openHold(connection, appId);
  if (!hold || !stopsRunning(hold.standing)) return undefined;
  const { id, confirmedAt, sandboxCommit } = hold;
  return {
    because: 'Taken back while the app is held',
    confirmedAt,
    sandboxCommit,
    note: (given, progress) => noteProgress(given, id, progress),
    async confirm(tx, at) {
      await noteProgress(tx, id, {
        confirmedAt: at.toISOString(),
        problem: null,
      });
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'hold.confirmed',
        appId,
        summary: 'Nothing of it runs any more, and its sign-in is taken back',
        details: { holdId: id },
      });
      await enqueueAppChanged(tx, { appId, at });
    },
  };
}

async function theEnd(
  connection: Connection,
  appId: string,
): Promise<Stop | undefined> {
  const retirement = await retirementOf(connection, appId);
  if (!retirement) return undefined;
  return {
    because: 'Taken back with the end of the app',
    confirmedAt: retirement.accessEndedAt,
    note: (given, { confirmedAt, problem }) =>
      confirmedAt === undefined && problem === undefined
        ? Promise.resolve()
        : noteRetirement(given, appId, { accessEndedAt: confirmedAt, problem }),
    async confirm(tx, at) {
      await noteRetirement(tx, appId, {
        accessEndedAt: at.toISOString(),
        problem: null,
      });
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'access.ended',
        appId,
        summary: 'Nothing of it runs any more, and its sign-in is taken back',
      });
      // Only its data is left; what waits for this goes on.
      await lookBy(tx, appId, at.toISOString());
      await enqueueAppChanged(tx, { appId, at });
    },
  };
}
