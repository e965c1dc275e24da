import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import type { TransitionTable } from './transitionTable';

function plain(word: string): string {
  return word.replace(/-/g, ' ');
}

/**
 * The state that an event leads to.
 *
 * @returns the new state, or `not-in-this-state` when the table has no such move
 * @public
 */
export function transition<State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  from: State,
  event: Event,
): Result<State> {
  const move = table.transitions.find(
    candidate => candidate.from === from && candidate.on === event,
  );
  if (move) return accept(move.to);
  return refuse(
    'not-in-this-state',
    `It is ${plain(from)} now, so this is not possible: ${plain(
      event,
    )}. Reload the page to see where it stands.`,
  );
}
