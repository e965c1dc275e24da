import type { PipelineRules, ScanTool } from '@micro-apps/governance-core';

/** Which claim of a token says what. */
export interface PipelineClaims {
  readonly repository: string;
  readonly commit: string;
  readonly ref: string;
  readonly event: string;
  /** File and version of the workflow that holds the steps. */
  readonly workflow: string;
  /** Commit of that file, where the provider tells it. */
  readonly workflowCommit: string;
  /** The workflow that was started; its runs are numbered. */
  readonly startedWorkflow: string;
  readonly runId: string;
  readonly runNumber: string;
  readonly runAttempt: string;
  readonly environment: string;
  /** Not empty when the change is a proposal. */
  readonly proposedFrom: string;
}

/** The repository of one app, or of every app by its id. */
export interface PipelineRepository {
  readonly appId?: string;
  /** `acme/where2eat`, or with `{appId}` in place of the id. */
  readonly repository: string;
  /** Copies whose results are kept for people to see and never count. */
  readonly forks: readonly string[];
}

/** A provider of pipelines that this installation believes. */
export interface PipelineSetting
  extends Pick<PipelineRules, 'workflows' | 'branches' | 'events'> {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly claims: PipelineClaims;
  /** Workflows are written with the host in front of the repository. */
  readonly hostInWorkflow: boolean;
  readonly repositories: readonly PipelineRepository[];
  /** The shipped tools and the organisation's own. */
  readonly tools: readonly ScanTool[];
  readonly maxTokenAgeMinutes: number;
}

/** Where the code of an app lies for a provider. */
export function repositoryOf(
  { repositories }: Pick<PipelineSetting, 'repositories'>,
  appId: string,
): PipelineRepository | undefined {
  const own = repositories.find(entry => entry.appId === appId);
  if (own) return own;
  const pattern = repositories.find(entry => entry.appId === undefined);
  const named = (text: string) => text.replaceAll('{appId}', appId);
  return (
    pattern && {
      repository: named(pattern.repository),
      forks: pattern.forks.map(named),
    }
  );
}
