import type { Finding, Gate } from '@micro-apps/governance-core';

const ORDER: readonly Finding['state'][] = [
  'not-satisfied',
  'unknown',
  'satisfied',
  'not-applicable',
];
/** Where an app is in its life; what is needed sooner comes first. */
const GATES: readonly Gate[] = [
  'promote',
  'register',
  'issue-client',
  'renew',
  'retire',
];

/** The first gate that a control is needed for, promotion before all others. */
export function gateOf({ control }: Finding): Gate {
  return GATES.find(gate => control.gates.includes(gate)) ?? 'promote';
}

/**
 * What needs a person comes first: what is open before promotion, then what is
 * open for later, then what is met.
 */
export function byUrgency(a: Finding, b: Finding): number {
  return rankOf(a) - rankOf(b);
}

function rankOf(finding: Finding): number {
  const state = ORDER.indexOf(finding.state);
  const open = state < ORDER.indexOf('satisfied');
  return open && gateOf(finding) !== 'promote'
    ? ORDER.indexOf('unknown') + 0.5
    : state;
}
