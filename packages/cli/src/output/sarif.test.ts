import type { Log } from 'sarif';
import { sarifLog } from './sarif';
import type { Entry, Report } from './report';

const entry: Entry = {
  ruleId: 'retention-window',
  title: 'Retention window',
  level: 'error',
  message: 'Data may be kept for 30 days',
  next: 'Enter fewer days',
  place: { line: 23, column: 3 },
};
const report: Report = {
  file: 'apps/where 2 eat.yaml',
  entries: [
    entry,
    { ...entry, ruleId: 'security-headers', level: 'warning', next: undefined },
    { ...entry, place: { line: 1, column: 1 }, level: 'note' },
  ],
  data: {},
  text: [],
  exitCode: 1,
};

const [run] = sarifLog(report).runs;

it('is a SARIF 2.1.0 log of one run that worked', () => {
  const log: Log = sarifLog(report);
  expect(log.version).toBe('2.1.0');
  expect(log.runs).toHaveLength(1);
  expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
});

it('has every rule once, with help', () => {
  expect(
    run.tool.driver.rules?.map(({ id, help }) => [id, help?.text]),
  ).toEqual([
    ['retention-window', 'Enter fewer days'],
    ['security-headers', 'Retention window'],
  ]);
});

it('has a rule, a level and a line for every result', () => {
  const rules = run.tool.driver.rules ?? [];
  expect(run.results).toHaveLength(3);
  for (const result of run.results ?? []) {
    expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    expect(['error', 'warning', 'note']).toContain(result.level);
    const [{ physicalLocation: place }] = result.locations ?? [];
    expect(place?.region?.startLine).toBeGreaterThan(0);
    expect(place?.artifactLocation?.uri).toBe('apps/where%202%20eat.yaml');
  }
  expect(run.results?.[0].message.text).toBe(
    'Data may be kept for 30 days. Enter fewer days',
  );
});

it('names an absolute path as a file address', () => {
  const [absolute] = sarifLog({ ...report, file: '/tmp/a.yaml' }).runs;
  const [{ physicalLocation }] = absolute.results?.[0].locations ?? [];
  expect(physicalLocation?.artifactLocation?.uri).toBe('file:///tmp/a.yaml');
});

it('is a log without results when there is nothing to say', () => {
  const [empty] = sarifLog({ ...report, entries: [] }).runs;
  // An absent list would mean that nothing was looked at.
  expect(empty.results).toEqual([]);
});
