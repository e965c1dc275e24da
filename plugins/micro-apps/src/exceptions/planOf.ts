import {
  exceptionPhase,
  planException,
  type ExceptionLimits,
  type ExceptionPlan,
  type GrantedException,
  type Result,
} from '@micro-apps/governance-core';
import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What asking would mean, by the rules that the registry goes by. */
export interface AskedPlan {
  /** Left out: as soon as it is granted. */
  readonly startsAt?: string;
  readonly endsAt: string;
  readonly plan: Result<ExceptionPlan>;
}

/** A granted exception of the ledger as the rules take it. */
function toGranted(view: ExceptionView): readonly GrantedException[] {
  const { grantedBy, grantedAs, grantedAt, renewal } = view;
  if (!grantedBy || !grantedAs || !grantedAt || renewal === undefined) {
    return [];
  }
  return [{ ...view, grantedBy, grantedAs, grantedAt, renewal }];
}

/**
 * Works out what asking for some days would mean: from now on, or from the end
 * of the exception that is in force. The same rules decide in the registry, so
 * the dialog cannot promise what would be refused.
 *
 * @param options.items - every exception of the app
 * @param options.now - milliseconds since 1970
 */
export function planOf(options: {
  appId: string;
  controlId: string;
  days: number;
  items: readonly ExceptionView[];
  limits: ExceptionLimits;
  now: number;
}): AskedPlan {
  const { appId, controlId, days, items, limits } = options;
  const now = new Date(options.now).toISOString();
  const earlier = items.flatMap(toGranted);
  const [present] = earlier
    .filter(item => item.controlId === controlId)
    .filter(item => ['active', 'coming'].includes(exceptionPhase(item, now)))
    .map(({ endsAt }) => endsAt)
    .sort()
    .reverse();
  const start = present === undefined ? options.now : Date.parse(present);
  const length = Number.isFinite(days) ? days * DAY_MS : 0;
  const endsAt = new Date(start + length).toISOString();
  return {
    startsAt: present,
    endsAt,
    plan: planException({
      request: {
        appId,
        controlId,
        startsAt: present ?? now,
        endsAt,
        requestedBy: '',
        // Words and proof are checked when they are there.
        reason: 'Still to be written',
        compensation: {
          statement: 'Still to be written',
          evidenceIds: ['to-be-chosen'],
        },
      },
      earlier,
      now,
      limits,
    }),
  };
}
