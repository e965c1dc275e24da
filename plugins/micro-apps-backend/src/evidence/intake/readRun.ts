import {
  accept,
  refuse,
  type PipelineRun,
  type Result,
} from '@micro-apps/governance-core';
import type { PipelineSetting } from '../../kernel/pipelineSettings';

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const COUNT = /^[1-9][0-9]{0,15}$/;
const TEXT = /^[\x21-\x7e]{1,300}$/;

/** A run, and the line of runs that its number counts. */
export interface ReadRun extends PipelineRun {
  readonly startedWorkflow: string;
  readonly environment?: string;
}

/**
 * What the claims of a verified token say of its run. A claim that is missing
 * or of another form makes the token worth nothing: unknown is not pass.
 */
export function readRun(
  payload: Readonly<Record<string, unknown>>,
  { claims, hostInWorkflow }: PipelineSetting,
): Result<ReadRun> {
  const text = (name: keyof typeof claims) => {
    const claim = payload[claims[name]];
    return typeof claim === 'string' || typeof claim === 'number'
      ? String(claim)
      : '';
  };
  const fields = {
    repository: text('repository'),
    commit: text('commit'),
    ref: text('ref'),
    event: text('event'),
    workflow: withoutHost(text('workflow'), hostInWorkflow),
    startedWorkflow: text('startedWorkflow'),
    runId: text('runId'),
  };
  const missing = Object.entries(fields).find(([, said]) => !TEXT.test(said));
  const runNumber = text('runNumber');
  // A provider that starts no run again counts no attempts.
  const runAttempt = text('runAttempt') || '1';
  if (
    missing ||
    !COMMIT.test(fields.commit) ||
    !COUNT.test(runNumber) ||
    !COUNT.test(runAttempt)
  ) {
    const name = missing?.[0] ?? 'commit or the number of the run';
    return refuse(
      'not-authenticated',
      `The token does not say which ${name} it is for. Look at microApps.pipelines.claims`,
    );
  }
  const workflowCommit = text('workflowCommit');
  const environment = text('environment');
  return accept({
    ...fields,
    runNumber: Number(runNumber),
    runAttempt: Number(runAttempt),
    proposed: text('proposedFrom') !== '',
    ...(COMMIT.test(workflowCommit) && { workflowCommit }),
    ...(TEXT.test(environment) && environment.length <= 100 && { environment }),
  });
}

/** `gitlab.com/acme/ci//scan.yml@…` becomes `acme/ci/scan.yml@…`. */
function withoutHost(workflow: string, hasHost: boolean): string {
  return hasHost
    ? workflow.slice(workflow.indexOf('/') + 1).replace('//', '/')
    : workflow;
}
