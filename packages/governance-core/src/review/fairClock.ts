import { instantOf } from '../time/instants';

/** Who has to act from an instant on. @public */
export interface Turn {
  readonly at: string;
  readonly holder: 'maker' | 'reviewer';
}

/**
 * How long the maker had the ball: the time while a reviewer held it does not
 * count, so reminders to the maker go by this. Legal deadlines and the
 * portal's own numbers never do. Source: requirements "Fair clocks".
 *
 * @param options.turns - in any order; before the first nobody held it
 * @param options.now - ISO instant of the database, UTC
 * @returns milliseconds; turns that cannot be read, or lie ahead, count nothing
 * @public
 */
export function makerTime(options: {
  turns: readonly Turn[];
  now: string;
}): number {
  const now = instantOf(options.now);
  const turns = options.turns
    .map(({ at, holder }) => ({ at: instantOf(at), holder }))
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at);
  return turns.reduce((sum, turn, index) => {
    const end = turns[index + 1]?.at ?? now;
    return turn.holder === 'maker' ? sum + end - turn.at : sum;
  }, 0);
}
