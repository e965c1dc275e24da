import { refuse, type Result } from '@micro-apps/governance-core';

/** The one refusal for an app that is not there. */
export function unknownApp(): Result<never> {
  return refuse('unknown-app', 'There is no such app. Look for it in the list');
}
