import { refuse, type Result } from '@micro-apps/governance-core';

/** The one refusal for an exception that is not there. */
export function unknownException(): Result<never> {
  return refuse(
    'unknown-record',
    'There is no such exception. Look for it on the Risk tab of its app',
  );
}

/** Somebody decided on the same thing at the same moment. */
export function decidedAlready(): Result<never> {
  return refuse(
    'not-in-this-state',
    'This exception was decided on already. Reload the page to see where it stands',
  );
}

/** One undecided question for each control is enough. */
export function askedAlready(): Result<never> {
  return refuse(
    'not-in-this-state',
    'An exception from this control has been asked for already. Wait for the answer, or withdraw the request and ask anew',
  );
}
