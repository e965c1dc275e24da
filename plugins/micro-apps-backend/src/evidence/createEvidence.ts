import {
  attestRequest,
  documentRequest,
  reportEvidenceRequest,
  securityReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { BackendDeps } from '../kernel/deps';
import type { EvidencePart } from '../kernel/parts';
import { attest } from './attest';
import { readEvidenceDetail, readEvidenceList } from './readEvidence';
import { recordSecurityReview } from './recordSecurityReview';
import { reportEvidence } from './reportEvidence';
import { submitDocument } from './submitDocument';

/** Ids are plain ASCII; a database takes no NUL. */
const id = z
  .string()
  .max(64)
  .regex(/^[\x21-\x7e]+$/, { error: 'This is not an id' });

/** Proofs: what people hand in, and what is on record. */
export function createEvidence(deps: BackendDeps): EvidencePart {
  const { pipeline } = deps;
  return {
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence',
        schema: z.object({ id }),
        command: readEvidenceList(deps),
      });
      pipeline.endpoint(router, {
        method: 'get',
        path: '/v1/apps/:id/evidence/:evidenceId',
        schema: z.object({ id, evidenceId: id }),
        command: readEvidenceDetail(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/evidence',
        schema: reportEvidenceRequest.safeExtend({ id }),
        command: reportEvidence(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/attestations',
        schema: attestRequest.safeExtend({ id }),
        command: attest(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/documents',
        schema: documentRequest.safeExtend({ id }),
        command: submitDocument(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: '/v1/apps/:id/security-review',
        schema: securityReviewRequest.safeExtend({ id }),
        command: recordSecurityReview(deps),
        status: 201,
      });
    },
  };
}
