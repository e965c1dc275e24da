import { gzipSync } from 'node:zlib';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Registration } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  audited,
  detail,
  IVAN,
  MAYA,
  NOAH,
  registered,
  RITA,
  state,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

function register(portal: Portal, body: object | string, ref = MAYA) {
  return portal.as(ref).post('/apps', body);
}

/** Sound but for one field, which is left out when the value is undefined. */
function withField(field: string, value: unknown) {
  return { registration: { ...aRegistration(), [field]: value } };
}

async function expectNothingStored(portal: Portal) {
  expect(await portal.knex('micro_apps_apps')).toEqual([]);
  expect(await portal.knex('micro_apps_versions')).toEqual([]);
  expect(await audited(portal)).toEqual([]);
}

describe('registering', () => {
  it('puts an app on record with class, score and controls at once', async () => {
    const portal = await start();
    const made = await registered(portal);
    expect(made).toMatchObject({
      id: APP,
      entityRef: `component:default/${APP}`,
      version: 1,
      score: 2,
      band: 'low',
      effectiveClass: 'internal',
      standing: 'active',
      registration: aRegistration(),
      viewer: { isOwner: true },
    });
    expect(made.required.length).toBeGreaterThan(5);
    expect(made.required.every(({ because }) => because.length > 5)).toBe(true);
    expect(await detail(portal)).toEqual(made);
    expect(await audited(portal)).toEqual(['app.registered']);
  });

  it.each([
    'name',
    'purpose',
    'owner',
    'businessUnit',
    'audience',
    'classification',
    'dataTypes',
    'scopes',
    'vendors',
    'libraries',
    'endpoints',
    'hosting',
    'retentionDays',
    'decommissionPlan',
  ])('is refused without %s, in plain words', async field => {
    const portal = await start();
    const { status, body } = await register(
      portal,
      withField(field, undefined),
    );
    expect(status).toBe(400);
    const { name, code, message, details } = body.error;
    expect([name, code]).toEqual(['InputError', 'invalid-input']);
    expect(details).toContainEqual({ path: `registration.${field}`, message });
    expect(message).toMatch(/^(Fill in|Choose|Give) /);
    expect(message).not.toMatch(/invalid|expected|received|undefined/i);
    await expectNothingStored(portal);
  });

  it.each<[string, unknown]>([
    ['name', ' '],
    ['name', 'x'.repeat(81)],
    ['name', 'Two\nlines'],
    ['name', 'Where\u200b2Eat'],
    ['name', '\u202etae2erehW'],
    ['name', '日本語'],
    ['name', 7],
    ['purpose', 'Too short'],
    ['purpose', 'x'.repeat(1_001)],
    ['purpose', 'Recommends lunch \u0000 to all'],
    ['purpose', 'Recommends lunch \ud800 to all'],
    ['owner', 'maya'],
    ['owner', 'group:default/product'],
    ['owner', 'user:default/nobody'],
    ['owner', { kind: 'User' }],
    ['successor', 'user:default/maya'],
    ['successor', 'user:default/nobody'],
    ['successor', null],
    ['businessUnit', 'user:default/maya'],
    ['businessUnit', 'group:default/nothing'],
    ['audience', 'everyone'],
    ['classification', 'secret'],
    ['classification', null],
    ['dataTypes', [{ category: 'names' }]],
    ['dataTypes', [{ category: 'souls', volume: 'under-100' }]],
    ['dataTypes', Array(2).fill({ category: 'names', volume: 'under-100' })],
    ['dataTypes', 'names'],
    ['aiGeneratedShare', 101],
    ['aiGeneratedShare', -1],
    ['aiGeneratedShare', 50.5],
    ['aiGeneratedShare', '50'],
    ['scopes', ['nobody-knows:it']],
    ['scopes', ['people:read', 'people:read']],
    ['scopes', Array(51).fill('people:read')],
    ['vendors', ['newcorp']],
    ['libraries', ['']],
    ['endpoints', ['ftp://files.example.com']],
    ['endpoints', ['https://maya:secret@api.example.com']],
    ['endpoints', ['data:text/html,x']],
    ['hosting', 'the moon'],
    ['retentionDays', 0],
    ['retentionDays', 3_651],
    ['retentionDays', 1e308],
    ['retentionDays', 0.5],
    ['retentionDays', '90'],
    ['decommissionPlan', ''],
  ])('is refused with an absurd %s: %j', async (field, value) => {
    const portal = await start();
    // An administrator, who may name any owner.
    const given = withField(field, value);
    const { status, body } = await register(portal, given, IVAN);
    expect(status).toBe(400);
    expect(body.error.message).not.toMatch(/invalid|received|undefined|zod/i);
    expect(
      body.error.details.some(({ path }: { path: string }) =>
        path.startsWith(`registration.${field}`),
      ),
    ).toBe(true);
    await expectNothingStored(portal);
  });

  it('is refused with any field that nobody asked for', async () => {
    const portal = await start();
    const registration = aRegistration();
    const key = (name: string) => ({ [name]: 'x' });
    for (const body of [
      ...['id', 'version', 'standing', 'band', 'score', 'createdBy'].map(
        name => ({ registration, ...key(name) }),
      ),
      ...['id', 'effectiveClass', 'envelopeHash', 'lookAlikes'].map(name => ({
        registration: { ...registration, ...key(name) },
      })),
      {
        registration: {
          ...registration,
          dataTypes: [{ category: 'names', volume: 'under-100', grade: 0 }],
        },
      },
    ]) {
      const answer = await register(portal, body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(/^Remove what is not known/);
    }
    await expectNothingStored(portal);
  });

  it('is not fooled by the keys that JavaScript keeps for itself', async () => {
    const portal = await start();
    const json = JSON.stringify(aRegistration());
    for (const body of [
      `{"registration":${json},"__proto__":{"standing":"disposed"}}`,
      `{"registration":{"__proto__":{"score":0},${json.slice(1)}}`,
      `{"registration":${json},"constructor":{"prototype":{"band":"low"}}}`,
    ]) {
      const { status } = await register(portal, body);
      expect([201, 400]).toContain(status);
    }
    const empty: Record<string, unknown> = {};
    expect([empty.standing, empty.score, empty.band]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const rows = await portal.knex('micro_apps_apps');
    for (const row of rows) {
      expect(row).toMatchObject({ standing: 'active', score: 2, band: 'low' });
      expect(JSON.parse(row.registration)).toEqual(aRegistration());
    }
  });

  it('takes the last of two equal keys, as JSON readers do, and checks that one', async () => {
    const portal = await start();
    const json = JSON.stringify(aRegistration());
    const { body } = await register(
      portal,
      `{"registration":${json.slice(0, -1)},"classification":"regulated"}}`,
    ).expect(201);
    expect(body).toMatchObject({ band: 'high', effectiveClass: 'regulated' });
  });

  it('is what people do for themselves, and administrators for anybody', async () => {
    const portal = await start();
    const refused = await register(
      portal,
      { registration: aRegistration() },
      NOAH,
    );
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'not-allowed',
    ]);
    await expectNothingStored(portal);
    await register(portal, { registration: aRegistration() }, IVAN).expect(201);
    const { viewer } = await detail(portal, IVAN);
    expect(viewer).toMatchObject({ isOwner: false, canEdit: true });
  });

  it('with the same key twice, also at once, makes one app', async () => {
    const portal = await start();
    const body = { registration: aRegistration(), idempotencyKey: 'run-1' };
    const [first, second] = await Promise.all([
      register(portal, body),
      register(portal, body),
    ]);
    const third = await register(portal, body);
    for (const answer of [first, second, third]) {
      expect([answer.status, answer.body.id]).toEqual([201, APP]);
    }
    expect(await audited(portal)).toEqual(['app.registered']);
    // What else comes with it is not taken for the same.
    const changed = await register(portal, {
      ...body,
      registration: aRegistration({ name: 'Another one' }),
    });
    expect([changed.status, changed.body.error.code]).toEqual([
      400,
      'invalid-input',
    ]);
    expect(await audited(portal)).toEqual(['app.registered']);
    // The key is hers: somebody else’s run is another run.
    const other = await register(
      portal,
      {
        ...body,
        registration: aRegistration({ owner: RITA, successor: MAYA }),
      },
      RITA,
    );
    expect(other.status).toBe(409);
  });

  it('is refused while people or scopes cannot be looked up', async () => {
    const portal = await start();
    portal.company.goAway();
    const { status, body } = await register(portal, {
      registration: aRegistration(),
    });
    expect([status, body.error.code]).toEqual([503, 'directory-unavailable']);
    await expectNothingStored(portal);
  });
});

describe('a request that cannot be read', () => {
  const sound: { registration: Registration } = {
    registration: aRegistration(),
  };

  it('is answered with 400 or 413, at once, and changes nothing', async () => {
    const portal = await start();
    const before = await state(portal);
    const big = JSON.stringify({
      registration: aRegistration({ purpose: 'x'.repeat(2_000_000) }),
    });
    const deep = `{"registration":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    for (const [body, status] of [
      ['{"registration":', 400],
      ['[]', 400],
      ['[{"registration":{}}]', 400],
      ['"text"', 400],
      ['null', 400],
      ['{}', 400],
      ['{"registration":1e400}', 400],
      [deep, 400],
      [big, 413],
    ] as const) {
      const answer = await register(portal, body);
      expect(answer.status).toBe(status);
      expect(answer.body.error).toMatchObject({ code: 'invalid-input' });
      expect(answer.body.error.message).not.toMatch(/unexpected|token|JSON at/);
    }
    expect(await state(portal)).toEqual(before);
  });

  it('is refused packed, wrongly labelled or in another form', async () => {
    const portal = await start();
    const send = (type: string, encoding: string, body: string | Buffer) =>
      portal
        .as(MAYA)
        .raw('/apps')
        .set('content-type', type)
        .set('content-encoding', encoding)
        .serialize(given => given)
        .send(body);
    const bomb = gzipSync(`{"registration":"${'x'.repeat(20_000_000)}"}`);
    expect(bomb.length).toBeLessThan(100_000);
    for (const [type, encoding, body, status] of [
      ['application/json', 'gzip', bomb, 413],
      ['application/json', 'gzip', 'not packed at all', 400],
      ['application/json', 'compress', JSON.stringify(sound), 400],
      ['application/json; charset=x', 'identity', JSON.stringify(sound), 400],
      ['text/plain', 'identity', JSON.stringify(sound), 400],
      ['application/x-www-form-urlencoded', 'identity', 'name=x', 400],
    ] as const) {
      const answer = await send(type, encoding, body);
      expect([type, encoding, answer.status]).toEqual([type, encoding, status]);
    }
    await expectNothingStored(portal);
  });

  it('comes from nobody, or from a service, and is refused', async () => {
    const portal = await start();
    const service = portal.withToken(mockCredentials.service.token());
    for (const [caller, status] of [
      [portal.withToken(undefined), 401],
      [portal.withToken('not-a-token'), 401],
      [service, 403],
    ] as const) {
      expect((await caller.post('/apps', sound)).status).toBe(status);
      expect((await caller.get('/apps')).status).toBe(status);
    }
    await expectNothingStored(portal);
  });
});
