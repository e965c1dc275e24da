import type { Finding } from '@micro-apps/governance-core';

const ORDER: readonly Finding['state'][] = [
  'not-satisfied',
  'unknown',
  'satisfied',
  'not-applicable',
];

/** What needs a person comes first. */
export function byUrgency(a: Finding, b: Finding): number {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
}
