import {
  attestRequest,
  documentRequest,
  reportEvidenceRequest,
  securityReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import { recordId } from '../kernel/recordId';
import type { EvidencePart } from '../kernel/parts';
import { attest } from './attest';
import { readEvidenceDetail, readEvidenceList } from './readEvidence';
import { recordSecurityReview } from './recordSecurityReview';
import { reportEvidence } from './reportEvidence';
import { submitDocument } from './submitDocument';

/** Proofs: what people hand in, and what is on record. */
export function createEvidence(deps: BackendDeps): EvidencePart {
  const { pipeline } = deps;
  return {
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence',
        schema: z.object({ id: recordId }),
        command: readEvidenceList(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence/:evidenceId',
        schema: z.object({ id: recordId, evidenceId: recordId }),
        command: readEvidenceDetail(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/evidence',
        schema: reportEvidenceRequest.safeExtend({ id: recordId }),
        command: reportEvidence(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/attestations',
        schema: attestRequest.safeExtend({ id: recordId }),
        command: attest(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/documents',
        schema: documentRequest.safeExtend({ id: recordId }),
        command: submitDocument(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/security-review',
        schema: securityReviewRequest.safeExtend({ id: recordId }),
        command: recordSecurityReview(deps),
        status: 201,
      });
    },
  };
}
