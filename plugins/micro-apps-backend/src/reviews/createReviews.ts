import {
  annualReviewResponse,
  attestReviewRequest,
  requestReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';
import type { ReviewsPart } from '../kernel/parts';
import { recordId } from '../kernel/recordId';
import { attestReview } from './attestReview';
import { readReview } from './readReview';
import { requestReview } from './requestReview';
import { reviewKind } from './reviewKind';
import type { ReviewsDeps } from './reviewsDeps';
import { watchReviews } from './watchReviews';

/** Annual reviews: due dates, confirming line by line, asking (R10). */
export function createReviews(deps: ReviewsDeps): ReviewsPart {
  const { approvals, pipeline } = deps;
  const path = '/v1/apps/:id/review';
  approvals.registerKind(reviewKind(deps));
  return {
    watch: watchReviews(deps),
    routes(router) {
      pipeline.endpoint(router, {
        method: 'get',
        path,
        id: 'getAnnualReview',
        summary: 'When an app has to be looked at again, and by whom',
        response: annualReviewResponse,
        schema: z.object({ id: recordId }),
        command: readReview(deps),
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: `${path}/attest`,
        id: 'attestReview',
        summary: 'Confirm the registration of a low-risk app line by line',
        response: annualReviewResponse,
        schema: attestReviewRequest.safeExtend({ id: recordId }),
        command: attestReview(deps),
        status: 201,
      });
      pipeline.endpoint(router, {
        method: 'post',
        path: `${path}/requests`,
        id: 'requestReview',
        summary: 'Ask reviewers for the annual review',
        response: annualReviewResponse,
        schema: requestReviewRequest.safeExtend({ id: recordId }),
        command: requestReview(deps),
        status: 201,
      });
    },
  };
}
