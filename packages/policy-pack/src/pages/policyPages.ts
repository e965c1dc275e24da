import { CONTROL_CATALOGUE } from '@micro-apps/governance-core';
import type { ControlDefinition } from '@micro-apps/governance-core';
import type { PolicySettings } from '../settings/settings';
import { filledIn, numbersFor } from './numbers';
import type { ReadablePolicy } from './policy';
import { GENERATED } from './rulePage';
import type { RuleMetadata } from './rulePage';

/** Controls that come from one of these requirements, or that a policy names. */
function controlsOf({ head }: ReadablePolicy): readonly ControlDefinition[] {
  return CONTROL_CATALOGUE.filter(
    ({ id, source }) =>
      head.controls.includes(id) ||
      source
        .split(/, */)
        .some(requirement => head.requirements.includes(requirement)),
  );
}

/**
 * The page of a policy, its numbers filled in: what to do, then the controls
 * and the rules that see to it.
 * @throws Error for a placeholder or a rule that nothing is known about
 */
export function policyPage(options: {
  policy: ReadablePolicy;
  rules: readonly RuleMetadata[];
  settings: PolicySettings;
}): string {
  const { policy, rules, settings } = options;
  const { head, text } = policy;
  const numbers = numbersFor(settings);
  const controls = controlsOf(policy).map(
    ({ id, title, statement, freshnessDays }) =>
      `- [${title}](../controls/${id}.md): ${statement}${
        freshnessDays === undefined
          ? ''
          : ` Proof counts for ${freshnessDays} days.`
      }`,
  );
  const ruleLines = head.rules.map(id => {
    const rule = rules.find(each => each.id === id);
    if (!rule) throw new Error(`There is no rule ${id}`);
    return `- [${rule.title}](${ruleLink(id)}) (\`${id}\`)`;
  });
  return `${[
    `# ${head.title}`,
    `Requirements ${head.requirements.join(', ')} · owner \`${
      head.owner
    }\` · to be read again by ${head.reviewBy} · settings ${settings.revision}`,
    unwrapped(filledIn(text, numbers)),
    ...(controls.length > 0
      ? [`## Controls that see to it\n\n${controls.join('\n')}`]
      : []),
    ...(ruleLines.length > 0
      ? [`## Rules that see to it\n\n${ruleLines.join('\n')}`]
      : []),
    GENERATED,
  ].join('\n\n')}\n`;
}

/** The list of all policies and rules, `docs/policies/README.md`. */
export function policyIndex(options: {
  policies: readonly ReadablePolicy[];
  rules: readonly RuleMetadata[];
  settings: PolicySettings;
}): string {
  const { policies, rules, settings } = options;
  return `${[
    '# Policies',
    `What holds for every micro app, in plain words. The numbers come from the settings of the policy pack (revision ${settings.revision}) and from the risk model; the rules that are asked at the gates read the same ones.`,
    policies
      .map(
        ({ head }) =>
          `- [${head.title}](${head.id}.md) (${head.requirements.join(', ')})`,
      )
      .join('\n'),
    '## Rules',
    rules
      .map(
        ({ id, title, gates }) =>
          `- [${title}](${ruleLink(id)}): \`${id}\`, asked at ${gates.join(
            ', ',
          )}`,
      )
      .join('\n'),
    'An organisation changes numbers, modes and rules without touching these: see [Bring your own policies](../how-to/policies.md).',
    GENERATED,
  ].join('\n\n')}\n`;
}

/** One line for each paragraph and list item, however long numbers are. */
function unwrapped(text: string): string {
  return text.replace(/([^\n])\n(?=[^\n#-])\s*/g, '$1 ');
}

function ruleLink(id: string): string {
  return `../../packages/policy-pack/rego/rules/${id.replaceAll(
    '-',
    '_',
  )}/README.md`;
}
