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
