import { mockCredentials } from '@backstage/backend-test-utils';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  change,
  detail,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  registered,
  RITA,
  settled,
  state,
  usePortals,
  type Portal,
} from '../../__testUtils__';
import { noRules } from '../../policy/noRules';
import {
  confirmed,
  decide,
  fileOf,
  HERE,
  look,
  notices,
  proposals,
  THERE,
} from './__testUtils__/repositorySteps';

const start = usePortals();

describe('the first sight of a file', () => {
  it('makes a draft of its owner, judged and with an audit entry, once', async () => {
    const portal = await start();
    await look(portal, fileOf());
    await look(portal);
    const app = await detail(portal);
    expect(app).toMatchObject({
      id: APP,
      standing: 'draft',
      stage: 'draft',
      version: 1,
      score: 2,
      registration: aRegistration(),
      nextStep: { code: 'draft', action: 'complete-registration' },
      repository: { location: HERE, state: 'bound', others: [] },
      viewer: { isOwner: true, canEdit: true },
    });
    expect(app.missing).toBeUndefined();
    expect(await audited(portal)).toEqual(['app.drafted']);
    expect(await notices(portal)).toEqual(['app.drafted']);
  });

  it('lists what is missing, and takes it at its most careful meanwhile', async () => {
    const portal = await start();
    await look(portal, fileOf({}, { whole: false }));
    const app = await detail(portal);
    expect(app).toMatchObject({ band: 'high', effectiveClass: 'regulated' });
    const fields = app.missing?.map(({ path }) => path);
    expect(fields).toContain('classification');
    expect(fields).toContain('retentionDays');
    const { body } = await portal.as(NOAH).get('/apps?flag=incomplete');
    expect(body.items).toMatchObject([{ id: APP, missingCount: 12 }]);
  });

  it('names people, scopes and vendors that nobody knows as missing, and is no error', async () => {
    const portal = await start();
    await look(
      portal,
      fileOf({ owner: 'user:default/nobody', scopes: ['nobody:knows'] }),
    );
    const app = await detail(portal, IVAN);
    expect(app.missing?.map(({ path }) => path).sort()).toEqual([
      'owner',
      'scopes',
    ]);
  });

  it('lets one of the owning team become its owner', async () => {
    const portal = await start();
    const entity = fileOf({}, { owner: 'group:default/product' });
    const { microApp } = entity.spec as { microApp: Record<string, unknown> };
    delete microApp.owner;
    await look(portal, entity);
    const seen = await detail(portal, RITA);
    expect(seen).toMatchObject({
      owner: 'group:default/product',
      viewer: { isOwner: false, canEdit: true },
    });
    expect((await detail(portal, NOAH)).viewer.canEdit).toBe(false);
    const made = await change(
      portal,
      { owner: RITA, successor: undefined },
      RITA,
    );
    expect(made).toMatchObject({ standing: 'active', owner: RITA });
  });

  it.each([
    ['other-namespace', { metadata: { namespace: 'other' } }],
    ['under_score', { metadata: { name: 'under_score' } }],
    ['a.dot', { metadata: { name: 'a.dot' } }],
    ['too long', { metadata: { name: 'x'.repeat(51) } }],
  ])(
    'of an unusable name is told once and makes no app: %s',
    async (_, { metadata }) => {
      const portal = await start();
      const entity = fileOf();
      await look(portal, {
        ...entity,
        metadata: { ...entity.metadata, ...metadata },
      });
      await look(portal);
      expect(await portal.knex('micro_apps_apps')).toEqual([]);
      expect(await audited(portal)).toEqual(['repository.unusable']);
      expect(await notices(portal)).toEqual(['repository.unusable']);
    },
  );

  it('does not take what the registry itself shows in the catalog for a file', async () => {
    const portal = await start();
    await registered(portal);
    const before = await state(portal);
    await look(
      portal,
      fileOf({ purpose: 'Something else' }, { origin: `micro-apps:${APP}` }),
    );
    expect(await state(portal)).toEqual(before);
  });

  it('waits while people cannot be looked up', async () => {
    const portal = await start();
    portal.company.publish(fileOf());
    portal.company.goAway();
    await portal.run('micro-apps-repositories');
    expect(await portal.knex('micro_apps_apps')).toEqual([]);
  });
});

describe('a draft', () => {
  it('goes along with its file until its owner confirms it', async () => {
    const portal = await start();
    await look(portal, fileOf({}, { whole: false }));
    await look(portal, fileOf({ retentionDays: 30 }));
    const app = await detail(portal);
    expect(app).toMatchObject({
      standing: 'draft',
      version: 2,
      registration: { retentionDays: 30 },
    });
    expect(app.missing).toBeUndefined();
    expect(await proposals(portal)).toEqual([]);
  });

  it('cannot be approved, promoted or get a client before that', async () => {
    const portal = await start();
    await look(portal, fileOf(MEDIUM));
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(409);
    const app = await detail(portal);
    expect(app.gate.violations.map(({ code }) => code)).toContain('app-draft');
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, { environment: 'beta' })
      .expect(409);
  });

  it('becomes an app when its owner confirms it, and is told so', async () => {
    const portal = await start();
    const app = await confirmed(portal);
    expect(app).toMatchObject({
      standing: 'active',
      version: 2,
    });
    expect(app.missing).toBeUndefined();
    expect(await audited(portal)).toEqual(['app.drafted', 'app.registered']);
    await settled(portal);
    const { body } = await portal.as(MAYA).get(`/apps/${APP}/versions`);
    expect(body.items).toMatchObject([
      { version: 2, changedBy: MAYA, via: 'api', changes: [] },
      { version: 1, changedBy: 'system:micro-apps', via: 'repository' },
    ]);
  });

  it('that company rules deny is kept, and cannot be confirmed as it is', async () => {
    const portal = await start({
      policy: {
        ...noRules,
        async decide(input) {
          const { decision, revision } = await noRules.decide(input);
          const bad = input.registration.audience === 'public';
          return {
            revision,
            decision: {
              ...decision,
              allowed: !bad,
              violations: bad ? [{ code: 'no', because: 'Not in public' }] : [],
            },
          };
        },
      },
    });
    await look(portal, fileOf({ audience: 'public' }));
    const { version, registration, pendingPolicy } = await detail(portal);
    expect(pendingPolicy).toBe(true);
    const { body } = await portal
      .as(MAYA)
      .put(`/apps/${APP}/registration`, {
        registration,
        expectedVersion: version,
      })
      .expect(409);
    expect(body.error.code).toBe('gate-closed');
    const mended = await change(portal, { audience: 'team' });
    expect(mended).toMatchObject({ standing: 'active' });
    expect(mended.pendingPolicy).toBeUndefined();
  });
});

describe('a second file that says it is the app', () => {
  it('is a finding, told once, and changes nothing', async () => {
    const portal = await start();
    await confirmed(portal);
    // The catalog shows one file for each name: this one instead of hers.
    const rival = fileOf(
      { owner: NOAH, successor: undefined },
      { origin: THERE, owner: NOAH },
    );
    await look(portal, rival);
    const app = await detail(portal);
    expect(app).toMatchObject({
      owner: MAYA,
      version: 2,
      repository: { location: HERE, others: [THERE] },
    });
    expect(await proposals(portal)).toEqual([]);
    expect((await audited(portal)).slice(-2)).toEqual([
      'repository.conflict',
      'repository.gone',
    ]);
    const kinds = await notices(portal);
    expect(kinds.filter(kind => kind === 'repository.conflict')).toHaveLength(
      2,
    );
  });

  it('waits for the owner while hers is gone, and is over when hers is back', async () => {
    const portal = await start();
    await confirmed(portal);
    const rival = fileOf({ retentionDays: 30 }, { origin: THERE });
    await look(portal, rival);
    await look(portal);
    await look(portal);
    const [proposal, ...others] = await proposals(portal);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ binds: true, state: 'open' });
    await look(portal, fileOf());
    expect(await proposals(portal)).toMatchObject([{ state: 'superseded' }]);
    expect((await detail(portal)).repository).toEqual({
      location: HERE,
      state: 'bound',
      others: [],
    });
    await decide(portal, proposal.id, 'accept', { expectedVersion: 2 }).expect(
      409,
    );
  });

  it('may become the app’s file when its owner accepts it and none is bound', async () => {
    const portal = await start();
    await registered(portal);
    await look(portal, fileOf({ retentionDays: 30 }));
    const [proposal] = await proposals(portal);
    expect(proposal).toMatchObject({
      binds: true,
      changes: [{ after: '30 days' }],
    });
    expect((await detail(portal)).repository).toMatchObject({
      state: 'gone',
      others: [HERE],
    });
    await decide(portal, proposal.id, 'accept', { expectedVersion: 1 }).expect(
      200,
    );
    const app = await detail(portal);
    expect(app.repository).toEqual({
      location: HERE,
      state: 'bound',
      others: [],
    });
    expect(app.registration.retentionDays).toBe(30);
    await look(portal, fileOf({ retentionDays: 10 }));
    expect((await proposals(portal))[0]).toMatchObject({
      binds: false,
      state: 'open',
    });
  });

  it('may be bound without any change', async () => {
    const portal = await start();
    await registered(portal);
    await look(portal, fileOf());
    const [{ id, changes }] = await proposals(portal);
    expect(changes).toEqual([]);
    const { body } = await decide(portal, id, 'accept', { expectedVersion: 1 });
    expect(body).toMatchObject({ version: 1, repository: { state: 'bound' } });
    expect((await audited(portal)).at(-1)).toBe('proposal.accepted');
  });
});

describe('a catalog that shows less', () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six'];
  const many = names.map(name =>
    fileOf(
      { name: `App ${name}` },
      { name: `app-${name}`, origin: `${HERE}?${name}` },
    ),
  );
  const gone = ({ knex }: Portal) =>
    knex('micro_apps_sources').where({ state: 'gone' }).pluck('app_id');

  it('keeps every row: one file that is gone is noted, and back again', async () => {
    const portal = await start();
    await look(portal, ...many);
    portal.company.unpublish('component:default/app-one');
    await look(portal);
    expect(await gone(portal)).toEqual(['app-one']);
    const { body } = await portal.as(MAYA).get('/apps/app-one').expect(200);
    expect(body.repository).toEqual({
      location: `${HERE}?one`,
      state: 'gone',
      others: [],
    });
    await look(portal, many[0]);
    expect(await gone(portal)).toEqual([]);
    const actions = (await audited(portal)).slice(-2);
    expect(actions).toEqual(['repository.gone', 'repository.returned']);
    expect(await portal.knex('micro_apps_apps')).toHaveLength(6);
  });

  it('changes nothing when nothing is shown, when much is missing, or when it fails', async () => {
    const portal = await start();
    await look(portal, ...many);
    const stored = () => state(portal, ['micro_apps_outbox']);
    const before = await stored();
    for (const name of ['one', 'two']) {
      portal.company.unpublish(`component:default/app-${name}`);
    }
    await look(portal);
    expect(await stored()).toEqual(before);
    for (const name of names) {
      portal.company.unpublish(`component:default/app-${name}`);
    }
    await look(portal);
    expect(await stored()).toEqual(before);
    portal.company.goAway();
    await look(portal);
    expect(await stored()).toEqual(before);
    const kinds = await notices(portal);
    expect(kinds.filter(kind => kind === 'repository.missing')).toHaveLength(1);
  });

  it('shows the apps that a repository shows no longer from the registry', async () => {
    const portal = await start();
    await look(portal, ...many);
    const service = portal.withToken(mockCredentials.service.token());
    const locations = async () => {
      const { body } = await service.get('/catalog/apps').expect(200);
      return body.items.map((app: AppDetail) => app.repository);
    };
    expect((await locations()).every(Boolean)).toBe(true);
    portal.company.unpublish('component:default/app-one');
    await look(portal);
    expect((await locations()).filter(Boolean)).toHaveLength(5);
  });
});
