import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { aQuestion } from '@micro-apps/plugin-micro-apps-node/testing';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { testsWithOpa } from '@micro-apps/policy-pack/testing';
import { createEngine } from '../createEngine';
import { readConfig } from '../readConfig';
import { keyPair } from '../testing';
import { readArchive } from './readArchive';

const { opa, test: testWithOpa } = testsWithOpa();
const OWN_RULE = `package microapp.policy

deny contains "No app is called Where2Eat here" if input.registration.name == "Where2Eat"
`;
/** Takes longer than anybody waits, and ends by itself only much later. */
const SLOW_RULE = `package microapp.policy

deny contains "never said" if {
	some i in numbers.range(1, 30000)
	some j in numbers.range(1, 30000)
	i * j == -1
}
`;

describe("An organisation's own rules, built and signed by OPA's tools", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'own-rules-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The shipped bundle with one file more, compiled and signed. */
  async function build(rule: string) {
    const { privateKey, publicKey } = keyPair();
    const content = join(folder, 'content');
    const shipped = readFileSync(readShippedPolicy().bundlePath);
    for (const [name, bytes] of await readArchive(shipped)) {
      mkdirSync(dirname(join(content, name)), { recursive: true });
      writeFileSync(join(content, name), bytes);
    }
    writeFileSync(join(content, 'own.rego'), rule);
    const key = join(folder, 'key.pem');
    writeFileSync(
      key,
      privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    );
    const file = join(folder, 'bundle.tar.gz');
    execFileSync(
      opa,
      [
        ...['build', '--bundle', '.', '--target', 'wasm', '--output', file],
        ...['--entrypoint', 'microapp/suite/decision', '--revision', '7'],
        ...['--signing-alg', 'ES256', '--signing-key', key],
      ],
      { cwd: content, stdio: 'pipe' },
    );
    return await createEngine(
      readConfig(
        new ConfigReader({
          microApps: {
            policy: {
              engine: 'bundle',
              bundle: { file, key: { publicKey, algorithm: 'ES256' } },
              settings: { rules: { 'pii-heavy-retention': { maxDays: 300 } } },
            },
          },
        }),
      ),
      mockServices.logger.mock(),
    );
  }

  testWithOpa('deny what they name, beside the shipped ones', async () => {
    const { engine, stop } = await build(OWN_RULE);
    expect((await engine.describe()).problem).toBeUndefined();
    const { decision, revision } = await engine.decide(aQuestion());
    expect(revision).toMatch(/^7~[0-9a-f]{8}$/);
    expect(decision.violations).toMatchObject([
      { code: 'company-rule', because: 'No app is called Where2Eat here' },
    ]);
    await stop();
  });

  testWithOpa(
    'are never taken into use when they need too much time or memory',
    async () => {
      const began = Date.now();
      const { engine, stop } = await build(SLOW_RULE);
      const { problem } = await engine.describe();
      expect(problem?.because).toMatch(/took more than \d+ ms|opa_malloc/);
      await expect(engine.decide(aQuestion())).rejects.toThrow('no usable');
      expect(Date.now() - began).toBeLessThan(30_000);
      await stop();
    },
  );
});
