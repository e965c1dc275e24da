import {
  CONTROL_CATALOGUE,
  DEFAULT_RISK_MODEL,
  accept,
} from '@micro-apps/governance-core';
import {
  type AppDetail,
  appDetailResponse,
  changeRegistrationRequest,
  type IntegrationsResponse,
  integrationsResponse,
  microAppsModelReadPermission,
  modelResponse,
  type ModelResponse,
  previewRequest,
  previewResponse,
  registerRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Directory } from '../directory/Directory';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { recordId } from '../kernel/recordId';
import type { ApprovalsPart, ProvisioningPart } from '../kernel/parts';
import type { AppRow } from './AppStore';
import { changeRegistration } from './changeRegistration';
import { preview } from './preview';
import { registerApp } from './registerApp';

const nothing = z.object({});

/** Routes of the registry that write or need no screen. */
export function registryRoutes(
  router: Router,
  deps: BackendDeps & {
    directory: Directory;
    approvals: ApprovalsPart;
    provisioning: ProvisioningPart;
    /** Turns a row into what its writer gets to see. */
    present: <T>(command: Command<T, AppRow>) => Command<T, AppDetail>;
  },
): void {
  const { pipeline, settings, present } = deps;
  const read = <T>(
    run: (context: CommandContext) => ReturnType<Command<unknown, T>['run']>,
  ): Command<unknown, T> => ({ permission: microAppsModelReadPermission, run });

  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/model',
    id: 'getModel',
    summary: 'Numbers and controls that an assessment uses',
    response: modelResponse,
    schema: nothing,
    command: read<ModelResponse>(async () =>
      accept({
        riskModel: settings.riskModel ?? DEFAULT_RISK_MODEL,
        controls: CONTROL_CATALOGUE,
        settings: {
          oneApproverInMedium: settings.oneApproverInMedium,
          environments: settings.environments,
        },
      }),
    ),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/integrations',
    id: 'getIntegrations',
    summary: 'Scopes, APIs and vendors that an app can use',
    response: integrationsResponse,
    schema: nothing,
    command: read<IntegrationsResponse>(async () => {
      const items = await deps.integrations.list();
      return items.ok ? accept({ items: items.value }) : items;
    }),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/preview',
    id: 'preview',
    summary: 'Assess a registration before anything exists',
    response: previewResponse,
    schema: previewRequest,
    command: preview(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/apps',
    id: 'registerApp',
    summary: 'Register an app',
    response: appDetailResponse,
    schema: registerRequest,
    command: present(registerApp(deps)),
    status: 201,
  });
  pipeline.endpoint(router, {
    method: 'put',
    path: '/v1/apps/:id/registration',
    id: 'changeRegistration',
    summary: 'Change what is registered; assesses anew',
    response: appDetailResponse,
    schema: changeRegistrationRequest.safeExtend({ id: recordId }),
    command: present(changeRegistration(deps)),
  });
}
