import {
  dispositionOf,
  planDisposition,
  type DispositionPlan,
  type Hold,
  type Result,
} from '@micro-apps/governance-core';
import type { KeptRow } from './DatabaseKeptThings';

/** What an app keeps, and by which rule. */
export interface Keeping {
  readonly things: readonly KeptRow[];
  readonly holds: readonly Hold[];
  readonly retentionDays: number;
  /** From then on nothing of a retired app is kept. */
  readonly endsAt?: string;
  readonly maxShare: number;
  readonly now: Date;
}

/** What a disposal of now would do. */
export interface Plan {
  /** Counts, whether it needs somebody who confirms them or not. */
  readonly counts: DispositionPlan;
  /** What would go. */
  readonly due: readonly KeptRow[];
  /** Refused: it is too much to go by itself, or the window makes no sense. */
  readonly allowed: Result<DispositionPlan>;
  /** When the next thing is due that is not due yet. */
  readonly nextDueAt?: string;
}

/** Works out what is due. Who ended the app has agreed to all of it. */
export function planOf(
  { things, holds, retentionDays, endsAt, maxShare, now }: Keeping,
  confirmedDue?: number,
): Plan {
  const at = now.toISOString();
  const rule = { retentionDays, endsAt, now: at };
  const items = things.map(({ kind, receivedAt }) => ({
    kind,
    receivedAt,
    holds,
  }));
  const ended = endsAt !== undefined && endsAt <= at;
  const allowed = planDisposition({
    ...rule,
    items,
    shareLimit: ended ? 1 : maxShare,
    confirmedDue,
  });
  const counted = planDisposition({ ...rule, items, shareLimit: 1 });
  const due: KeptRow[] = [];
  let nextDueAt: string | undefined;
  for (const [place, item] of items.entries()) {
    const { state, dueAt } = dispositionOf({ ...rule, item });
    if (state === 'due') due.push(things[place]);
    const later = state === 'keep' && dueAt !== undefined;
    if (later && (nextDueAt === undefined || dueAt < nextDueAt)) {
      nextDueAt = dueAt;
    }
  }
  return {
    counts: counted.ok
      ? counted.value
      : { total: things.length, due: 0, held: {} },
    due,
    allowed,
    nextDueAt,
  };
}
