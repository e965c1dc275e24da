import { refuse, type Result } from '@micro-apps/governance-core';

/** The one refusal for an app that is not as somebody saw it. */
export function changedMeanwhile(): Result<never> {
  return refuse(
    'changed-since-you-looked',
    'This app changed since you looked at it. Reload the page and decide on what is there now',
  );
}

/** The one refusal while what a hold takes back is being taken back. */
export function stillRevoking(): Result<never> {
  return refuse(
    'busy',
    'Copies are being stopped and sign-in is being taken back at this moment. Try again in a minute',
  );
}
