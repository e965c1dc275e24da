import type {
  LeaversResponse,
  SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import { NOTICE } from '../kernel/notices';
import { SAM } from './people';
import type { Portal, PortalFace } from './portal';
import { APP, settled } from './steps';

/** The directory is asked for every owner anew, and what follows is done. */
export async function ownersLookedUp(portal: Portal): Promise<void> {
  await portal.knex('micro_apps_people').update({
    due_at: '2000-01-01T00:00:00.000Z',
  });
  await portal.run('micro-apps-owners');
  await settled(portal);
}

/** Somebody of the company leaves, and the directory forgets her. */
export async function left(portal: Portal, name: string): Promise<void> {
  await ownersLookedUp(portal);
  portal.company.leave(name);
  await ownersLookedUp(portal);
}

/** The search for a new owner, as somebody sees it. */
export async function succession(
  portal: PortalFace,
  ref = SAM,
): Promise<SuccessionView> {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/succession`)
    .expect(200);
  return body;
}

/** The list of those who have left, as security sees it. */
export async function leavers(portal: PortalFace): Promise<LeaversResponse> {
  const { body } = await portal.as(SAM).get('/leavers').expect(200);
  return body;
}

/** So many owners vanish from the directory at once that nobody believes it. */
export async function manyVanished(portal: Pick<Portal, 'knex'>) {
  await portal.knex('micro_apps_people').insert(
    ['ann', 'ben', 'cleo', 'dan'].map(name => ({
      ref: `user:default/${name}`,
      teams: '[]',
      state: 'present',
      due_at: '2000-01-01T00:00:00.000Z',
    })),
  );
}

/** What was written for people to be told, and to whom. */
export async function noticesWritten({ knex }: PortalFace) {
  const payloads: string[] = await knex('micro_apps_outbox')
    .where({ topic: NOTICE })
    .pluck('payload');
  return payloads.map(payload => {
    const { kind, to }: Record<string, unknown> = JSON.parse(payload);
    return { kind, to };
  });
}

/** Sets a search back by some days, as if nobody had looked since. */
export async function daysPass({ knex }: Portal, days: number): Promise<void> {
  const back = (instant: string) =>
    new Date(Date.parse(instant) - days * 86_400_000).toISOString();
  for (const row of await knex('micro_apps_orphans')) {
    await knex('micro_apps_orphans')
      .where({ id: row.id })
      .update({
        orphaned_at: back(row.orphaned_at),
        due_at: row.due_at && back(row.due_at),
      });
  }
  for (const note of await knex('micro_apps_outbox').where({
    topic: 'orphan.step',
    state: 'waiting',
  })) {
    await knex('micro_apps_outbox')
      .where({ id: note.id })
      .update({ due_at: back(note.due_at), wanted_at: back(note.due_at) });
  }
}
