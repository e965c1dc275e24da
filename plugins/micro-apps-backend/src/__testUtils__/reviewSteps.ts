import type {
  AnnualReviewView,
  AttestReviewRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { MAYA } from './people';
import type { PortalFace } from './portal';
import { APP, consideredByTheRules, settled } from './steps';

const DAY_MS = 86_400_000;

/** Every line is still right. */
export const ALL_RIGHT: AttestReviewRequest['answers'] = {
  purpose: 'yes',
  data: 'yes',
  scopes: 'yes',
  vendors: 'yes',
  retention: 'yes',
  successor: 'yes',
};

/** The app runs where it has real data, as the rules allow. */
export async function inProduction(portal: PortalFace): Promise<void> {
  await consideredByTheRules(portal);
  await portal
    .as(MAYA)
    .post(`/apps/${APP}/promotions`, { environment: 'beta' })
    .expect(202);
  await settled(portal);
}

/** It has run, and nobody has looked at it, for so many days. */
export async function daysUnseen(
  { knex }: PortalFace,
  days: number,
): Promise<void> {
  const at = new Date(Date.now() - days * DAY_MS).toISOString();
  await knex('micro_apps_deployments').update({ redeemed_at: at });
  await knex('micro_apps_reviews').update({ at });
  await knex('micro_apps_requests')
    .whereNotNull('decided_at')
    .update({ decided_at: at });
  await knex('micro_apps_review_clocks').update({ next_at: at });
}

/** The annual review, as somebody sees it. */
export async function annualReview(
  portal: PortalFace,
  ref = MAYA,
): Promise<AnnualReviewView> {
  const { body } = await portal.as(ref).get(`/apps/${APP}/review`).expect(200);
  return body;
}
