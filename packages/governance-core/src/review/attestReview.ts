import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import type { Band } from '../risk/risk';

/** What the owner of a Low app looks at once a year, line by line. @public */
export const REVIEW_LINES = [
  'purpose',
  'data',
  'scopes',
  'vendors',
  'retention',
  'successor',
] as const;
/** @public */
export type ReviewLine = (typeof REVIEW_LINES)[number];

/** Whether a line of the registration is still right. @public */
export const REVIEW_ANSWERS = ['yes', 'changed'] as const;
/** @public */
export type ReviewAnswer = (typeof REVIEW_ANSWERS)[number];

/**
 * The annual review of a Low app by its owner: each line is confirmed, and what
 * is no longer right is changed first, so that nothing is confirmed that is
 * wrong. Riskier apps are looked at by a reviewer, and so is one that counts as
 * Low only once a reviewer has agreed: nobody spares herself the review by a
 * lower class. Source: requirements R10.
 *
 * @returns `not-eligible` for another person or a tool, `not-in-this-state`
 *   where a reviewer looks or something changed, `invalid-input` for a line
 *   that is left out
 * @public
 */
export function attestReview(options: {
  band: Band;
  /** Reviewers have to agree to it as it is registered now, or are asked. */
  reviewerNeeded: boolean;
  isOwner: boolean;
  actingDirectly: boolean;
  answers: Readonly<Partial<Record<ReviewLine, ReviewAnswer>>>;
}): Result<true> {
  const { band, reviewerNeeded, isOwner, actingDirectly, answers } = options;
  if (isOwner !== true || actingDirectly !== true) {
    return refuse(
      'not-eligible',
      'Only the owner herself confirms the registration line by line. Ask the owner of the app',
    );
  }
  if (band !== 'low' || reviewerNeeded !== false) {
    return refuse(
      'not-in-this-state',
      'A reviewer looks at an app of this risk. Ask for the review',
    );
  }
  const open = REVIEW_LINES.filter(line => answers[line] === undefined);
  if (open.length > 0) {
    return refuse('invalid-input', `Answer every line: ${open.join(', ')}`);
  }
  const changed = REVIEW_LINES.filter(line => answers[line] !== 'yes');
  return changed.length === 0
    ? accept(true)
    : refuse(
        'not-in-this-state',
        `Change the registration first (${changed.join(
          ', ',
        )}), then confirm it line by line`,
      );
}
