import {
  attestRequest,
  documentRequest,
  evidenceDetailResponse,
  evidenceResponse,
  evidenceViewResponse,
  reportEvidenceRequest,
  securityReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { recordId } from '../kernel/recordId';
import type { EvidencePart } from '../kernel/parts';
import { artefactRoutes } from './artefacts/artefactRoutes';
import { attest } from './attest';
import { intakeRoutes } from './intake/intakeRoutes';
import { readEvidenceDetail, readEvidenceList } from './readEvidence';
import { recordSecurityReview } from './recordSecurityReview';
import { reportEvidence } from './reportEvidence';
import { submitDocument } from './submitDocument';

/** Proofs: what people hand in, and what is on record. */
export function createEvidence(deps: BackendDeps): EvidencePart {
  const { pipeline } = deps;
  return {
    routes(router) {
      intakeRoutes(router, deps);
      artefactRoutes(router, deps);
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence',
        id: 'listEvidence',
        summary: 'Proofs on record, newest first',
        response: evidenceResponse,
        schema: z.object({ id: recordId }),
        command: readEvidenceList(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence/:evidenceId',
        id: 'getEvidence',
        summary: 'One proof with the words of the tool',
        response: evidenceDetailResponse,
        schema: z.object({ id: recordId, evidenceId: recordId }),
        command: readEvidenceDetail(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/evidence',
        id: 'reportEvidence',
        summary: 'Hand in a result; it is shown and opens no gate',
        response: evidenceViewResponse,
        schema: reportEvidenceRequest.safeExtend({ id: recordId }),
        command: reportEvidence(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/attestations',
        id: 'attest',
        summary: 'Confirm as the owner what the registration says',
        response: evidenceViewResponse,
        schema: attestRequest.safeExtend({ id: recordId }),
        command: attest(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/documents',
        id: 'submitDocument',
        summary: 'Hand in a filled-in document',
        response: evidenceViewResponse,
        schema: documentRequest.safeExtend({ id: recordId }),
        command: submitDocument(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/security-review',
        id: 'recordSecurityReview',
        summary: 'Record the outcome of a security review',
        response: evidenceViewResponse,
        schema: securityReviewRequest.safeExtend({ id: recordId }),
        command: recordSecurityReview(deps),
        status: 201,
      });
    },
  };
}
