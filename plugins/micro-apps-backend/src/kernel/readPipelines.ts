import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  EVIDENCE_KINDS,
  SCAN_TOOLS,
  type ScanTool,
} from '@micro-apps/governance-core';
import type {
  PipelineClaims,
  PipelineRepository,
  PipelineSetting,
} from './pipelineSettings';

type Config = ReturnType<RootConfigService['getConfig']>;

const GITHUB: PipelineClaims = {
  repository: 'repository',
  commit: 'sha',
  ref: 'ref',
  event: 'event_name',
  workflow: 'job_workflow_ref',
  workflowCommit: 'job_workflow_sha',
  startedWorkflow: 'workflow_ref',
  runId: 'run_id',
  runNumber: 'run_number',
  runAttempt: 'run_attempt',
  environment: 'environment',
  proposedFrom: 'head_ref',
};
const GITLAB: PipelineClaims = {
  repository: 'project_path',
  commit: 'sha',
  ref: 'ref_path',
  event: 'pipeline_source',
  workflow: 'ci_config_ref_uri',
  workflowCommit: 'ci_config_sha',
  startedWorkflow: 'project_path',
  runId: 'pipeline_id',
  runNumber: 'pipeline_id',
  runAttempt: 'run_attempt',
  environment: 'environment',
  proposedFrom: 'merge_request_source',
};
const EVENTS = {
  github: ['push', 'schedule', 'workflow_dispatch', 'release'],
  gitlab: ['push', 'schedule', 'web', 'api', 'trigger', 'pipeline'],
};
const VERSION =
  /^[^@\s]+\/[^@\s]+@(refs\/(heads|tags)\/[^\s@*]+|[0-9a-f]{40})$/;
const REPOSITORY = /^[\w.-]+(\/[\w.{}-]+)+$/;
const ROOT = 'microApps.pipelines';

/**
 * Reads `microApps.pipelines`: whose tokens count, and for what.
 * @throws with the setting and what it has to be
 */
export function readPipelines(
  config: RootConfigService,
): readonly PipelineSetting[] {
  const pipelines = (config.getOptionalConfigArray(ROOT) ?? []).map(
    readPipeline,
  );
  const issuers = new Set(pipelines.map(({ issuer }) => issuer));
  if (issuers.size !== pipelines.length) {
    throw new Error(`${ROOT} names an issuer twice; write it once`);
  }
  return pipelines;
}

function readPipeline(each: Config): PipelineSetting {
  const provider = each.getOptionalString('provider') ?? 'github';
  if (provider !== 'github' && provider !== 'gitlab') {
    throw new Error(`${ROOT}.provider is github or gitlab, not ${provider}`);
  }
  const issuer = each.getString('issuer');
  const maxTokenAgeMinutes = each.getOptionalNumber('maxTokenAgeMinutes') ?? 15;
  if (!(maxTokenAgeMinutes >= 1 && maxTokenAgeMinutes <= 60)) {
    throw new Error(`${ROOT}.maxTokenAgeMinutes is a number from 1 to 60`);
  }
  const workflows = each.getOptionalStringArray('workflows') ?? [];
  for (const workflow of workflows) {
    if (!VERSION.test(workflow)) {
      throw new Error(
        `${ROOT}.workflows: "${workflow}" needs its version: owner/repository/file@refs/tags/v1, or @ and a full commit`,
      );
    }
  }
  const branches = each.getOptionalStringArray('branches');
  return {
    issuer: address(issuer, 'issuer'),
    jwksUri: address(
      each.getOptionalString('jwksUri') ??
        `${issuer.replace(/\/+$/, '')}/.well-known/jwks`,
      'jwksUri',
    ),
    audience: each.getString('audience'),
    claims: {
      ...(provider === 'github' ? GITHUB : GITLAB),
      ...readClaims(each.getOptionalConfig('claims')),
    },
    hostInWorkflow: provider === 'gitlab',
    repositories: (each.getOptionalConfigArray('repositories') ?? []).map(
      readRepository,
    ),
    workflows,
    branches: (branches ?? ['refs/heads/main']).map(branch =>
      branch.startsWith('refs/') ? branch : `refs/heads/${branch}`,
    ),
    events: each.getOptionalStringArray('events') ?? EVENTS[provider],
    tools: [
      ...(each.getOptionalConfigArray('tools') ?? []).map(readTool),
      ...SCAN_TOOLS,
    ],
    maxTokenAgeMinutes,
  };
}

/** Only a machine's own loopback may do without https. */
function address(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(
    url?.hostname ?? '',
  );
  if (url?.protocol !== 'https:' && !(local && url?.protocol === 'http:')) {
    throw new Error(`${ROOT}.${name} has to be an https address, not ${text}`);
  }
  return text;
}

function readRepository(each: Config): PipelineRepository {
  const appId = each.getOptionalString('appId');
  const repository = each.getString('repository');
  const forks = each.getOptionalStringArray('forks') ?? [];
  for (const name of [repository, ...forks]) {
    if (!REPOSITORY.test(name)) {
      throw new Error(
        `${ROOT}.repositories: "${name}" has to be owner/repository`,
      );
    }
  }
  if (appId === undefined && !repository.includes('{appId}')) {
    throw new Error(
      `${ROOT}.repositories: "${repository}" needs an appId, or {appId} in its name`,
    );
  }
  return { appId, repository, forks };
}

function readClaims(own: Config | undefined): Partial<PipelineClaims> {
  const names = Object.keys(GITHUB).flatMap(name => {
    const claim = own?.getOptionalString(name);
    return claim === undefined ? [] : [[name, claim]];
  });
  return Object.fromEntries(names);
}

function readTool(each: Config): ScanTool {
  const kind = EVIDENCE_KINDS.find(known => known === each.getString('kind'));
  if (!kind) {
    throw new Error(
      `${ROOT}.tools: "${each.getString(
        'kind',
      )}" is no kind of evidence; there are ${EVIDENCE_KINDS.join(', ')}`,
    );
  }
  return { name: each.getString('name'), kind };
}

/**
 * Reads `microApps.scanners.secrets`: the newest first, and the one before it
 * while scanners change over.
 */
export function readScannerSecrets(
  config: RootConfigService,
): readonly string[] {
  const secrets =
    config.getOptionalStringArray('microApps.scanners.secrets') ?? [];
  if (secrets.length > 2 || secrets.some(({ length }) => length < 32)) {
    throw new Error(
      'microApps.scanners.secrets holds one or two secrets of at least 32 characters',
    );
  }
  return secrets;
}
