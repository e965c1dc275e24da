import type { PipelineSource, Provenance, SetAside } from './evidence';

/** What the verified token of a pipeline says of the run that sends a proof. @public */
export interface PipelineRun extends PipelineSource {
  /** Full lower-case hexadecimal id of what was checked out. */
  readonly commit: string;
  /** Commit of the workflow's own file, where the token names it. */
  readonly workflowCommit?: string;
  /** The change is a proposal (pull or merge request), whatever the event is called. */
  readonly proposed: boolean;
}

/** What an installation expects of the runs that it believes. @public */
export interface PipelineRules {
  /** The repository of the app. */
  readonly repository: string;
  /**
   * Workflows that makers cannot edit, each with its version:
   * `acme/ci/.github/workflows/scan.yml@refs/tags/v1` or `…@<commit>`.
   */
  readonly workflows: readonly string[];
  /** Full names, `refs/heads/main`. */
  readonly branches: readonly string[];
  readonly events: readonly string[];
}

/** How much a run's results are worth. @public */
export interface RunVerdict {
  readonly provenance: Extract<Provenance, 'pipeline' | 'self-reported'>;
  readonly setAside?: SetAside;
  /** False: it is kept without the commit, which is not the app's own. */
  readonly bound: boolean;
}

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

function aside(
  code: SetAside['code'],
  because: string,
  more: Partial<RunVerdict> = {},
): RunVerdict {
  return {
    provenance: 'pipeline',
    bound: false,
    setAside: { code, because },
    ...more,
  };
}

/** Folder path of a workflow that a maker could change with the app itself. */
function isOfRepository(workflow: string, repository: string): boolean {
  return workflow.toLowerCase().startsWith(`${repository.toLowerCase()}/`);
}

function listed(
  { workflow, workflowCommit }: PipelineRun,
  workflows: readonly string[],
): string | undefined {
  const [path, ...others] = workflow.split('@');
  if (others.length !== 1 || path === '') return undefined;
  return workflows.find(
    entry =>
      entry === workflow ||
      (workflowCommit !== undefined &&
        COMMIT.test(workflowCommit) &&
        entry === `${path}@${workflowCommit}`),
  );
}

/**
 * What a run's results are worth: they count when a listed workflow, one that
 * the makers of the app cannot edit, ran for a branch of the app's own
 * repository. Of another repository, another branch or a proposed change they
 * are kept unbound (reliability C3); of another workflow they are the maker's
 * own word (C4).
 *
 * A workflow in the app's own repository counts only where it is listed with
 * the commit of its file: tags and branches there are the makers' to move.
 * @public
 */
export function judgeRun(run: PipelineRun, rules: PipelineRules): RunVerdict {
  const { repository, workflows, branches, events } = rules;
  if (run.repository.toLowerCase() !== repository.toLowerCase()) {
    return aside(
      'other-repository',
      `It was made for ${run.repository}, which is not the repository of the app`,
    );
  }
  const entry = listed(run, workflows);
  if (entry === undefined) {
    return aside(
      'workflow-not-listed',
      `The workflow ${run.workflow} is not on the list of checked workflows`,
      { provenance: 'self-reported', bound: true },
    );
  }
  const version = entry.slice(entry.lastIndexOf('@') + 1);
  if (isOfRepository(entry, repository) && !COMMIT.test(version)) {
    return aside(
      'workflow-not-pinned',
      'The workflow lies in the app’s own repository and is not pinned to a commit, so its makers can change it',
      { provenance: 'self-reported', bound: true },
    );
  }
  if (run.proposed || !events.includes(run.event)) {
    return aside(
      'proposed-change',
      'It was made for a proposed change and not for what is in the repository',
    );
  }
  if (!branches.includes(run.ref)) {
    return aside(
      'other-branch',
      `It was made for ${run.ref}, which is not what ships`,
    );
  }
  return { provenance: 'pipeline', bound: true };
}

/**
 * Which of two runs is the later one, by their own count and never by arrival
 * (reliability C12): positive when `a` is later, 0 for the same attempt.
 * @public
 */
export function compareRuns(
  a: Pick<PipelineSource, 'runNumber' | 'runAttempt'>,
  b: Pick<PipelineSource, 'runNumber' | 'runAttempt'>,
): number {
  return a.runNumber - b.runNumber || a.runAttempt - b.runAttempt;
}
