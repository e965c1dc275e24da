import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_POLICY_SETTINGS } from '../settings/defaultSettings';
import type { PolicySettings } from '../settings/settings';
import { readPolicy } from './policy';
import { policyIndex, policyPage } from './policyPages';
import { readRuleMetadata, rulePage } from './rulePage';

/**
 * Every generated page of the pack, by its path in the repository.
 *
 * @param repository - folder of the repository
 */
export function allPages(
  repository: string,
  settings: PolicySettings = DEFAULT_POLICY_SETTINGS,
): ReadonlyMap<string, string> {
  const pack = join(repository, 'packages', 'policy-pack');
  const rules = folders(pack, 'rego', 'rules').map(folder =>
    readRuleMetadata(
      folder.replaceAll('_', '-'),
      readFileSync(
        join(pack, 'rego', 'rules', folder, `${folder}.rego`),
        'utf8',
      ),
    ),
  );
  const policies = folders(pack, 'policies')
    .filter(name => name.endsWith('.md'))
    .map(name => readPolicy(readFileSync(join(pack, 'policies', name), 'utf8')))
    .sort((a, b) => order(a.head.requirements) - order(b.head.requirements));
  const speaking = casesByCode(pack);
  return new Map([
    ...policies.map(
      policy =>
        [
          `docs/policies/${policy.head.id}.md`,
          policyPage({ policy, rules, settings }),
        ] as const,
    ),
    [
      'docs/policies/README.md',
      policyIndex({ policies, rules, settings }),
    ] as const,
    ...rules.map(rule => {
      const folder = rule.id.replaceAll('-', '_');
      return [
        `packages/policy-pack/rego/rules/${folder}/README.md`,
        rulePage({ rule, settings, cases: speaking.get(rule.id) ?? [] }),
      ] as const;
    }),
  ]);
}

function folders(...path: string[]): readonly string[] {
  return readdirSync(join(...path)).sort();
}

/** `R10` comes after `R2`. */
function order([first = 'R0']: readonly string[]): number {
  return Number(first.slice(1));
}

function casesByCode(pack: string): ReadonlyMap<string, readonly string[]> {
  const cases = new Map<string, string[]>();
  for (const gate of folders(pack, 'cases')) {
    for (const name of folders(pack, 'cases', gate)) {
      const text = readFileSync(
        join(pack, 'cases', gate, name, 'expected.json'),
        'utf8',
      );
      const codes = new Set(
        [...text.matchAll(/"code": "([a-z-]+)"/g)].map(([, code]) => code),
      );
      for (const code of codes) {
        cases.set(code, [...(cases.get(code) ?? []), `${gate}/${name}`]);
      }
    }
  }
  return cases;
}
