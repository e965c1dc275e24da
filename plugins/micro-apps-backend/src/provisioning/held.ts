import type { AppStanding } from '@micro-apps/governance-core';

/** Standings in which nothing of an app is started. */
const HELD: readonly AppStanding[] = [
  'restricted',
  'quarantined',
  'suspended',
  'retired',
  'disposed',
];

/** True while an app may not be started anywhere. */
export function isHeld({ standing }: { standing: AppStanding }): boolean {
  return HELD.includes(standing);
}

/** Why nothing of a held app is started. */
export function whyHeld({ standing }: { standing: AppStanding }): string {
  return `The app is ${standing}; its Risk tab says why and what to do`;
}
