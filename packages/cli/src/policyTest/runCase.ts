import { isDeepStrictEqual } from 'node:util';
import type { GateDecision } from '@micro-apps/governance-core';
import type { EmbeddedPolicy } from '@micro-apps/policy-pack';
import type { PolicyCase } from './readCases';

const LISTS = ['violations', 'obligations', 'observations'] as const;

/** Everything in which a decision is not as its case says; none: it passed. */
export function runCase(
  { input, expected, opens }: PolicyCase,
  policy: Pick<EmbeddedPolicy, 'evaluate'>,
): readonly string[] {
  let decision: GateDecision;
  try {
    // A case may be malformed on purpose; the rules have to bear it.
    decision = policy.evaluate(input as Parameters<typeof policy.evaluate>[0]);
  } catch (error) {
    return [`the rules gave no decision (${String(error)})`];
  }
  const differences: string[] = [];
  const { allowed } = decision;
  if (allowed !== opens || allowed !== (expected.allowed ?? opens)) {
    const codes = decision.violations.map(({ code }) => code).join(', ');
    differences.push(
      allowed
        ? 'the gate is open, and it has to stay closed'
        : `the gate is closed (${codes}), and it has to open`,
    );
  }
  if (expected.gate !== undefined && expected.gate !== decision.gate) {
    differences.push(`the gate is ${decision.gate}, not ${expected.gate}`);
  }
  for (const list of LISTS) {
    const wanted = expected[list];
    if (!wanted) continue;
    const said = decision[list] ?? [];
    if (!isDeepStrictEqual(inOneOrder(said), inOneOrder(wanted))) {
      differences.push(
        `${list} are ${JSON.stringify(said)}, not ${JSON.stringify(wanted)}`,
      );
    }
  }
  return differences;
}

/** In which order rules are heard has no meaning. */
function inOneOrder(items: readonly object[]): readonly string[] {
  return items
    .map(item =>
      JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    .sort();
}
