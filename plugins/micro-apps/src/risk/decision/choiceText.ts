import type {
  RequestView,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { TextKey } from '../../translation/useTexts';

/** What a decision is called: an exception is granted rather than approved. */
export function choiceText(
  { kind }: Pick<RequestView, 'kind'>,
  choice: VoteRequest['choice'],
): TextKey {
  return kind === 'exception'
    ? `exceptions.decide.${choice}`
    : `decision.${choice}`;
}
