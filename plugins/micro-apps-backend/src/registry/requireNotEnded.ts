import {
  accept,
  hasEnded,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import type { AppRow } from './AppStore';

/** Of an app at its end nothing changes: its record stays as it is. */
export function requireNotEnded({
  standing,
}: Pick<AppRow, 'standing'>): Result<true> {
  return hasEnded(standing)
    ? refuse(
        'not-in-this-state',
        `The app is ${standing}, and its record stays as it is`,
      )
    : accept(true);
}
