import type { Entity } from '@backstage/catalog-model';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Registration } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type {
  AppDetail,
  ProposalView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  change,
  detail,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  registered,
  requested,
  RITA,
  SAM,
  settled,
  state,
  usePortals,
  voted,
  type Portal,
} from '../../__testUtils__';
import { noRules } from '../../policy/noRules';

const start = usePortals();
const HERE = 'url:https://git.example.com/lunch/blob/main/catalog-info.yaml';
const THERE = 'url:https://git.example.com/other/blob/main/catalog-info.yaml';

/** The entity that the catalog makes of a file. */
function fileOf(
  changes: Partial<Registration> = {},
  options: {
    name?: string;
    origin?: string;
    owner?: string;
    whole?: boolean;
  } = {},
): Entity {
  const { name = APP, origin = HERE, owner = MAYA, whole = true } = options;
  const { name: title, ...rest } = aRegistration(changes);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      title,
      annotations: {
        'backstage.io/managed-by-location': origin,
        'backstage.io/managed-by-origin-location': origin,
      },
    },
    spec: {
      type: 'micro-app',
      lifecycle: 'experimental',
      owner,
      ...(whole && { microApp: JSON.parse(JSON.stringify(rest)) }),
    },
  };
}

async function look(portal: Portal, ...files: readonly Entity[]) {
  for (const file of files) portal.company.publish(file);
  await portal.run('micro-apps-repositories');
}

async function proposals(portal: Portal, ref = MAYA): Promise<ProposalView[]> {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/proposals`)
    .expect(200);
  return body.items;
}

function decide(
  portal: Portal,
  id: string,
  how: string,
  body: object,
  ref = MAYA,
) {
  return portal.as(ref).post(`/apps/${APP}/proposals/${id}/${how}`, body);
}

/** An app that began in a repository and that its owner has confirmed. */
async function confirmed(portal: Portal, changes: Partial<Registration> = {}) {
  await look(portal, fileOf(changes));
  return await change(portal, {});
}

async function notices({ knex }: Portal): Promise<string[]> {
  const rows = await knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .orderBy('id');
  return rows.map(({ payload }) => JSON.parse(payload).kind);
}

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

describe('a later difference', () => {
  it('is a proposal at its commit that changes nothing by itself', async () => {
    const portal = await start();
    await confirmed(portal);
    const commit = 'a'.repeat(40);
    const entity = fileOf({ retentionDays: 30, scopes: ['crm:write'] });
    entity.metadata.annotations = {
      ...entity.metadata.annotations,
      'backstage.io/managed-by-location': `url:https://git.example.com/lunch/blob/${commit}/catalog-info.yaml`,
    };
    await look(portal, entity);
    await look(portal);
    expect(await proposals(portal)).toMatchObject([
      {
        state: 'open',
        commit,
        location: HERE,
        binds: false,
        changes: [
          { field: 'scopes', before: 'people:read', after: 'crm:write' },
          { field: 'retentionDays', before: '90 days', after: '30 days' },
        ],
      },
    ]);
    expect((await detail(portal)).version).toBe(2);
    expect((await audited(portal)).at(-1)).toBe('proposal.made');
    expect((await notices(portal)).at(-1)).toBe('proposal.made');
  });

  it('is accepted by the rules of every change: assessed anew, approval void', async () => {
    const portal = await start();
    await confirmed(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    await look(portal, fileOf(HIGH));
    const [{ id }] = await proposals(portal);
    await decide(portal, id, 'accept', { expectedVersion: 1 }).expect(409);
    await decide(portal, id, 'accept', { expectedVersion: 2 }, SAM).expect(403);
    const { body } = await decide(portal, id, 'accept', { expectedVersion: 2 });
    expect(body).toMatchObject({ version: 3, band: 'high', approval: 'void' });
    expect(await proposals(portal)).toMatchObject([
      { state: 'accepted', decidedBy: MAYA, changes: [{ after: 'Regulated' }] },
    ]);
    await decide(portal, id, 'accept', { expectedVersion: 3 }).expect(409);
    expect((await audited(portal)).slice(-2)).toEqual([
      'app.changed',
      'request.void',
    ]);
  });

  it('is declined with a reason and does not come again until the file changes', async () => {
    const portal = await start();
    await confirmed(portal);
    await look(portal, fileOf({ retentionDays: 30 }));
    const [{ id }] = await proposals(portal);
    await decide(portal, id, 'decline', {}).expect(400);
    await decide(portal, id, 'decline', { reason: 'Not now' }, NOAH).expect(
      403,
    );
    await decide(portal, id, 'decline', { reason: 'Not now' }).expect(200);
    await decide(portal, id, 'decline', { reason: 'Again' }).expect(409);
    await look(portal);
    expect(await proposals(portal)).toMatchObject([
      { state: 'declined', reason: 'Not now', decidedBy: MAYA },
    ]);
    // What was declined stays declined; what is new is proposed.
    await look(portal, fileOf({ retentionDays: 30, libraries: ['zod'] }));
    const [newest] = await proposals(portal);
    expect(newest.changes.map(({ field }) => field)).toEqual(['libraries']);
  });

  it('is decided once, also by two at the same time', async () => {
    const portal = await start();
    await confirmed(portal);
    await look(portal, fileOf({ retentionDays: 30 }));
    const [{ id }] = await proposals(portal);
    const answers = await Promise.all([
      decide(portal, id, 'decline', { reason: 'Not now' }),
      decide(portal, id, 'decline', { reason: 'Never' }, RITA),
      decide(portal, id, 'accept', { expectedVersion: 2 }, IVAN),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const [{ state: won }] = await proposals(portal);
    expect((await detail(portal)).registration.retentionDays).toBe(
      won === 'accepted' ? 30 : 90,
    );
    const decided = (await audited(portal)).slice(3);
    expect(decided).toEqual([
      won === 'accepted' ? 'app.changed' : 'proposal.declined',
    ]);
  });

  it('that is declined while it is being accepted stays declined', async () => {
    const portal = await start();
    await confirmed(portal);
    await look(portal, fileOf({ retentionDays: 30 }));
    const [{ id }] = await proposals(portal);
    // The second owner is looked up between the look and the change.
    portal.company.onLookup(RITA, () =>
      decide(portal, id, 'decline', { reason: 'Not now' }).expect(200),
    );
    const late = await decide(
      portal,
      id,
      'accept',
      { expectedVersion: 2 },
      IVAN,
    );
    expect([late.status, late.body.error.code]).toEqual([
      409,
      'not-in-this-state',
    ]);
    expect((await detail(portal)).registration.retentionDays).toBe(90);
    expect(await proposals(portal)).toMatchObject([{ state: 'declined' }]);
    expect((await audited(portal)).at(-1)).toBe('proposal.declined');
  });

  it('takes the place of an undecided one, and ends when the file takes it back', async () => {
    const portal = await start();
    await confirmed(portal);
    await look(portal, fileOf({ retentionDays: 30 }));
    await look(portal, fileOf({ retentionDays: 30, libraries: ['zod'] }));
    const [second, first] = await proposals(portal);
    expect(first.state).toBe('superseded');
    expect(second.changes.map(({ field }) => field)).toEqual([
      'libraries',
      'retentionDays',
    ]);
    await look(portal, fileOf());
    expect((await proposals(portal)).map(each => each.state)).toEqual([
      'superseded',
      'superseded',
    ]);
    await decide(portal, second.id, 'accept', { expectedVersion: 2 }).expect(
      409,
    );
  });

  it('is none where only the registry changed', async () => {
    const portal = await start();
    await confirmed(portal);
    await change(portal, { retentionDays: 30 });
    await look(portal);
    await look(portal, fileOf({ libraries: ['zod'] }));
    const [{ changes }] = await proposals(portal);
    expect(changes.map(({ field }) => field)).toEqual(['libraries']);
  });

  it('names what of it cannot be understood, and proposes the rest', async () => {
    const portal = await start();
    await confirmed(portal);
    const entity = fileOf({ libraries: ['zod'] });
    Object.assign((entity.spec as { microApp: object }).microApp, {
      retentionDays: 'forever',
      standing: 'retired',
    });
    await look(portal, entity);
    const [{ changes, unclear }] = await proposals(portal);
    expect(changes.map(({ field }) => field)).toEqual(['libraries']);
    expect(unclear.map(({ path }) => path).sort()).toEqual([
      'retentionDays',
      'standing',
    ]);
  });

  it('cannot be accepted past the rules, nor for another app', async () => {
    const portal = await start();
    await confirmed(portal);
    await registered(portal, { name: 'Another app' });
    await look(portal, fileOf({ scopes: ['nobody:knows'] }));
    const [{ id }] = await proposals(portal);
    const refused = await decide(portal, id, 'accept', { expectedVersion: 2 });
    expect([refused.status, refused.body.error.code]).toEqual([
      400,
      'integration-unknown',
    ]);
    expect((await proposals(portal))[0].state).toBe('open');
    for (const how of ['accept', 'decline']) {
      await portal
        .as(MAYA)
        .post(`/apps/another-app/proposals/${id}/${how}`, {
          ...(how === 'accept' ? { expectedVersion: 1 } : { reason: 'None' }),
        })
        .expect(404);
    }
  });

  it('is shown to owner, reviewers and administrators alone', async () => {
    const portal = await start();
    await confirmed(portal);
    for (const ref of [MAYA, RITA, SAM, IVAN]) await proposals(portal, ref);
    await portal.as(NOAH).get(`/apps/${APP}/proposals`).expect(403);
  });

  it('is none of an app at its end', async () => {
    const portal = await start();
    await confirmed(portal);
    await portal.knex('micro_apps_apps').update({ standing: 'retired' });
    await look(portal, fileOf({ retentionDays: 30 }));
    expect(await proposals(portal)).toEqual([]);
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
