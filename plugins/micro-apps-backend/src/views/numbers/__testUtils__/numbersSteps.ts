import type { EvidenceKind, Provenance } from '@micro-apps/governance-core';
import type {
  CountedAppsResponse,
  NumbersResponse,
  RolloutResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { inHours, IVAN, SAM, type Portal } from '../../../__testUtils__';
import { recordEvidence } from '../../../evidence/recordEvidence';
import { SYSTEM_ACTOR } from '../../../kernel/types';

/** What the page of numbers shows. */
export async function numbers(
  portal: Portal,
  ref = SAM,
): Promise<NumbersResponse> {
  const { body } = await portal.as(ref).get('/numbers').expect(200);
  return body;
}

/** One page of the apps behind an answer. */
export async function behind(
  portal: Portal,
  query: string,
): Promise<CountedAppsResponse> {
  const { body } = await portal
    .as(SAM)
    .get(`/numbers/apps?${query}`)
    .expect(200);
  return body;
}

/** All of them, two at a time. */
export async function ids(portal: Portal, query: string): Promise<string[]> {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await behind(portal, `${query}&limit=2${cursor}`);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
  } while (cursor);
  return seen;
}

/** A proof, as a check stores it. */
export async function checked(
  { knex }: Portal,
  appId: string,
  kind: EvidenceKind,
  outcome: 'pass' | 'fail',
  provenance: Provenance = 'portal-runner',
): Promise<void> {
  await knex.transaction(tx =>
    recordEvidence(tx, {
      appId,
      evidence: {
        kind,
        provenance,
        tool: { name: 'test' },
        outcome,
        summary: 'Looked at',
        problems: [],
      },
      at: new Date(),
      actor: SYSTEM_ACTOR,
    }),
  );
}

/** A client at the identity provider, as provisioning writes it. */
export async function withClient(
  { knex }: Portal,
  appId: string,
  scopes: readonly string[],
): Promise<void> {
  await knex('micro_apps_resources').insert({
    app_id: appId,
    environment: 'sandbox',
    kind: 'client',
    state: 'present',
    scopes: JSON.stringify(['openid', 'profile', ...scopes]),
    created_at: inHours(0),
    updated_at: inHours(0),
  });
}

/** The board of the first 90 days. */
export async function board(portal: Portal): Promise<RolloutResponse> {
  const { body } = await portal.as(IVAN).get('/numbers/rollout').expect(200);
  return body;
}
