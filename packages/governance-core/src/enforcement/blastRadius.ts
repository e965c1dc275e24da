import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';

/** How much one run may touch. @public */
export interface BlastLimit {
  /** Share of the fleet, 0 to 1. */
  readonly share: number;
  /** Allowed however small the fleet is; 0 when left out. */
  readonly atLeast?: number;
}

/** The shipped limit: a twentieth of the fleet. @public */
export const DEFAULT_BLAST_LIMIT: BlastLimit = { share: 0.05 };

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * How many one run may touch of so many; none where the limit makes no sense.
 * @public
 */
export function blastAllowance({
  total,
  limit = DEFAULT_BLAST_LIMIT,
}: {
  total: number;
  limit?: BlastLimit;
}): number {
  const { share, atLeast = 0 } = limit;
  if (!isCount(total) || !isCount(atLeast) || !(share >= 0 && share <= 1)) {
    return 0;
  }
  // A share of a whole number is rounded down, but never by a rounding error.
  return Math.max(atLeast, Math.floor(total * share + 1e-9));
}

/**
 * Whether a run may go on that would touch so many of so many. Numbers that
 * make no sense stop it. Source: requirements "Safe enforcement"; reliability E3.
 *
 * @returns `not-allowed` with the numbers when it would touch too many,
 *   `invalid-input` when they make no sense
 * @public
 */
export function withinBlastRadius(options: {
  affected: number;
  total: number;
  limit?: BlastLimit;
}): Result<true> {
  const { affected, total, limit = DEFAULT_BLAST_LIMIT } = options;
  const { share, atLeast = 0 } = limit;
  if (
    !isCount(affected) ||
    !isCount(total) ||
    affected > total ||
    !(share >= 0 && share <= 1) ||
    !isCount(atLeast)
  ) {
    return refuse(
      'invalid-input',
      'The numbers of this run make no sense, so it does not go on.',
    );
  }
  const most = blastAllowance({ total, limit });
  if (affected > most) {
    return refuse(
      'not-allowed',
      `This would touch ${affected} of ${total}; one run may touch ${most}. Look at the preview, make it smaller, or ask for a higher limit.`,
    );
  }
  return accept(true);
}
