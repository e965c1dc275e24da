import {
  APP,
  audited,
  MAYA,
  MEDIUM,
  refuseAuditEntries,
  registered,
  requested,
  SAM,
  settled,
  state,
  useIssuer,
  usePortals,
  voted,
  withCode,
  type Portal,
} from '../__testUtils__';
import { ONE_RULE } from '../__testUtils__/oneRule';
import { routesOf } from '../__testUtils__/routesOf';
import { COMMANDS, WHAT_FOLLOWS } from './__testUtils__/changingCommands';
import type { Sent } from './__testUtils__/changingCommand';

const start = usePortals();
const issuer = useIssuer();

/** They decide nothing: they answer, or work out or no longer, what would be. */
const ASKS_ONLY = [
  'post /v1/preview',
  'post /v1/policy/previews',
  'post /v1/policy/previews/:id/stop',
];

/**
 * A repository is made outside before it can be on record. Its row, written
 * first, says that it is wanted: it has an owner, and asking again finds it.
 */
const WRITTEN_BEFORE = 'post /v1/apps/:id/repository';

type Everything = Awaited<ReturnType<typeof everything>>;

function withRepositoryWanted(before: Everything, after: Everything) {
  const row = { app_id: APP, kind: 'repository', state: 'wanted' };
  const micro_apps_resources = [expect.objectContaining(row)];
  return {
    ...before,
    stored: { ...before.stored, micro_apps_resources },
    world: after.world,
  };
}

/** Everything that is stored, what is noted to be done, and the world. */
async function everything(portal: Portal) {
  // Who is told comes of the notes, a moment later.
  const { micro_apps_outbox: _, ...stored } = await state(portal, [
    'micro_apps_notices',
  ]);
  const notes = await portal
    .knex('micro_apps_outbox')
    .orderBy('id')
    .pluck('message_key');
  const { repositories, places, clients } = portal.world;
  const world = JSON.stringify([[...repositories], [...places], [...clients]]);
  return { stored, notes, world };
}

/**
 * Entries whose facts name somebody. Facts are hashed as they are and stay for
 * ever; people and their words belong beside them, where they can be erased.
 */
async function factsWithPeople({ knex }: Portal): Promise<readonly string[]> {
  const rows: { action: string; details: string }[] = await knex(
    'micro_apps_audit',
  ).select('action', 'details');
  return rows
    .filter(({ details }) => /user:|sub-|@/i.test(details))
    .map(({ action, details }) => `${action} ${details}`);
}

function send(
  portal: Portal,
  method: string,
  { path, body, ref, headers }: Sent,
) {
  if (headers) {
    return portal.withToken(undefined).raw(path).set(headers).send(body);
  }
  const caller = portal.as(ref ?? MAYA);
  return method === 'put' ? caller.put(path, body) : caller.post(path, body);
}

describe('a command whose audit entry cannot be written', () => {
  it('is one of these: every route that changes something is in the table', async () => {
    const routes = await routesOf();
    const changing = routes
      .filter(({ method }) => method !== 'get')
      .map(({ method, path }) => `${method} ${path}`)
      .filter(route => !ASKS_ONLY.includes(route));
    expect(changing.sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  it.each([
    ...Object.keys(COMMANDS).map(route => [route, COMMANDS] as const),
    ...Object.keys(WHAT_FOLLOWS).map(route => [route, WHAT_FOLLOWS] as const),
  ])('changes nothing: %s', async (route, commands) => {
    const portal = await start({
      policy: ONE_RULE,
      microApps: issuer().config,
    });
    const [method] = route.split(' ');
    const sent = await commands[route](portal, issuer());
    await settled(portal);
    const before = await everything(portal);
    const entries = await audited(portal);

    const allow = await refuseAuditEntries(portal.knex);
    const failed = await send(portal, method, sent);
    expect(failed.status).toBe(500);
    const after = await everything(portal);
    expect(after).toEqual(
      route === WRITTEN_BEFORE ? withRepositoryWanted(before, after) : before,
    );

    await allow();
    const done = await send(portal, method, sent);
    expect([200, 201, 202]).toContain(done.status);
    const added = (await audited(portal)).slice(entries.length);
    expect(added.length).toBeGreaterThan(0);
    // Nobody is there to receive what that one sends again.
    if (!route.startsWith('post /v1/outbox')) await settled(portal);
    expect(await factsWithPeople(portal)).toEqual([]);
  });

  it('changes nothing either when the chain has lost its head', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await settled(portal);
    await portal.knex('micro_apps_audit_head').delete();
    const before = await everything(portal);
    const { status, body } = await voted(portal.as(SAM), asked);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/sql|micro_apps_|knex/i);
    expect(await everything(portal)).toEqual(before);
  });
});

describe('a promotion that is refused', () => {
  it('leaves its decision with an audit entry, or neither', async () => {
    const portal = await start({ policy: ONE_RULE });
    await registered(portal);
    await withCode(portal);
    await settled(portal);
    const promote = () =>
      portal.as(MAYA).post(`/apps/${APP}/promotions`, { environment: 'beta' });
    const allow = await refuseAuditEntries(portal.knex);
    expect((await promote()).status).toBe(500);
    const decided = () =>
      portal.knex('micro_apps_decisions').where({ gate: 'promote' });
    expect(await decided()).toEqual([]);
    await allow();
    expect((await promote()).status).toBe(409);
    expect(await decided()).toHaveLength(1);
    expect((await audited(portal)).at(-1)).toBe('promotion.refused');
  });
});
