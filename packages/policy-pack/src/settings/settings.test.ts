import { DEFAULT_POLICY_SETTINGS } from './defaultSettings';
import { readPolicySettings } from './readPolicySettings';
import { resolvePolicySettings } from './resolvePolicySettings';
import { looseningOf, valuesOf } from './weakenings';

const rules = (changes: Record<string, unknown>) => ({ rules: changes });
const details = (result: ReturnType<typeof resolvePolicySettings>) =>
  result.ok ? [] : result.refusal.details;

test('without values of one’s own the shipped settings are in force', () => {
  for (const nothing of [undefined, {}]) {
    expect(resolvePolicySettings(nothing)).toEqual({
      ok: true,
      value: { settings: DEFAULT_POLICY_SETTINGS, weakenings: [] },
    });
  }
});

test('a stricter number is laid over the shipped ones and needs no reason', () => {
  const result = resolvePolicySettings(
    rules({ 'retention-window': { maxDays: 730 } }),
  );
  expect(result).toMatchObject({
    ok: true,
    value: {
      settings: {
        exceptions: { maxDays: 14 },
        rules: { 'retention-window': { mode: 'enforce', maxDays: 730 } },
      },
      weakenings: [],
    },
  });
});

test.each([
  [rules({ 'oauth-token-lifetime': { maxSeconds: 7200 } }), '7200', '3600'],
  [rules({ 'registration-complete': { planMinimumLength: 1 } }), '1', '10'],
  [
    rules({ 'oauth-grants': { responseTypes: ['code', 'token'] } }),
    '[code, token]',
    '[code]',
  ],
  [rules({ 'crm-hr-authorisation': { kinds: ['hr'] } }), '[hr]', '[crm, hr]'],
  [rules({ 'storage-access': { mode: 'warn' } }), 'warn', 'enforce'],
  [
    rules({ 'storage-access': { rings: { beta: 'observe' } } }),
    'observe',
    'enforce',
  ],
  [{ review: { everyDays: 400 } }, '400', '365'],
])('%j is looser than shipped and needs a reason', (looser, value, shipped) => {
  const because = `${value} is looser than the shipped ${shipped}`;
  expect(details(resolvePolicySettings(looser))).toEqual([
    {
      path: expect.any(String),
      message: `${because}; say why in acknowledgeWeakening`,
    },
  ]);
  const acknowledgeWeakening = 'Agreed with the security office until May';
  expect(
    resolvePolicySettings({ ...looser, acknowledgeWeakening }),
  ).toMatchObject({
    ok: true,
    value: {
      acknowledgement: acknowledgeWeakening,
      weakenings: [{ because }],
    },
  });
});

test('a stricter mode in one environment is no weakening', () => {
  expect(
    resolvePolicySettings(
      rules({ 'pii-heavy-retention': { rings: { beta: 'enforce' } } }),
    ),
  ).toMatchObject({ ok: true, value: { weakenings: [] } });
});

test('for every shipped value it is known what makes it looser', () => {
  expect(
    valuesOf(DEFAULT_POLICY_SETTINGS)
      .map(([path]) => path)
      .filter(path => looseningOf(path) === undefined),
  ).toEqual([]);
});

test.each([
  [rules({ 'retention-windows': {} }), 'rules.retention-windows', /no such/],
  [
    rules({ 'retention-window': { maxDays: '90' } }),
    'rules.retention-window.maxDays',
    /integer/,
  ],
  [
    rules({ 'retention-window': { maxDays: 0 } }),
    'rules.retention-window.maxDays',
    />= 1/,
  ],
  [
    rules({ 'retention-window': { mode: 'off' } }),
    'rules.retention-window.mode',
    /observe, warn, enforce/,
  ],
  [rules({ 'retention-window': 3 }), 'rules.retention-window', /object/],
  [{ exceptions: { maxDays: 15 } }, 'exceptions.maxDays', /<= 14/],
  [{ acknowledgeWeakening: 'ok' }, 'acknowledgeWeakening', /sentence/],
  [JSON.parse('{"__proto__":{"x":1}}'), '__proto__', /no such/],
  [[], '', /not an object/],
  [null, '', /not an object/],
])('%j is refused with path and reason', (wrong, path, message) => {
  expect(details(resolvePolicySettings(wrong))).toContainEqual({
    path,
    message: expect.stringMatching(message),
  });
});

test('a file is refused with the line that is wrong', () => {
  const text = [
    '# Our numbers',
    'rules:',
    '  retention-window:',
    '    maxDays: ninety',
    '  storage-acess:',
    '    mode: warn',
  ].join('\n');
  const result = readPolicySettings(text, 'policies.yaml');
  expect(result).toMatchObject({
    ok: false,
    refusal: { because: expect.stringMatching(/^policies\.yaml: /) },
  });
  expect(details(result)).toEqual(
    expect.arrayContaining([
      {
        path: 'rules.retention-window.maxDays',
        message: expect.stringMatching(/line 4/),
      },
      {
        path: 'rules.storage-acess',
        message: expect.stringMatching(/line 6/),
      },
    ]),
  );
});

test.each(['a: [', 'a: 1\na: 2', '{"rules": "open'])(
  'text that cannot be read is refused with its line: %j',
  text => {
    expect(details(readPolicySettings(text))).toEqual([
      { message: expect.stringMatching(/^line \d+$/) },
    ]);
  },
);

test('an empty file changes nothing, and JSON is read like YAML', () => {
  expect(readPolicySettings('')).toMatchObject({ ok: true });
  expect(
    readPolicySettings('{"rules": {"retention-window": {"maxDays": 30}}}'),
  ).toMatchObject({
    ok: true,
    value: { settings: { rules: { 'retention-window': { maxDays: 30 } } } },
  });
});
