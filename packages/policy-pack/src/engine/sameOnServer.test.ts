/** @jest-environment node */
import fc from 'fast-check';
import { readShippedPolicy } from '../node';
import {
  anyPolicyInputs,
  inOneOrder,
  readCases,
  startOpaServer,
  testsWithOpa,
} from '../testing';
import type { OpaServer } from '../testing';
import { DEFAULT_POLICY_SETTINGS } from '../settings/defaultSettings';
import { createEmbeddedPolicy } from './createEmbeddedPolicy';

const { opa, test: testWithOpa } = testsWithOpa();
const shipped = readShippedPolicy();
const policy = createEmbeddedPolicy(shipped);
let server: OpaServer | undefined;

beforeAll(async () => {
  if (opa === '') return;
  server = await startOpaServer({ opa, bundles: [shipped.bundlePath] });
}, 30_000);
afterAll(() => server?.stop());

testWithOpa.each(readCases())(
  '$name is decided by the server',
  async ({ input, expected }) => {
    const there = await server?.ask('microapp/suite/decision', input);
    expect(inOneOrder(there)).toEqual(inOneOrder(expected));
  },
);

testWithOpa(
  'compiled policies and a real OPA server decide 2,000 requests alike',
  async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyPolicyInputs(), async input => {
        const there = await server?.ask('microapp/suite/decision', input);
        const here = policy.answer(input);
        expect(inOneOrder(here)).toEqual(inOneOrder(there));
        codesOf(here).forEach(code => seen.add(code));
      }),
      { numRuns: 2_000 },
    );
    // The inputs reach every rule, so that the agreement means something.
    expect(
      Object.keys(DEFAULT_POLICY_SETTINGS.rules).filter(id => !seen.has(id)),
    ).toEqual([]);
    expect(seen).toContain('malformed-input');
  },
  120_000,
);

function codesOf(decision: unknown): string[] {
  return [...JSON.stringify(decision).matchAll(/"code":"([a-z-]+)"/g)].map(
    ([, code]) => code,
  );
}
