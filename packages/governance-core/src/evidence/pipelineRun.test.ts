import { compareRuns, judgeRun, type PipelineRun } from './pipelineRun';
import { provenBy } from './scanTools';

const SHA = 'a'.repeat(40);
const CENTRAL = 'acme/ci/.github/workflows/scan.yml@refs/tags/v1';
const RULES = {
  repository: 'acme/where2eat',
  workflows: [CENTRAL],
  branches: ['refs/heads/main'],
  events: ['push'],
};
const RUN: PipelineRun = {
  repository: 'acme/where2eat',
  commit: 'c'.repeat(40),
  workflow: CENTRAL,
  ref: 'refs/heads/main',
  event: 'push',
  proposed: false,
  runId: '7',
  runNumber: 7,
  runAttempt: 1,
};

function verdict(
  run: Partial<PipelineRun> = {},
  rules: Partial<typeof RULES> = {},
) {
  const { provenance, bound, setAside } = judgeRun(
    { ...RUN, ...run },
    { ...RULES, ...rules },
  );
  return [provenance, bound, setAside?.code];
}

describe('judgeRun', () => {
  it('lets a listed workflow count on a branch that ships', () => {
    expect(verdict()).toEqual(['pipeline', true, undefined]);
    expect(verdict({ repository: 'Acme/Where2Eat' })[2]).toBeUndefined();
  });

  it.each<[Partial<PipelineRun>, string]>([
    [{ repository: 'mallory/where2eat' }, 'other-repository'],
    [{ repository: 'acme/where2eat-2' }, 'other-repository'],
    [{ ref: 'refs/heads/feature' }, 'other-branch'],
    [{ ref: 'refs/tags/main' }, 'other-branch'],
    [{ ref: 'main' }, 'other-branch'],
    [{ event: 'pull_request' }, 'proposed-change'],
    [{ event: 'anything-new' }, 'proposed-change'],
    [{ proposed: true }, 'proposed-change'],
  ])('keeps %j unbound: %s', (run, code) => {
    expect(verdict(run)).toEqual(['pipeline', false, code]);
  });

  it.each([
    'acme/ci/.github/workflows/scan.yml@refs/tags/v2',
    'acme/ci/.github/workflows/scan.yml@refs/heads/v1',
    'acme/ci/.github/workflows/scan.yml',
    `x@${CENTRAL}`,
    'acme/ci/.github/workflows/SCAN.yml@refs/tags/v1',
    '',
  ])('takes the workflow "%s" for the maker’s own word', workflow => {
    expect(verdict({ workflow })).toEqual([
      'self-reported',
      true,
      'workflow-not-listed',
    ]);
  });

  it('takes a listed commit of a workflow, however it was called', () => {
    const pinned = `acme/ci/.github/workflows/scan.yml@${SHA}`;
    const rules = { workflows: [pinned] };
    expect(verdict({ workflow: pinned }, rules)[2]).toBeUndefined();
    expect(verdict({ workflowCommit: SHA }, rules)[2]).toBeUndefined();
    expect(verdict({ workflowCommit: 'b'.repeat(40) }, rules)[2]).toBe(
      'workflow-not-listed',
    );
  });

  it('believes a workflow of the app’s own repository only by its commit', () => {
    const path = 'Acme/Where2Eat/.github/workflows/scan.yml';
    for (const version of ['refs/heads/main', 'refs/tags/v1']) {
      const workflow = `${path}@${version}`;
      expect(verdict({ workflow }, { workflows: [workflow] })).toEqual([
        'self-reported',
        true,
        'workflow-not-pinned',
      ]);
    }
    const workflow = `${path}@${SHA}`;
    expect(verdict({ workflow }, { workflows: [workflow] })).toEqual([
      'pipeline',
      true,
      undefined,
    ]);
  });
});

describe('compareRuns', () => {
  it('orders by run, then by attempt', () => {
    const run = (runNumber: number, runAttempt: number) => ({
      runNumber,
      runAttempt,
    });
    expect(compareRuns(run(10, 1), run(9, 3))).toBeGreaterThan(0);
    expect(compareRuns(run(9, 2), run(9, 3))).toBeLessThan(0);
    expect(compareRuns(run(9, 2), run(9, 2))).toBe(0);
  });
});

describe('provenBy', () => {
  it('gives each tool one kind, however it is written', () => {
    expect(provenBy(['ZAP'])).toBe('dynamic-scan');
    expect(provenBy([' trivy '])).toBe('vulnerability-scan');
    expect(provenBy(['Trivy', 'npm audit'])).toBe('vulnerability-scan');
  });

  it('gives none to unknown tools, a mixture or nothing', () => {
    expect(provenBy(['My scanner'])).toBeUndefined();
    expect(provenBy(['ZAP', 'Trivy'])).toBeUndefined();
    expect(provenBy(['ZAP', 'My scanner'])).toBeUndefined();
    expect(provenBy([])).toBeUndefined();
    expect(
      provenBy(['My scanner'], [{ name: 'my scanner', kind: 'log-check' }]),
    ).toBe('log-check');
  });
});
