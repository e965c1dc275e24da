import type { RefusalCode } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import type { BackendDeps } from '../../kernel/deps';
import { SYSTEM_ACTOR } from '../../kernel/types';

const EVERY_MS = 60_000;

/**
 * Keeps in the audit log that machines were turned away, and why: the first
 * one at once, then a count each minute, so that nobody can flood the log by
 * being refused.
 */
export function createRefusedIntake({
  database,
}: Pick<BackendDeps, 'database'>) {
  const last = new Map<RefusalCode, { at: number; since: number }>();

  return async function note(refused: {
    code: RefusalCode;
    because: string;
    from: 'pipeline' | 'scanner';
    appId?: string;
    now: Date;
  }): Promise<void> {
    const { code, because, from, appId, now } = refused;
    const before = last.get(code);
    const at = now.getTime();
    if (before && Math.abs(at - before.at) < EVERY_MS) {
      before.since += 1;
      return;
    }
    last.set(code, { at, since: 0 });
    await database.transaction(tx =>
      appendAuditEntry(tx, {
        at: now,
        actor: SYSTEM_ACTOR,
        action: 'evidence.refused',
        summary: `Refused evidence from a ${from}: ${because}`.slice(0, 500),
        details: {
          code,
          from,
          // As it was asked for; there need not be such an app.
          askedFor: appId ?? null,
          notNoted: before?.since ?? 0,
        },
      }),
    );
  };
}
