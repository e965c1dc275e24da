import { refuse, type Result } from '@micro-apps/governance-core';

/** The one refusal for a request that is not there. */
export function unknownRequest(): Result<never> {
  return refuse(
    'unknown-record',
    'There is no such request. Look for it in the review queue',
  );
}

/** The one refusal for a decision on something that is no longer the same. */
export function changedSinceYouLooked(): Result<never> {
  return refuse(
    'changed-since-you-looked',
    'This changed since you looked at it. Reload the page and decide on what is there now',
  );
}
