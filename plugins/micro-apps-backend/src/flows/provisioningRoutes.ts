import { accept } from '@micro-apps/governance-core';
import {
  createdRepositoryResponse,
  createRepositoryRequest,
  deploymentResponse,
  deploymentsResponse,
  type DeploymentsResponse,
  logsResponse,
  microAppsAppReadPermission,
  promoteRequest,
  repositoryResponse,
  sandboxResponse,
  type SandboxView,
  scanRunResponse,
  scansResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Seal } from '../credentials/sealed';
import { listDeployments } from '../deployments/DatabaseDeployments';
import { deploymentView } from '../deployments/deployment';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { recordId } from '../kernel/recordId';
import { createRepository } from '../provisioning/createRepository';
import { readRepository } from '../provisioning/readRepository';
import { readSandboxLogs } from '../provisioning/readSandboxLogs';
import {
  ensureSandbox,
  startSandbox,
  stopSandbox,
  updateSandbox,
  type SandboxDeps,
} from '../provisioning/sandboxCommands';
import { accessOf } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { readScans } from '../scans/readScans';
import { startScan } from '../scans/startScan';
import { promoteApp } from './promoteApp';

const ofApp = z.object({ id: recordId });
const limited = (most: number, usual: number) =>
  z.object({
    id: recordId,
    limit: z.coerce.number().int().min(1).max(most).default(usual),
  });

/** Work that goes on after the answer says so by its status. */
const ordered = {
  oneOf: [200, 202],
  of: ({ state }: SandboxView) => (state === 'preparing' ? 202 : 200),
};

/** Routes of repository, sandbox, scans and deployments. */
export function provisioningRoutes(
  router: Router,
  deps: SandboxDeps & { seal?: Seal },
): void {
  const { pipeline } = deps;
  const sandbox = '/v1/apps/:id/sandbox';
  const endpoint: typeof pipeline.endpoint = pipeline.endpoint.bind(pipeline);

  endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/repository',
    id: 'createRepository',
    summary: 'Create the repository with its first commit',
    response: createdRepositoryResponse,
    schema: createRepositoryRequest.safeExtend({ id: recordId }),
    command: createRepository(deps),
    status: 201,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/repository',
    id: 'getRepository',
    summary: 'Newest commits',
    response: repositoryResponse,
    schema: ofApp,
    command: readRepository(deps),
  });
  endpoint(router, {
    method: 'get',
    path: sandbox,
    id: 'getSandbox',
    summary: 'The sandbox of an app',
    response: sandboxResponse,
    schema: ofApp,
    command: readSandbox(deps),
  });
  endpoint(router, {
    method: 'put',
    path: sandbox,
    id: 'ensureSandbox',
    summary: 'Create what is missing of the sandbox',
    response: sandboxResponse,
    schema: ofApp,
    command: ensureSandbox(deps),
    status: ordered,
  });
  for (const [name, command, summary] of [
    ['start', startSandbox(deps), 'Start the sandbox'],
    ['stop', stopSandbox(deps), 'Stop the sandbox'],
    ['update', updateSandbox(deps), 'Put the newest commit into the sandbox'],
  ] as const) {
    endpoint(router, {
      method: 'post',
      path: `${sandbox}/${name}`,
      id: `${name}Sandbox`,
      summary,
      response: sandboxResponse,
      schema: ofApp,
      command,
      status: ordered,
    });
  }
  endpoint(router, {
    method: 'get',
    path: `${sandbox}/logs`,
    id: 'getSandboxLogs',
    summary: 'The last lines of the sandbox log',
    response: logsResponse,
    schema: limited(500, 100),
    command: readSandboxLogs(deps),
  });
  endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/scans',
    id: 'runScans',
    summary: 'Run the checks of the portal',
    response: scanRunResponse,
    schema: ofApp,
    command: startScan(deps),
    status: 202,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/scans',
    id: 'listScans',
    summary: 'Runs of the checks, newest first',
    response: scansResponse,
    schema: limited(50, 10),
    command: readScans(deps),
  });
  endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/promotions',
    id: 'promote',
    summary: 'Deploy to an environment, if its gate opens',
    response: deploymentResponse,
    schema: promoteRequest.safeExtend({ id: recordId }),
    command: promoteApp(deps),
    status: 202,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/deployments',
    id: 'listDeployments',
    summary: 'Deployments, newest first',
    response: deploymentsResponse,
    schema: ofApp,
    command: readDeployments(deps),
  });
}

function readSandbox(deps: SandboxDeps): Command<{ id: string }, SandboxView> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id }) {
      const { apps, database, settings } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const view = await deps.view(id);
      // Its reason can quote the app's own log.
      return accept(
        accessOf({ actor, app, settings }).canRead
          ? view
          : { ...view, reason: undefined },
      );
    },
  };
}

function readDeployments(
  deps: BackendDeps,
): Command<{ id: string }, DeploymentsResponse> {
  return {
    permission: microAppsAppReadPermission,
    async run(_, { id }) {
      const { database, apps } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const items = await listDeployments(database.knex, id);
      return accept({ items: items.map(deploymentView) });
    },
  };
}
