import { mockCredentials } from '@backstage/backend-test-utils';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { microAppsPermissions } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  IVAN,
  MAYA,
  makeReadOnly,
  MEDIUM,
  registered,
  requested,
  SAM,
  state,
  usePortals,
  voted,
  type Caller,
} from '../__testUtils__';
import { routesOf, type Route } from '../__testUtils__/routesOf';

const start = usePortals();

/** Addresses for another plugin's backend, tested on their own. */
const FOR_SERVICES = ['/v1/catalog/apps'];
/** Addresses for machines outside the portal, tested on their own. */
const FOR_MACHINES = [
  '/v1/apps/:id/evidence/pipeline',
  '/v1/deliveries/evidence',
];

async function peoplesRoutes() {
  return (await routesOf()).filter(
    ({ path }) => ![...FOR_SERVICES, ...FOR_MACHINES].includes(path),
  );
}

function addressOf({ path }: Route, ids: string[] = []): string {
  const [app = APP, request = 'request'] = ids;
  return path
    .replace('/v1', '')
    .replace('/apps/:id', `/apps/${app}`)
    .replace('/requests/:id', `/requests/${request}`)
    .replace('/:kind', '/decommission-plan')
    .replace(/:\w+/, 'other')
    .replace(/affected-apps$/, 'affected-apps?vendor=mapland')
    .replace(/fleet\/preview$/, '$&?action=restrict&vendor=mapland')
    .replace(/numbers\/apps$/, '$&?check=logging&state=yes');
}

function ask(caller: Caller, route: Route, ids: string[] = []) {
  const { method } = route;
  const address = addressOf(route, ids);
  if (method === 'get') return caller.get(address);
  return method === 'put' ? caller.put(address) : caller.post(address);
}

/** The audit log, and who is told of it. */
const LOG = [
  'micro_apps_audit',
  'micro_apps_audit_head',
  'micro_apps_audit_people',
  'micro_apps_outbox',
];

describe('every route', () => {
  it('is for signed-in people: no token, a service and a bad token get nothing', async () => {
    const portal = await start();
    await registered(portal);
    const before = await state(portal, LOG);
    const entries = await audited(portal);
    const routes = await peoplesRoutes();
    expect(routes.length).toBeGreaterThan(30);
    for (const route of routes) {
      for (const [token, status] of [
        [undefined, 401],
        [mockCredentials.user.invalidToken(), 401],
        [mockCredentials.service.token(), 403],
        [mockCredentials.limitedUser.token(IVAN), 401],
      ] as const) {
        const answer = await ask(portal.withToken(token), route);
        expect([route, answer.status]).toEqual([route, status]);
      }
    }
    expect(await state(portal, LOG)).toEqual(before);
    // A service that tries to decide is written down, and nothing else is.
    const added = (await audited(portal)).slice(entries.length);
    expect(new Set(added)).toEqual(new Set(['decision.refused']));
  });

  it('that changes something is out of reach of links and of forms on other pages (G10)', async () => {
    const portal = await start();
    await registered(portal);
    const before = await state(portal, LOG);
    const routes = await peoplesRoutes();
    const read = new Set(
      routes.filter(({ method }) => method === 'get').map(({ path }) => path),
    );
    const changing = routes.filter(({ method }) => method === 'post');
    expect(changing.length).toBeGreaterThan(30);
    for (const route of changing) {
      const address = addressOf(route);
      // A browser sends cookies along with a form, and no token.
      const form = await portal
        .withToken(undefined)
        .raw(address)
        .set('cookie', mockCredentials.limitedUser.cookie(IVAN))
        .type('form')
        .send('reason=Because&choice=approve');
      expect([route.path, form.status]).toEqual([route.path, 401]);
      if (read.has(route.path)) continue;
      const link = await portal.as(IVAN).get(address);
      expect([route.path, link.status]).toEqual([route.path, 404]);
    }
    expect(await state(portal, LOG)).toEqual(before);
  });

  it('asks the portal’s policy, which can close each of them', async () => {
    const names = microAppsPermissions.map(({ name }) => name);
    const portal = await start({ denied: names });
    for (const route of await peoplesRoutes()) {
      // What cannot be understood is refused before anybody is asked.
      const { status, body } = await ask(portal.as(IVAN), route);
      const answers =
        route.method === 'get'
          ? ['403 not-allowed']
          : ['403 not-allowed', '400 invalid-input'];
      expect([route, answers]).toEqual([
        route,
        expect.arrayContaining([`${status} ${body.error.code}`]),
      ]);
    }
  });

  it('answers an empty body with 400, 404 or what it does without one, and never with an error', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const { id } = await requested(portal);
    for (const route of await peoplesRoutes()) {
      for (const ids of [
        [APP, id],
        ['nothing', 'nothing'],
      ]) {
        const answer = await ask(portal.as(IVAN), route, ids);
        expect([route, answer.status < 500]).toEqual([route, true]);
      }
    }
  });

  it('tells nobody how it is built when something breaks', async () => {
    const portal = await start();
    await registered(portal);
    await portal.knex.schema.dropTable('micro_apps_apps');
    const { status, body } = await portal.as(IVAN).get(`/apps/${APP}`);
    expect([status, body.error.message]).toEqual([
      500,
      expect.stringMatching(/broke on our side/),
    ]);
    expect(JSON.stringify(body)).not.toMatch(
      /select|sqlite|relation|micro_apps_/i,
    );
  });

  it('is answered with 503 while the database takes no changes, and again when it does', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const writable = await makeReadOnly(portal.knex);
    for (const { status, body } of [
      await voted(portal.as(SAM), asked),
      await portal
        .as(MAYA)
        .post('/apps', { registration: aRegistration({ name: 'Another' }) }),
    ]) {
      expect([status, body.error.code]).toEqual([503, 'busy']);
    }
    await portal.as(MAYA).get(`/apps/${APP}`).expect(200);
    await writable();
    await voted(portal.as(SAM), asked).expect(200);
  });
});
