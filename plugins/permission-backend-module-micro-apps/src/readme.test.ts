import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { microAppsPermissions } from '@micro-apps/plugin-micro-apps-common';
import { microAppRules } from '@micro-apps/plugin-micro-apps-node';
import { runOpa, testsWithOpa } from '@micro-apps/policy-pack/testing';
import { parse } from 'yaml';

const README = readFileSync(join(__dirname, '../README.md'), 'utf8');
const known = new Map(microAppsPermissions.map(each => [each.name, each]));
const rules = new Map(
  Object.values(microAppRules).map(rule => [rule.name, rule]),
);

/** The first code block of a language. */
function block(language: string): string {
  const [, text = ''] =
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(README) ?? [];
  return text;
}

/** A condition names a rule that there is, with parameters that it takes. */
async function checkCondition(condition: {
  rule: string;
  resourceType: string;
  params: unknown;
}) {
  const rule = rules.get(condition.rule);
  expect([condition.rule, rule?.resourceType]).toEqual([
    condition.rule,
    condition.resourceType,
  ]);
  const schema = rule?.paramsSchema;
  if (!schema || !('~standard' in schema)) throw new Error('has no schema');
  const result = await schema['~standard'].validate(condition.params);
  expect(result.issues).toBeUndefined();
}

describe('the README', () => {
  it('lists every permission with its action and what it is about', () => {
    const rows = [
      ...README.matchAll(/^\| `(micro-apps\.\S+)` +\| (\w+) +\| (app)? +\|/gm),
    ].map(([, name, action, about]) => [name, action, about === 'app']);
    expect([...rows].sort()).toEqual(
      microAppsPermissions
        .map(each => [
          each.name,
          each.attributes.action,
          isResourcePermission(each),
        ])
        .sort(),
    );
  });

  it('lists every rule with its parameters', () => {
    const rows = [...README.matchAll(/^\| `([A-Z_]+)` +\| `(\w+)`/gm)];
    expect(rows.map(([, name]) => name)).toEqual([...rules.keys()]);
  });

  it('grants in its CSV only what there is, with the right action', () => {
    const lines = block('csv').trim().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines.filter(each => each.startsWith('p,'))) {
      const [, , name, action] = line.split(',').map(part => part.trim());
      expect([line, known.get(name)?.attributes.action]).toEqual([
        line,
        action,
      ]);
    }
  });

  it('narrows in its YAML by a rule that there is', async () => {
    const policy = parse(block('yaml'));
    expect(policy).toMatchObject({
      pluginId: 'micro-apps',
      resourceType: 'micro-app',
      conditions: { rule: 'IS_OWNER' },
    });
    await checkCondition(policy.conditions);
  });
});

const { opa, test: testWithOpa } = testsWithOpa();

describe('the README’s Rego', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-readme-'));
  const file = join(folder, 'rbac_policy.rego');
  writeFileSync(file, block('rego'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const decide = (permission: string, claims: readonly string[]) =>
    JSON.parse(
      runOpa({
        opa,
        args: [
          ...['eval', '--format', 'json', '--stdin-input'],
          ...['--data', file, 'data.rbac_policy.decision'],
        ],
        stdin: JSON.stringify({
          permission: { name: permission },
          identity: { claims },
        }),
      }),
    ).result[0].expressions[0].value;

  testWithOpa(
    'decides in real OPA, with conditions that the plugin knows',
    async () => {
      expect(decide('micro-apps.app.create', [])).toEqual({ result: 'ALLOW' });
      expect(decide('micro-apps.audit.export', [])).toEqual({ result: 'DENY' });
      expect(decide('micro-apps.request.decide', ['user:default/a'])).toEqual({
        result: 'DENY',
      });
      const answers = [
        decide('micro-apps.app.read', ['user:default/a']),
        decide('micro-apps.request.decide', [
          'group:default/security-reviewers',
        ]),
      ];
      for (const { result, conditions } of answers) {
        expect(result).toBe('CONDITIONAL');
        for (const condition of conditions.anyOf)
          await checkCondition(condition);
      }
    },
  );
});
