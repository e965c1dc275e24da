import type { JsonObject } from '@backstage/types';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { DATABASE } from '../../__testUtils__/databases';
import { MAYA } from '../../__testUtils__/people';
import { ballot, registered } from '../../__testUtils__/steps';
import { verifyAudit } from '../../audit/verifyAudit';
import { portalElsewhere, useSites, type SitePortal } from './sites';

/** `npm run test:crash` takes the numbers of the reliability rows. */
export const IN_FULL = process.env.MICRO_APPS_CRASH === 'all';

/**
 * That many processes on one PostgreSQL; SQLite is for one process, which then
 * stands for all of them. Call it once, at the top of the file.
 */
export function useTogether() {
  jest.setTimeout(IN_FULL ? 1_800_000 : 180_000);
  const createSite = useSites();
  const open: SitePortal[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(portal => portal.leave()));
  });
  return async function together(
    count: number,
    microApps?: JsonObject,
  ): Promise<readonly SitePortal[]> {
    const site = await createSite();
    const another = async () => {
      const portal = await portalElsewhere(site, microApps);
      open.push(portal);
      return portal;
    };
    const first = await another();
    const others = Array.from({ length: count - 1 }, () =>
      DATABASE === 'SQLITE_3' ? first : another(),
    );
    return [first, ...(await Promise.all(others))];
  };
}

/** Asks for approval of apps with names of their own. */
export async function asked(
  portal: SitePortal,
  options: { count: number; changes: Parameters<typeof registered>[1] },
): Promise<readonly RequestView[]> {
  const requests: RequestView[] = [];
  for (let i = 0; i < options.count; i += 1) {
    const { id } = await registered(portal, {
      name: `Pair ${i}`,
      ...options.changes,
    });
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${id}/requests`, { expectedVersion: 1 })
      .expect(201);
    requests.push(body);
  }
  return requests;
}

/** Two people decide at the same moment, in two processes; their statuses. */
export async function bothVote(
  [first, second]: readonly SitePortal[],
  request: RequestView,
  votes: readonly [
    { ref: string; choice: string },
    { ref: string; choice: string },
  ],
): Promise<readonly number[]> {
  const [a, b] = votes;
  const path = `/requests/${request.id}/votes`;
  const answers = await Promise.all([
    first.as(a.ref).post(path, ballot(request, { choice: a.choice })),
    second.as(b.ref).post(path, ballot(request, { choice: b.choice })),
  ]);
  return answers.map(({ status }) => status);
}

/** What is stored of a request, and how often people were told of its end. */
export async function stateOf({ knex }: SitePortal, { id }: RequestView) {
  const request = await knex('micro_apps_requests').where({ id }).first();
  const votes: string[] = await knex('micro_apps_request_votes')
    .where({ request_id: id })
    .orderBy('voter_ref')
    .pluck('choice');
  const told: string[] = await knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .andWhere('message_key', 'like', `%${id}%`)
    .andWhereNot('message_key', 'like', '%opened%')
    .pluck('message_key');
  return { state: request.state, votes, told: told.length };
}

/** The audit log has no gap and no fork. */
export async function requireSound({ knex }: SitePortal): Promise<void> {
  const entries: number[] = (
    await knex('micro_apps_audit').orderBy('seq').pluck('seq')
  ).map(Number);
  expect(entries).toEqual(entries.map((_, i) => i + 1));
  expect(await verifyAudit(knex)).toMatchObject({
    ok: true,
    value: { count: entries.length },
  });
}
