import type { CheckState } from '@micro-apps/governance-core';
import { useTexts } from '../translation/useTexts';

const SIGNS: Readonly<Record<CheckState, string>> = {
  yes: '✓',
  no: '✕',
  unknown: '?',
};

/** Yes, no or unknown, as a word with its sign. */
export function AnswerMark({ state }: { state: CheckState }) {
  const t = useTexts();
  return (
    <strong>
      <span aria-hidden>{SIGNS[state]} </span>
      {t(`numbers.checklist.states.${state}`)}
    </strong>
  );
}
