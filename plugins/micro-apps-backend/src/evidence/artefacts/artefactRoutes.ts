import {
  artefactKindField,
  artefactResponse,
  artefactsResponse,
  finishArtefactRequest,
  reviewArtefactRequest,
  saveArtefactRequest,
  waitingArtefactsQuery,
  waitingArtefactsResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { BackendDeps } from '../../kernel/deps';
import { recordId } from '../../kernel/recordId';
import { finishArtefact } from './finishArtefact';
import { listWaiting } from './listWaiting';
import { readArtefact, readArtefacts } from './readArtefacts';
import { reviewArtefact } from './reviewArtefact';
import { saveArtefact } from './saveArtefact';

const PATH = '/v1/apps/:id/artefacts';
const which = { id: recordId, kind: artefactKindField };

/** Routes of the forms that people fill in about an app. */
export function artefactRoutes(router: Router, deps: BackendDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: PATH,
    id: 'listArtefacts',
    summary: 'Forms about an app, and how far each is',
    response: artefactsResponse,
    schema: z.object({ id: recordId }),
    command: readArtefacts(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/artefacts/waiting',
    id: 'listWaitingArtefacts',
    summary: 'Forms that wait to be accepted, the longest first',
    response: waitingArtefactsResponse,
    schema: waitingArtefactsQuery,
    command: listWaiting(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: `${PATH}/:kind`,
    id: 'getArtefact',
    summary: 'One form with its answers',
    response: artefactResponse,
    schema: z.object(which),
    command: readArtefact(deps),
  });
  pipeline.endpoint(router, {
    method: 'put',
    path: `${PATH}/:kind`,
    id: 'saveArtefact',
    summary: 'Keep a draft as the next version',
    response: artefactResponse,
    schema: saveArtefactRequest.safeExtend(which),
    command: saveArtefact(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: `${PATH}/:kind/finish`,
    id: 'finishArtefact',
    summary: 'Say that a form is complete',
    response: artefactResponse,
    schema: finishArtefactRequest.safeExtend(which),
    command: finishArtefact(deps),
  });
  pipeline.endpoint(router, {
    method: 'post',
    path: `${PATH}/:kind/review`,
    id: 'reviewArtefact',
    summary: 'Accept a form that waits, or give it back',
    response: artefactResponse,
    schema: reviewArtefactRequest.safeExtend(which),
    command: reviewArtefact(deps),
  });
}
