import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateDecision, PolicyInput } from '@micro-apps/governance-core';
import { policyPackFolder } from '../node';

/** One request with the decision that every engine has to give. */
export interface PolicyCase {
  /** `promote/ng.unknown-vendor` */
  readonly name: string;
  readonly input: PolicyInput;
  readonly expected: GateDecision;
}

/**
 * The cases of a pack: `cases/<gate>/{ok,ng}.<what>/{input,expected}.json`.
 *
 * @param folder - the shipped cases when left out
 */
export function readCases(
  folder = join(policyPackFolder(), 'cases'),
): readonly PolicyCase[] {
  const read = (...path: string[]) =>
    JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
  return readdirSync(folder)
    .sort()
    .flatMap(gate =>
      readdirSync(join(folder, gate))
        .sort()
        .map(name => ({
          name: `${gate}/${name}`,
          input: read(gate, name, 'input.json'),
          expected: read(gate, name, 'expected.json'),
        })),
    );
}
