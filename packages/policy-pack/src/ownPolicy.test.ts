/** @jest-environment node */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedPolicy } from './engine/createEmbeddedPolicy';
import { policyPackFolder, readShippedPolicy } from './node';
import { readPolicySettings } from './settings/readPolicySettings';
import { aPolicyInput, startOpaServer, testsWithOpa } from './testing';

const { opa, test: testWithOpa } = testsWithOpa();
const QUEUES = 'Queues need a name that begins with app-';
const guide = readFileSync(
  join(policyPackFolder(), '../../docs/how-to/policies.md'),
  'utf8',
);
const examples = (language: string) =>
  [
    ...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
  ].map(([, text]) => text);
const OWN_SETTINGS = `
rules:
  retention-window:
    maxDays: 30
    rings: { beta: enforce }
`;

const queue = (name: string) =>
  aPolicyInput({
    registration: { retentionDays: 30 },
    resources: [{ resource: 'queue', props: { name } }],
  });

test('every example of settings in the guide can be used as it stands', () => {
  expect(examples('yaml').length).toBeGreaterThan(3);
  for (const text of examples('yaml')) {
    expect([text, readPolicySettings(text)]).toEqual([
      text,
      expect.objectContaining({ ok: true }),
    ]);
  }
});

testWithOpa(
  'an organisation builds the pack with a rule and numbers of its own',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'micro-apps-own-'));
    try {
      const rego = join(folder, 'rego');
      const out = join(folder, 'compiled');
      mkdirSync(rego);
      writeFileSync(join(rego, 'queues.rego'), examples('rego').join('\n'));
      const resolved = readPolicySettings(OWN_SETTINGS);
      if (!resolved.ok) throw new Error(resolved.refusal.because);
      const { settings } = resolved.value;
      writeFileSync(
        join(folder, 'settings.json'),
        JSON.stringify({ ...settings, revision: 'ours-1' }),
      );
      const script = join(policyPackFolder(), 'scripts', 'build-policy.mjs');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
          ...[script, '--rego', rego, '--out', out],
          ...['--settings', join(folder, 'settings.json')],
        ],
        { encoding: 'utf8' },
      );
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Built ours-1\+[0-9a-f]{12} into/);

      const own = readShippedPolicy({ folder: out });
      const policy = createEmbeddedPolicy(own);
      const server = await startOpaServer({ opa, bundles: [own.bundlePath] });
      try {
        for (const decide of [
          async (input: unknown) => policy.answer(input),
          (input: unknown) => server.ask('microapp/suite/decision', input),
        ]) {
          expect(await decide(queue('app-tea'))).toMatchObject({
            allowed: true,
          });
          expect(await decide(queue('tea'))).toMatchObject({
            violations: [{ code: 'company-rule', because: QUEUES }],
          });
          expect(
            await decide(aPolicyInput({ registration: { retentionDays: 31 } })),
          ).toMatchObject({ violations: [{ code: 'retention-window' }] });
        }
      } finally {
        await server.stop();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
