import { aRegistration } from '@micro-apps/governance-core/testing';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { audited, MAYA, SAM, settled, usePortals } from '../__testUtils__';
import { LUNCH_RULE } from '../__testUtils__/oneRule';
import { noRules } from '../policy/noRules';
import { PAGES_AT_ONCE } from './waitingAtOnce';

const start = usePortals();

/** Pages of the fleet have 200 apps. */
const PAGE = 200;
const APPS = 450;

/** A rule over many apps; something happens before the first is answered. */
async function longPreview() {
  const asked: string[] = [];
  let onFirst: (id: string) => Promise<unknown> = async () => undefined;
  let begun: string | undefined;
  let happening: Promise<void> | undefined;
  async function happen() {
    // It may be at work before whoever began it has the answer.
    while (begun === undefined) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await onFirst(begun);
  }
  const policy: PolicyEnginePort = {
    ...noRules,
    describe: async () => ({
      ...(await noRules.describe()),
      rules: [{ id: LUNCH_RULE, mode: 'warn' }],
    }),
    async decide(input) {
      if (input.modes) {
        asked.push(String(input.app.id));
        // Two pages are under way, and either may be quicker.
        happening ??= happen();
        await happening;
      }
      return noRules.decide(input);
    },
  };
  const portal = await start({ policy });
  const { knex, company } = portal;
  const replica = await start({ policy, knex, company });
  await portal
    .as(MAYA)
    .post('/apps', { registration: aRegistration({ name: 'Lunch list' }) })
    .expect(201);
  const [row] = await knex('micro_apps_apps');
  for (let i = 1; i < APPS; i += 1) {
    const id = `more-${i}`;
    await knex('micro_apps_apps').insert({
      ...row,
      id,
      name: id,
      skeleton: id,
      sort_name: id,
    });
  }
  await settled(portal);
  const begin = async () => {
    const { body } = await portal
      .as(SAM)
      .post('/policy/previews', { rule: LUNCH_RULE, mode: 'enforce' })
      .expect(202);
    begun = String(body.id);
    return begun;
  };
  const stop = (id: string, ref = SAM) =>
    replica.as(ref).post(`/policy/previews/${id}/stop`);
  const read = async (id: string) =>
    (await portal.as(SAM).get(`/policy/previews/${id}`).expect(200)).body;
  return {
    portal,
    asked,
    begin,
    stop,
    read,
    whenItBegins(deed: (id: string) => Promise<unknown>) {
      asked.length = 0;
      begun = undefined;
      happening = undefined;
      onFirst = deed;
    },
  };
}

describe('a preview that somebody stops', () => {
  it('ends at the next page on whatever replica, and another begins at once', async () => {
    const { portal, asked, begin, stop, read, whenItBegins } =
      await longPreview();
    const before = await audited(portal);
    whenItBegins(async id => {
      const { body } = await stop(id).expect(200);
      expect(body).toMatchObject({ id, state: 'stopped', stoppedBy: SAM });
    });
    const id = await begin();
    await settled(portal);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(PAGES_AT_ONCE * PAGE);
    const stopped = await read(id);
    expect(stopped).toMatchObject({
      state: 'stopped',
      because: expect.stringContaining('stopped'),
    });
    expect(stopped.result).toBeUndefined();
    expect(await audited(portal)).toEqual(before);
    // It is no way to switch.
    const { revision } = (await portal.as(SAM).get('/policy').expect(200)).body;
    await portal
      .as(SAM)
      .post(`/policy/rules/${LUNCH_RULE}/mode`, {
        mode: 'enforce',
        reason: 'Nobody has seen it',
        expectedRevision: revision,
        previewId: id,
      })
      .expect(409);
    whenItBegins(async () => undefined);
    const next = await begin();
    await settled(portal);
    expect(await read(next)).toMatchObject({ state: 'done', done: APPS });
    expect(asked).toHaveLength(APPS);
  });

  it('is stopped once, and stays what it is when it is through', async () => {
    const { portal, begin, stop, read, whenItBegins } = await longPreview();
    whenItBegins(async id => {
      const [one, two] = await Promise.all([stop(id), stop(id)]);
      expect([one.body.state, two.body.state]).toEqual(['stopped', 'stopped']);
    });
    const id = await begin();
    await settled(portal);
    const at = (await read(id)).finishedAt;
    await stop(id).expect(200);
    expect((await read(id)).finishedAt).toBe(at);
    whenItBegins(async () => undefined);
    const done = await begin();
    await settled(portal);
    const { body } = await stop(done).expect(200);
    expect(body.state).toBe('done');
  });

  it('is stopped by those who may begin one', async () => {
    const { portal, begin, stop, read } = await longPreview();
    const id = await begin();
    await stop(id, MAYA).expect(403);
    await settled(portal);
    expect((await read(id)).state).toBe('done');
    await stop('no-such').expect(404);
  });
});
