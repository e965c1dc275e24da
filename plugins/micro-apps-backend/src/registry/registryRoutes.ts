import {
  CONTROL_CATALOGUE,
  DEFAULT_RISK_MODEL,
  accept,
  type Result,
} from '@micro-apps/governance-core';
import {
  acceptProposalRequest,
  type AppDetail,
  appDetailResponse,
  changeRegistrationRequest,
  declineProposalRequest,
  importRequest,
  importResponse,
  type IntegrationsResponse,
  integrationsResponse,
  microAppsAppImportPermission,
  microAppsModelReadPermission,
  modelResponse,
  type ModelResponse,
  previewRequest,
  previewResponse,
  proposalResponse,
  proposalsQuery,
  proposalsResponse,
  registerRequest,
  type TextFile,
  textFileResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Command, CommandContext } from '../kernel/commands';
import { recordId } from '../kernel/recordId';
import type { AppRow } from './AppStore';
import type { ChangeDeps } from './changeMicroApp';
import { changeRegistration } from './changeRegistration';
import { templateCsv } from './imports/csv';
import { importApps } from './imports/importApps';
import { preview } from './preview';
import { registerApp } from './registerApp';
import {
  acceptProposal,
  declineProposal,
  listProposals,
} from './repositories/proposalCommands';

const nothing = z.object({});

/** Routes of the registry that write or need no screen. */
export function registryRoutes(
  router: Router,
  deps: ChangeDeps & {
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
  const ofProposal = { id: recordId, proposalId: recordId };
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/apps/:id/proposals',
    id: 'listProposals',
    summary: 'What the file in its repository would like to be different',
    response: proposalsResponse,
    schema: proposalsQuery.safeExtend({ id: recordId }),
    command: listProposals(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/proposals/:proposalId/accept',
    id: 'acceptProposal',
    summary: 'Change the registration as its repository proposes',
    response: appDetailResponse,
    schema: acceptProposalRequest.safeExtend(ofProposal),
    command: present(acceptProposal(deps)),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/apps/:id/proposals/:proposalId/decline',
    id: 'declineProposal',
    summary: 'Leave the registration as it is, and say why',
    response: proposalResponse,
    schema: declineProposalRequest.safeExtend(ofProposal),
    command: declineProposal(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: '/v1/imports',
    id: 'importApps',
    summary: 'Register many apps, or say what would become of each',
    response: importResponse,
    schema: importRequest,
    command: importApps(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/imports/template',
    id: 'getImportTemplate',
    summary: 'A CSV file to fill in',
    response: textFileResponse,
    schema: nothing,
    command: {
      permission: microAppsAppImportPermission,
      run: async (): Promise<Result<TextFile>> =>
        accept({
          fileName: 'micro-apps-import.csv',
          content: templateCsv(),
        }),
    },
  });
}
