import { refuse, type Result } from '@micro-apps/governance-core';

/** The one refusal for an incident that is not there, or not for this person. */
export function unknownIncident(): Result<never> {
  return refuse(
    'unknown-record',
    'There is no such incident. Look for it on the Risk tab of its app',
  );
}

/** What is closed has to be opened again first. */
export function isClosed(): Result<never> {
  return refuse(
    'not-in-this-state',
    'This incident is closed. Open it again first',
  );
}
