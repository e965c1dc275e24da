import { accept } from '@micro-apps/governance-core';
import {
  createRepositoryRequest,
  microAppsAppReadPermission,
  promoteRequest,
  type DeploymentsResponse,
  type SandboxView,
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
    schema: createRepositoryRequest.safeExtend({ id: recordId }),
    command: createRepository(deps),
    status: 201,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/repository',
    schema: ofApp,
    command: readRepository(deps),
  });
  endpoint(router, {
    method: 'get',
    path: sandbox,
    schema: ofApp,
    command: readSandbox(deps),
  });
  endpoint(router, {
    method: 'put',
    path: sandbox,
    schema: ofApp,
    command: ensureSandbox(deps),
    status: view => (view.state === 'preparing' ? 202 : 200),
  });
  for (const [name, command] of [
    ['start', startSandbox(deps)],
    ['stop', stopSandbox(deps)],
    ['update', updateSandbox(deps)],
  ] as const) {
    endpoint(router, {
      method: 'post',
      path: `${sandbox}/${name}`,
      schema: ofApp,
      command,
      status: view => (view.state === 'preparing' ? 202 : 200),
    });
  }
  endpoint(router, {
    method: 'get',
    path: `${sandbox}/logs`,
    schema: limited(500, 100),
    command: readSandboxLogs(deps),
  });
  endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/scans',
    schema: ofApp,
    command: startScan(deps),
    status: 202,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/scans',
    schema: limited(50, 10),
    command: readScans(deps),
  });
  endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/promotions',
    schema: promoteRequest.safeExtend({ id: recordId }),
    command: promoteApp(deps),
    status: 202,
  });
  endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/deployments',
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
