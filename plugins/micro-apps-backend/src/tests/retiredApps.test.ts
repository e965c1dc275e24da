import {
  APP,
  detail,
  IVAN,
  MAYA,
  settled,
  useIssuer,
  usePortals,
} from '../__testUtils__';
import { COMMANDS } from './__testUtils__/changingCommands';
import { retirement } from './__testUtils__/changingRetention';

const start = usePortals();
const issuer = useIssuer();

/** What may still be done to a retired app, and why. */
const STILL: Readonly<Record<string, string>> = {
  'post /v1/apps/:id/incidents': 'What it did is found out later',
  'post /v1/apps/:id/legal-hold': 'Its data is still there',
  'post /v1/apps/:id/legal-hold/lift': 'The same',
  'post /v1/apps/:id/disposals': 'The same',
  'post /v1/apps/:id/proposals/:proposalId/decline': 'It changes no app',
};

const COMMANDS_ON_APPS = Object.entries(COMMANDS).filter(
  ([name]) => name.includes('/apps/:id/') && !(name in STILL),
);

describe('a retired app', () => {
  it.each(COMMANDS_ON_APPS)('is not changed by %s', async (name, prepare) => {
    const portal = await start();
    const {
      path,
      body,
      headers = {},
      ref = MAYA,
    } = await prepare(portal, issuer());
    await settled(portal);
    const end = await retirement(portal);
    await portal.as(IVAN).post(end.path, end.body).expect(202);
    await settled(portal);
    const before = await detail(portal);
    expect(before).toMatchObject({
      standing: 'retired',
      viewer: {
        canEdit: false,
        canScan: false,
        canPromote: false,
        canAttest: false,
      },
    });
    const [method] = name.split(' ');
    const token = headers.authorization?.replace('Bearer ', '');
    const caller = token ? portal.withToken(token) : portal.as(ref);
    const { status } = await (method === 'put'
      ? caller.put(path, body)
      : caller.post(path, body));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(await detail(portal)).toMatchObject({
      standing: 'retired',
      version: before.version,
      registration: before.registration,
    });
  });

  it.each(['retired', 'disposed'])(
    'says, once it is %s, that its registration stays and what to do instead',
    async standing => {
      const portal = await start();
      const change = await COMMANDS['put /v1/apps/:id/registration'](
        portal,
        issuer(),
      );
      const end = await retirement(portal);
      await portal.as(MAYA).post(end.path, end.body).expect(202);
      await portal
        .knex('micro_apps_apps')
        .where({ id: APP })
        .update({ standing });
      for (const ref of [MAYA, IVAN]) {
        const { body } = await portal
          .as(ref)
          .put(change.path, change.body)
          .expect(409);
        expect(body.error).toMatchObject({
          code: 'not-in-this-state',
          message: `The app is ${standing}, so its registration stays as it is. Register a new app instead`,
        });
      }
    },
  );

  it('is found in the list, by its standing and by its name', async () => {
    const portal = await start();
    await COMMANDS['post /v1/apps/:id/sandbox/stop'](portal, issuer());
    const end = await retirement(portal);
    await portal.as(MAYA).post(end.path, end.body).expect(202);
    for (const query of ['?standing=retired', '?q=where2eat', '']) {
      const { body } = await portal.as(IVAN).get(`/apps${query}`).expect(200);
      expect(body.items).toMatchObject([
        { id: APP, standing: 'retired', stage: 'retired' },
      ]);
    }
  });
});
