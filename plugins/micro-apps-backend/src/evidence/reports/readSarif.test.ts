import { readSarif } from './readSarif';

const invocations = [{ executionSuccessful: true }];
const tool = { driver: { name: 'Some scanner', version: '1.0' } };
const cleanRun = { tool, invocations, results: [] };

function log(...runs: readonly unknown[]) {
  return { version: '2.1.0', runs };
}

function read(given: Record<string, unknown>) {
  const reading = readSarif(given);
  if (!reading.ok) throw new Error(reading.refusal.because);
  return reading.value;
}

function levels(...results: readonly unknown[]) {
  return read(log({ ...cleanRun, results })).problems.map(({ level }) => level);
}

describe('readSarif', () => {
  it('takes a run for a pass that ended well and lists no problem', () => {
    expect(read(log(cleanRun))).toEqual({
      tool: { name: 'Some scanner', version: '1.0' },
      toolNames: ['Some scanner'],
      outcome: 'pass',
      problems: [],
      count: 0,
    });
  });

  it.each<[string, readonly unknown[]]>([
    ['no run', []],
    ['a run that is null', [null]],
    ['a run without results', [{ tool, invocations }]],
    ['results that are null', [{ ...cleanRun, results: null }]],
    ['a result that is null', [{ ...cleanRun, results: [null] }]],
    ['no word on how it ended', [{ tool, results: [] }]],
    ['an empty list of invocations', [{ ...cleanRun, invocations: [] }]],
    [
      'a failed execution',
      [{ ...cleanRun, invocations: [{ executionSuccessful: false }] }],
    ],
    [
      'success said as a text',
      [{ ...cleanRun, invocations: [{ executionSuccessful: 'true' }] }],
    ],
    [
      'one failed execution of two',
      [{ ...cleanRun, invocations: [...invocations, {}] }],
    ],
    [
      'an error of the tool itself',
      [
        {
          ...cleanRun,
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: [{ level: 'error' }],
            },
          ],
        },
      ],
    ],
    [
      'an error in the tool’s configuration',
      [
        {
          ...cleanRun,
          invocations: [
            {
              executionSuccessful: true,
              toolConfigurationNotifications: [{ level: 'error' }],
            },
          ],
        },
      ],
    ],
    ['one good run of two', [cleanRun, { tool, results: [] }]],
  ])('does not take %s for a pass', (_, runs) => {
    expect(read(log(...runs)).outcome).toBe('unknown');
  });

  it('reads the worse of two severities', () => {
    const severity = (value: unknown) => ({ 'security-severity': value });
    expect(levels({ level: 'none', properties: severity('9.8') })).toEqual([
      'error',
    ]);
    expect(levels({ level: 'note', properties: severity('NaN') })).toEqual([
      'error',
    ]);
    expect(levels({ level: 'note', properties: severity({}) })).toEqual([
      'error',
    ]);
    expect(levels({ level: 'error', properties: severity('0.1') })).toEqual([
      'error',
    ]);
    expect(levels({ level: 'note' }, {}, { level: 'odd' })).toEqual([
      'warning',
      'warning',
      'note',
    ]);
  });

  it.each<[string, object]>([
    ['its id', { ruleId: 'R1' }],
    ['its place', { ruleIndex: 0 }],
    ['the id of a reference', { rule: { id: 'R1' } }],
    ['the place in a reference', { rule: { index: 0 } }],
  ])('finds the severity of a rule by %s', (_, result) => {
    const driver = {
      ...tool.driver,
      rules: [{ id: 'R1', properties: { 'security-severity': '9.8' } }],
    };
    const reading = read(
      log({ ...cleanRun, tool: { driver }, results: [result] }),
    );
    expect(reading.outcome).toBe('fail');
    expect(reading.problems).toMatchObject([{ code: 'R1', level: 'error' }]);
  });

  it('finds the severity of a rule that an extension brings along', () => {
    const severe = {
      id: 'js/sql',
      properties: { 'security-severity': '9.8' },
    };
    const run = {
      ...cleanRun,
      tool: { ...tool, extensions: [{ name: 'pack', rules: [severe] }] },
    };
    for (const result of [
      { level: 'note', rule: { index: 0, toolComponent: { index: 0 } } },
      { level: 'note', ruleId: 'js/sql' },
      { level: 'note', ruleId: 'js/sql/2' },
    ]) {
      expect(read(log({ ...run, results: [result] })).outcome).toBe('fail');
    }
  });

  it('reads the worst of what two rules of one id, or an override, say', () => {
    const rule = (level: string) => ({
      id: 'R1',
      defaultConfiguration: { level },
    });
    const run = (changes: object, ...rules: object[]) => ({
      ...cleanRun,
      ...changes,
      tool: { driver: { ...tool.driver, rules } },
      results: [{ ruleId: 'R1' }],
    });
    expect(read(log(run({}, rule('note'), rule('error')))).outcome).toBe(
      'fail',
    );
    const ruleConfigurationOverrides = [
      { descriptor: { id: 'R1' }, configuration: { level: 'error' } },
    ];
    const overridden = [
      { executionSuccessful: true, ruleConfigurationOverrides },
    ];
    expect(
      read(log(run({ invocations: overridden }, rule('note')))).outcome,
    ).toBe('fail');
    expect(read(log(run({}, rule('note')))).outcome).toBe('pass');
  });

  it('tells when the last run ended', () => {
    const ended = (endTimeUtc: string) => ({
      ...cleanRun,
      invocations: [{ executionSuccessful: true, endTimeUtc }],
    });
    expect(
      read(log(ended('2026-11-01T10:00:00Z'), ended('2026-11-02T10:00:00Z')))
        .endedAt,
    ).toBe('2026-11-02T10:00:00.000Z');
    expect(read(log(ended('yesterday'))).endedAt).toBeUndefined();
  });

  it('counts what a source suppressed as open', () => {
    const reading = read(
      log({
        ...cleanRun,
        results: [
          {
            ruleId: 'R1',
            level: 'error',
            suppressions: [{ kind: 'inSource', status: 'accepted' }],
            baselineState: 'unchanged',
          },
        ],
      }),
    );
    expect(reading).toMatchObject({ outcome: 'fail', count: 1 });
  });

  it('leaves out results that report no problem, unless they are severe', () => {
    expect(levels({ kind: 'pass' }, { kind: 'notApplicable' })).toEqual([]);
    expect(levels({ kind: 'pass', level: 'error' })).toEqual(['error']);
    expect(levels({ kind: 'open', level: 'none' })).toEqual(['warning']);
  });

  it('keeps the worst problems and says how many there are', () => {
    const results = [
      ...Array.from({ length: 300 }, () => ({ level: 'note' })),
      { ruleId: 'last', level: 'error' },
    ];
    const reading = read(log({ ...cleanRun, results }));
    expect(reading.count).toBe(301);
    expect(reading.problems).toHaveLength(200);
    expect(reading.problems[0]).toMatchObject({ code: 'last' });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['another version', { version: '2.0.0', runs: [] }, /version 2.1.0/],
    ['no runs', { version: '2.1.0' }, /version 2.1.0/],
    ['21 runs', log(...Array(21).fill(cleanRun)), /at most 20 runs/],
    [
      'too many results',
      log({ ...cleanRun, results: Array(25_001).fill({}) }),
      /at most 25000 results/,
    ],
    [
      'too many locations',
      log({ ...cleanRun, results: [{ locations: Array(1_001).fill({}) }] }),
      /at most 1000 locations/,
    ],
  ])('refuses %s and names the limit', (_, given, because) => {
    const reading = readSarif(given);
    expect(reading.ok ? '' : reading.refusal.because).toMatch(because);
  });
});
