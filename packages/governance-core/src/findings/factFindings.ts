import { holds } from '../controls/condition';
import type { ControlDefinition } from '../controls/control';
import { fillWords } from '../controls/controlFacts';
import type { ControlFacts } from '../controls/controlFacts';
import type { FindingState } from './finding';

/** What the facts of an app say about one control. */
export interface Verdict {
  readonly state: FindingState;
  readonly code: string;
  readonly because: string;
}

/**
 * The verdict on a control that facts or records meet or not: the first of its
 * readings that holds. A reading that rests on a fact nobody told ends the
 * search: unknown is not pass.
 */
export function factVerdict(
  { readings = [] }: ControlDefinition,
  facts: ControlFacts,
): Verdict {
  for (const { when, state, because } of readings) {
    const answer = holds(when, facts);
    if (answer === undefined) {
      return {
        state: 'unknown',
        code: 'fact-unknown',
        because: 'The records do not say yet',
      };
    }
    if (answer) {
      return {
        state,
        code: state === 'satisfied' ? 'met' : 'fact-missing',
        because: fillWords(because, facts),
      };
    }
  }
  return {
    state: 'unknown',
    code: 'no-rule',
    because: 'Nothing in this version can tell whether it is met',
  };
}
