import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestSubject } from '../kernel/requestKinds';
import { changedSinceYouLooked } from './refusals';

/** Only an open request can be decided on. */
export function requireOpen({ state }: RequestRow): Result<true> {
  return state === 'open'
    ? accept(true)
    : refuse(
        'not-in-this-state',
        `This request is ${state.replace(
          '-',
          ' ',
        )} by now. Reload the page to see where it stands`,
      );
}

/** Somebody decides on what she saw, and it is still what stands. */
export function requireSame(
  request: RequestRow,
  subject: RequestSubject,
  seen: { readonly envelopeHash: string; readonly expectedVersion: number },
): Result<true> {
  const open = requireOpen(request);
  if (!open.ok) return open;
  const same =
    request.envelopeHash === seen.envelopeHash &&
    subject.envelopeHash === seen.envelopeHash &&
    subject.version === seen.expectedVersion;
  return same ? accept(true) : changedSinceYouLooked();
}
