import type { ChecklistAnswer } from '@micro-apps/governance-core';
import { VisuallyHidden } from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../translation/useTexts';

const SIGNS = { good: '✓', bad: '✕', unknown: '?' } as const;

/** An answer as a word, and by sign and words whether one hopes for it. */
export function AnswerMark({
  answer,
  goodAnswer,
}: Pick<ChecklistAnswer, 'answer' | 'goodAnswer'>) {
  const t = useTexts();
  const known = answer === goodAnswer ? 'good' : 'bad';
  const mark = answer === 'unknown' ? answer : known;
  return (
    <strong>
      <span aria-hidden>{SIGNS[mark]} </span>
      {t(`numbers.checklist.states.${answer}`)}
      {mark !== 'unknown' && (
        <VisuallyHidden>{`, ${t(`numbers.checklist.${mark}`)}`}</VisuallyHidden>
      )}
    </strong>
  );
}
