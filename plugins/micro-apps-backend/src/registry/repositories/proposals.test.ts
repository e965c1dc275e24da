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
  usePortals,
  voted,
} from '../../__testUtils__';
import {
  confirmed,
  decide,
  fileOf,
  HERE,
  look,
  notices,
  proposals,
} from './__testUtils__/repositorySteps';

const start = usePortals();

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
