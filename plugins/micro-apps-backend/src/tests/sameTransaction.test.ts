import {
  ATTESTATION_STATEMENTS,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import { file } from '../flows/testing';
import {
  APP,
  audited,
  ballot,
  change,
  consideredByTheRules,
  detail,
  exceptionAsk,
  exceptionAsked,
  exceptionGranted,
  HIGH,
  IVAN,
  MAYA,
  SUE,
  MEDIUM,
  proposed,
  refuseAuditEntries,
  registered,
  requested,
  requestFor,
  RITA,
  SAM,
  sarifOf,
  SECRETS,
  settled,
  state,
  useIssuer,
  usePortals,
  voted,
  withCode,
  withEvidence,
  withOneOpenControl,
  type Portal,
} from '../__testUtils__';
import { routesOf } from '../__testUtils__/routesOf';

const start = usePortals();
const issuer = useIssuer();

/** One command, sent by somebody who may, when everything is ready for it. */
interface Sent {
  readonly path: string;
  readonly body?: object;
  readonly ref?: string;
  /** Headers of a machine, in place of a person. */
  readonly headers?: Readonly<Record<string, string>>;
}

const app = `/apps/${APP}`;

const VENDOR = {
  title: 'Lunch Board',
  kind: 'general',
  purpose: 'Shows the menus of the places nearby',
  dataClasses: ['public'],
  hosts: ['api.lunchboard.example'],
  sdkPackages: [],
};

const FLEET_STOP = {
  action: 'quarantine',
  owner: MAYA,
  reason: 'Looks odd',
  expectedApps: 1,
};

/** Every route that changes something, as plugin and pipeline know it. */
const COMMANDS: Readonly<Record<string, (portal: Portal) => Promise<Sent>>> = {
  'post /v1/apps': async () => ({
    path: '/apps',
    body: { registration: aRegistration(), idempotencyKey: 'once' },
  }),
  'put /v1/apps/:id/registration': async portal => {
    // An approval ends with it: two entries.
    await registered(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    const { registration } = await detail(portal);
    return {
      path: `${app}/registration`,
      body: {
        registration: { ...registration, audience: 'company' },
        expectedVersion: 1,
      },
    };
  },
  'post /v1/imports': async () => ({
    path: '/imports',
    body: { rows: [aRegistration()], dryRun: false },
  }),
  'post /v1/apps/:id/proposals/:proposalId/accept': async portal => {
    const { id } = await proposed(portal);
    return {
      path: `${app}/proposals/${id}/accept`,
      body: { expectedVersion: 1 },
    };
  },
  'post /v1/apps/:id/proposals/:proposalId/decline': async portal => {
    const { id } = await proposed(portal);
    return {
      path: `${app}/proposals/${id}/decline`,
      body: { reason: 'Not now' },
    };
  },
  'post /v1/apps/:id/evidence': async portal => {
    await registered(portal);
    return {
      path: `${app}/evidence`,
      body: {
        kind: 'component-scan',
        commit: 'c'.repeat(40),
        sarif: { version: '2.1.0', runs: [] },
      },
    };
  },
  'post /v1/apps/:id/evidence/pipeline': async portal => {
    await registered(portal);
    return {
      path: `${app}/evidence/pipeline`,
      body: { kind: 'vulnerability-scan', sarif: sarifOf() },
      headers: { authorization: `Bearer ${await issuer().token()}` },
    };
  },
  'post /v1/deliveries/evidence': async portal => {
    await registered(portal);
    const body = { appId: APP, kind: 'dynamic-scan', sarif: sarifOf('ZAP') };
    return {
      path: '/deliveries/evidence',
      body,
      headers: signDelivery({
        body: JSON.stringify(body),
        id: 'd-1',
        secrets: SECRETS,
        at: new Date(),
      }),
    };
  },
  'post /v1/apps/:id/attestations': async portal => {
    const { envelopeHash } = await registered(portal, MEDIUM);
    const statements = [...ATTESTATION_STATEMENTS];
    return { path: `${app}/attestations`, body: { envelopeHash, statements } };
  },
  'post /v1/apps/:id/documents': async portal => {
    const { envelopeHash } = await registered(portal, HIGH);
    return {
      path: `${app}/documents`,
      body: {
        kind: 'encryption-statement',
        envelopeHash,
        answers: {
          'at-rest': 'On encrypted company disks',
          'in-transit': 'Over HTTPS and nothing else',
        },
      },
    };
  },
  'post /v1/apps/:id/security-review': async portal => {
    const { envelopeHash } = await registered(portal, HIGH);
    return {
      path: `${app}/security-review`,
      body: { envelopeHash, outcome: 'pass', notes: 'Read it and tried it' },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/requests': async portal => {
    await registered(portal, MEDIUM);
    return { path: `${app}/requests`, body: { expectedVersion: 1 } };
  },
  'post /v1/requests/:id/votes': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    return {
      path: `/requests/${asked.id}/votes`,
      body: ballot(asked),
      ref: SAM,
    };
  },
  'post /v1/requests/votes': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const votes = [{ id: asked.id, ...ballot(asked) }];
    return { path: '/requests/votes', body: { votes }, ref: SAM };
  },
  'post /v1/requests/:id/delegate': async portal => {
    await registered(portal, MEDIUM);
    const { id } = await requested(portal);
    return { path: `/requests/${id}/delegate`, body: { to: SUE }, ref: SAM };
  },
  'post /v1/requests/:id/override': async portal => {
    await registered(portal, MEDIUM);
    return { ...overrideOf(await requested(portal)), ref: IVAN };
  },
  'post /v1/requests/:id/override-review': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const { path, body } = overrideOf(asked);
    await portal.as(IVAN).post(path, body).expect(200);
    return {
      path: `/requests/${asked.id}/override-review`,
      body: { outcome: 'taken-back', reason: 'It was no emergency' },
      ref: SAM,
    };
  },
  'post /v1/requests/:id/items/:itemId': async portal => {
    const { id, items } = await withChangesAskedFor(portal);
    return {
      path: `/requests/${id}/items/${items[0].id}`,
      body: { done: true },
    };
  },
  'post /v1/requests/:id/resubmit': async portal => {
    const { id, items } = await withChangesAskedFor(portal);
    await portal
      .as(MAYA)
      .post(`/requests/${id}/items/${items[0].id}`, { done: true })
      .expect(200);
    return { path: `/requests/${id}/resubmit` };
  },
  'post /v1/requests/:id/withdraw': async portal => {
    await registered(portal, MEDIUM);
    return { path: `/requests/${(await requested(portal)).id}/withdraw` };
  },
  'post /v1/apps/:id/repository': async portal => {
    await registered(portal);
    return {
      path: `${app}/repository`,
      body: { files: [file('src/server.ts', 'start();')] },
    };
  },
  'put /v1/apps/:id/sandbox': async portal => {
    await registered(portal);
    await withCode(portal);
    return { path: `${app}/sandbox` };
  },
  'post /v1/apps/:id/sandbox/start': async portal => {
    await withSandbox(portal);
    await portal.as(MAYA).post(`${app}/sandbox/stop`).expect(200);
    return { path: `${app}/sandbox/start` };
  },
  'post /v1/apps/:id/sandbox/stop': async portal => {
    await withSandbox(portal);
    return { path: `${app}/sandbox/stop` };
  },
  'post /v1/apps/:id/sandbox/update': async portal => {
    await withSandbox(portal);
    return { path: `${app}/sandbox/update` };
  },
  'post /v1/apps/:id/scans': async portal => {
    await registered(portal);
    await withCode(portal);
    return { path: `${app}/scans` };
  },
  'post /v1/vendors': async () => ({ path: '/vendors', body: VENDOR }),
  'post /v1/vendors/:name/withdraw': async portal => {
    // A renewal ends with it: several entries.
    await portal.as(MAYA).post('/vendors', VENDOR).expect(201);
    const { body } = await portal.as(MAYA).get('/requests?state=mine');
    const { body: asked } = await portal
      .as(SAM)
      .get(`/requests/${body.items[0].id}`);
    const decision = {
      approvedUntil: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    };
    await portal
      .as(SAM)
      .post(`/requests/${asked.id}/votes`, { ...ballot(asked), decision })
      .expect(200);
    await portal.as(MAYA).post('/vendors', VENDOR).expect(201);
    return {
      path: '/vendors/lunch-board/withdraw',
      body: { reason: 'It was broken into' },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/exceptions': async portal => {
    await withOneOpenControl(portal);
    return { path: `${app}/exceptions`, body: await exceptionAsk(portal) };
  },
  'post /v1/exceptions/:id/revoke': async portal => {
    await withOneOpenControl(portal);
    const { id } = await exceptionGranted(portal);
    return { path: `/exceptions/${id}/revoke`, body: { reason: 'Enough' } };
  },
  'post /v1/persons/erasures': async portal => {
    await registered(portal);
    await change(portal, { owner: RITA, successor: undefined });
    return {
      path: '/persons/erasures',
      body: { ref: MAYA, reason: 'She asked for it' },
      ref: IVAN,
    };
  },
  'post /v1/apps/:id/promotions': async portal => {
    await registered(portal);
    await withCode(portal);
    await consideredByTheRules(portal);
    return { path: `${app}/promotions`, body: { environment: 'beta' } };
  },
  'post /v1/apps/:id/containment': async portal => {
    // Something runs, and it is to be stopped.
    await withSandbox(portal);
    return {
      path: `${app}/containment`,
      body: { action: 'quarantine', reason: 'Looks odd', expectedVersion: 1 },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/containment/release-by-checks': async portal => {
    await withSandbox(portal);
    await withEvidence(portal, { commit: (await detail(portal)).head });
    await portal
      .as(SAM)
      .post(`${app}/containment`, {
        action: 'quarantine',
        reason: 'Looks odd',
        expectedVersion: 1,
      })
      .expect(200);
    await settled(portal);
    return {
      path: `${app}/containment/release-by-checks`,
      body: { expectedVersion: 1 },
    };
  },
  'post /v1/fleet/runs': async portal => {
    await registered(portal);
    return { path: '/fleet/runs', body: FLEET_STOP, ref: SAM };
  },
  'post /v1/fleet/runs/:id/undo': async portal => {
    await registered(portal);
    const { body } = await portal
      .as(SAM)
      .post('/fleet/runs', FLEET_STOP)
      .expect(202);
    await settled(portal);
    return {
      path: `/fleet/runs/${body.id}/undo`,
      body: { reason: 'Enough' },
      ref: SAM,
    };
  },
  'post /v1/outbox/:id/retry': async portal => {
    const [id] = await portal
      .knex('micro_apps_outbox')
      .insert({
        topic: 'webhook.gone',
        message_key: 'gone:event-1',
        payload: '{}',
        state: 'failed',
        attempts: 8,
        created_at: new Date().toISOString(),
        due_at: new Date().toISOString(),
      })
      .returning('id');
    return { path: `/outbox/${id.id}/retry`, ref: IVAN };
  },
};

/** A vote is one route; what follows differs by what it is about. */
const WHAT_FOLLOWS: Readonly<
  Record<string, (portal: Portal) => Promise<Sent>>
> = {
  'post /v1/requests/:id/votes': async portal => {
    await withOneOpenControl(portal);
    const asked = await requestFor(portal, await exceptionAsked(portal));
    return {
      path: `/requests/${asked.id}/votes`,
      body: ballot(asked),
      ref: IVAN,
    };
  },
  'post /v1/requests/:id/withdraw': async portal => {
    await withOneOpenControl(portal);
    const { requestId } = await exceptionAsked(portal);
    return { path: `/requests/${requestId}/withdraw` };
  },
};

/** A POST that changes nothing: it answers what would be. */
const ASKS_ONLY = ['post /v1/preview'];

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

function overrideOf({ id, envelopeHash, version }: RequestView) {
  const reason = 'The payment service is down and this mends it';
  const body = { reason, envelopeHash, expectedVersion: version };
  return { path: `/requests/${id}/override`, body };
}

async function withChangesAskedFor(portal: Portal): Promise<RequestView> {
  await registered(portal, MEDIUM);
  const { body } = await voted(portal.as(SAM), await requested(portal), {
    choice: 'ask-for-changes',
    items: ['Say more'],
  }).expect(200);
  return body;
}

async function withSandbox(portal: Portal): Promise<void> {
  await registered(portal);
  await withCode(portal);
  await portal.as(MAYA).put(`${app}/sandbox`).expect(202);
  await settled(portal);
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
    const portal = await start({ microApps: issuer().config });
    const [method] = route.split(' ');
    const sent = await commands[route](portal);
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
  });

  it('changes nothing either when the chain has lost its head', async () => {
    const portal = await start();
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
    const portal = await start();
    await registered(portal);
    await withCode(portal);
    await settled(portal);
    const promote = () =>
      portal.as(MAYA).post(`${app}/promotions`, { environment: 'beta' });
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
