import { DAY } from '@micro-apps/governance-core';
import type { AppFacts } from '../builders';

/** The control that {@link ALMOST_MET} leaves open. */
export const OPEN = 'dynamic-security-scan';

/** Every proof but that of one control. */
export const ALMOST_MET: AppFacts = { evidence: 'all', except: [OPEN] };

/** An ISO instant, so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString();
}
