import { DAY, instantAfter, instantOf } from '../time/instants';

/** Days after the last review by a person (R10). @public */
export const REVIEW_DAYS = 365;
/** Days after a rule is enforced (R12). @public */
export const REAPPROVAL_DAYS = 30;
/** Days before the due date from which it is spoken of. */
const SOON_DAYS = 30;

/** A look at an app. @public */
export interface Review {
  /** ISO instant of the decision. */
  readonly at: string;
  /** Approved by the rules alone: nobody looked. */
  readonly automatic: boolean;
}

/** A date by which something has to happen. @public */
export interface DueClock {
  /** ISO instant, UTC; absent when nothing is asked, or nothing can be told. */
  readonly dueAt?: string;
  readonly state: 'not-asked' | 'running' | 'soon' | 'overdue';
}

function clock(dueAt: string | undefined, now: string): DueClock {
  if (dueAt === undefined) return { state: 'overdue' };
  const left = instantOf(dueAt) - instantOf(now);
  if (!(left > 0)) return { dueAt, state: 'overdue' };
  return { dueAt, state: left <= SOON_DAYS * DAY ? 'soon' : 'running' };
}

function latest(instants: readonly string[]): string | undefined {
  return [...instants].sort((a, b) => instantOf(b) - instantOf(a))[0];
}

/**
 * When an app has to be looked at again: 365 days after the last review by a
 * person, or after it went into production when nobody has looked yet. An
 * automatic approval is no review. Source: requirements R10.
 *
 * @param options.inProductionSince - ISO instant; absent: nothing is asked
 * @param options.now - ISO instant of the database, UTC
 * @public
 */
export function annualReview(options: {
  reviews: readonly Review[];
  inProductionSince?: string;
  now: string;
  days?: number;
}): DueClock {
  const { reviews, inProductionSince, now, days = REVIEW_DAYS } = options;
  if (inProductionSince === undefined) return { state: 'not-asked' };
  const last = latest(
    reviews
      .filter(
        ({ automatic, at }) =>
          automatic === false && instantOf(at) <= instantOf(now),
      )
      .map(({ at }) => at),
  );
  return clock(instantAfter(last ?? inProductionSince, days * DAY), now);
}

/**
 * Whether rules that are enforced now ask for a new approval: 30 days after
 * the first of them was enforced in the app's ring. What came before does not
 * count, the app keeps running, and an approval since then is enough.
 * Source: requirements R12.
 *
 * @param options.enforcedSince - ISO instants of the rules that the app would
 *   not pass, each since when it is enforced where the app runs
 * @public
 */
export function policyReapproval(options: {
  enforcedSince: readonly string[];
  approvedAt: string;
  now: string;
  days?: number;
}): DueClock {
  const { enforcedSince, approvedAt, now, days = REAPPROVAL_DAYS } = options;
  const approved = instantOf(approvedAt);
  const since = enforcedSince.filter(at => !(approved >= instantOf(at)));
  const [first] = [...since].sort((a, b) => instantOf(a) - instantOf(b));
  if (first === undefined) return { state: 'not-asked' };
  return clock(instantAfter(first, days * DAY), now);
}
