/** @jest-environment node */
import { createEmbeddedPolicy } from './engine/createEmbeddedPolicy';
import { readShippedPolicy } from './node';
import { DEFAULT_POLICY_SETTINGS } from './settings/defaultSettings';
import { inOneOrder, readCases, runOpa, testsWithOpa } from './testing';

const { opa, test: testWithOpa } = testsWithOpa();
const cases = readCases();
const shipped = readShippedPolicy();
const policy = createEmbeddedPolicy(shipped);

test.each(cases)('$name is decided in this process', ({ input, expected }) => {
  expect(inOneOrder(policy.answer(input))).toEqual(inOneOrder(expected));
});

testWithOpa.each(cases)(
  '$name is decided by opa eval',
  ({ input, expected }) => {
    const printed = runOpa({
      opa,
      args: [
        ...['eval', '--format', 'raw', '--stdin-input'],
        ...['--bundle', shipped.bundlePath],
        'data.microapp.suite.decision',
      ],
      stdin: JSON.stringify(input),
    });
    expect(inOneOrder(JSON.parse(printed))).toEqual(inOneOrder(expected));
  },
);

test('a case says in its name whether it is allowed, and lies with its gate', () => {
  for (const { name, input, expected } of cases) {
    expect(name).toMatch(
      expected.allowed ? /^[a-z-]+\/ok\./ : /^[a-z-]+\/ng\./,
    );
    expect(name.startsWith(`${input.gate}/`)).toBe(true);
  }
});

test('every rule has a case in which it speaks', () => {
  const said = new Set(
    cases.flatMap(({ expected }) =>
      [...expected.violations, ...expected.obligations].map(({ code }) => code),
    ),
  );
  expect(
    Object.keys(DEFAULT_POLICY_SETTINGS.rules).filter(id => !said.has(id)),
  ).toEqual([]);
});
