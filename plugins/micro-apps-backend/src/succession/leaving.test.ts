import {
  APP,
  audited,
  ballot,
  change,
  daysPass,
  detail,
  IVAN,
  leavers,
  left,
  MAYA,
  MEDIUM,
  NOAH,
  noticesWritten,
  ownersLookedUp,
  PEOPLE,
  registered,
  requested,
  RITA,
  SAM,
  settled,
  SUE,
  succession,
  usePortals,
  withCode,
} from '../__testUtils__';

const start = usePortals();
const path = `/apps/${APP}/succession`;

async function withApp(changes: Parameters<typeof registered>[1] = {}) {
  const portal = await start();
  await registered(portal, { successor: RITA, ...changes });
  return portal;
}

describe('an owner who has left', () => {
  it('is found by the directory, and her app is offered, and keeps running (E1)', async () => {
    const portal = await withApp();
    await withCode(portal);
    await left(portal, 'maya');
    const { orphan, viewer } = await succession(portal);
    expect(orphan).toMatchObject({
      appId: APP,
      leaver: MAYA,
      rung: 'second-owner',
      offers: [{ to: RITA, rung: 'second-owner' }],
    });
    expect(viewer).toEqual({ mayAccept: false, mayDecline: false });
    const days =
      Date.parse(orphan?.dueAt ?? '') - Date.parse(orphan?.orphanedAt ?? '');
    expect(days).toBe(7 * 86_400_000);
    expect((await detail(portal, RITA)).standing).toBe('active');
    expect(await audited(portal)).toEqual(
      expect.arrayContaining([
        'person.left',
        'app.orphaned',
        'leaver.finished',
      ]),
    );
    expect(await noticesWritten(portal)).toContainEqual({
      kind: 'ownership.offered',
      to: { people: [RITA] },
    });
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(403);
  });

  it('is found where the directory keeps and marks her, too', async () => {
    const portal = await withApp();
    await ownersLookedUp(portal);
    portal.company.hire('maya', { ...PEOPLE.maya, deactivated: true });
    await ownersLookedUp(portal);
    expect((await succession(portal)).orphan).toBeDefined();
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(403);
  });

  it('is nobody here from the moment that somebody says so', async () => {
    const portal = await withApp();
    await portal.as(MAYA).get('/apps').expect(200);
    await portal
      .as(SAM)
      .post('/leavers', { person: MAYA, reason: 'She has left' })
      .expect(201);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(403);
    await settled(portal);
    expect((await succession(portal)).orphan?.leaver).toBe(MAYA);
    await ownersLookedUp(portal);
    // The directory still has her; that does not bring her back.
    expect((await succession(portal)).orphan).toBeDefined();
    const [leaver] = (await leavers(portal)).items;
    expect(leaver).toMatchObject({ apps: 1, foundBy: 'person' });
    await portal
      .as(SAM)
      .post(`/leavers/${leaver.id}/return`, { reason: 'It was her namesake' })
      .expect(200);
    await settled(portal);
    expect((await succession(portal)).orphan).toBeUndefined();
    await change(portal, { purpose: 'Finds lunch, again' });
  });

  it('gives back reviews that she took on, and what she asked for ends', async () => {
    const portal = await withApp(MEDIUM);
    const asked = await requested(portal);
    await portal
      .as(SAM)
      .post(`/requests/${asked.id}/delegate`, { to: SUE })
      .expect(200);
    await portal
      .as(IVAN)
      .post('/leavers', { person: SUE, reason: 'She has left' })
      .expect(201);
    await settled(portal);
    const { body } = await portal
      .as(SAM)
      .get(`/requests/${asked.id}`)
      .expect(200);
    expect(body.delegations).toEqual([]);
    expect(await audited(portal)).toContain('review.returned');
    await portal
      .as(SUE)
      .post(`/requests/${asked.id}/votes`, ballot(asked))
      .expect(403);
    await left(portal, 'maya');
    const ended = await portal.as(SAM).get(`/requests/${asked.id}`).expect(200);
    expect(ended.body.state).toBe('void');
  });

  it('has it back on the next day where nobody took it over (E2)', async () => {
    const portal = await withApp();
    await left(portal, 'maya');
    await daysPass(portal, 1);
    portal.company.hire('maya', PEOPLE.maya);
    await ownersLookedUp(portal);
    const { orphan, earlier } = await succession(portal);
    expect(orphan).toBeUndefined();
    expect(earlier).toMatchObject([
      { leaver: MAYA, ended: { how: 'returned' } },
    ]);
    await change(portal, { purpose: 'Finds lunch, again' });
    const [leaver] = (await leavers(portal)).items;
    expect(leaver.returnedAt).toBeDefined();
  });

  it('has not where somebody did (E2)', async () => {
    const portal = await withApp();
    await left(portal, 'maya');
    await portal
      .as(RITA)
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(200);
    portal.company.hire('maya', PEOPLE.maya);
    await ownersLookedUp(portal);
    const { registration } = await detail(portal, RITA);
    expect(registration.owner).toBe(RITA);
    await portal
      .as(MAYA)
      .put(`/apps/${APP}/registration`, { registration, expectedVersion: 2 })
      .expect(403);
  });

  it('leaves nothing to the next one of her name (E4)', async () => {
    const portal = await withApp();
    await ownersLookedUp(portal);
    portal.company.hire('maya', { ...PEOPLE.maya, subject: 'sub-other-maya' });
    const { registration } = await detail(portal, SAM);
    const write = () =>
      portal
        .as(MAYA)
        .put(`/apps/${APP}/registration`, { registration, expectedVersion: 1 });
    // Before anybody has noticed, and after.
    await write().expect(403);
    await ownersLookedUp(portal);
    expect((await succession(portal)).orphan).toMatchObject({ leaver: MAYA });
    await write().expect(403);
    await portal
      .as(MAYA)
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(403);
    // She herself is welcome, and looking again finds nothing new.
    await portal.as(MAYA).get('/apps').expect(200);
    await ownersLookedUp(portal);
    expect((await leavers(portal)).items).toHaveLength(1);
    expect((await succession(portal)).orphan).toBeDefined();
  });

  it('leaves what she was asked to nobody of her name either (E4)', async () => {
    const portal = await withApp();
    await left(portal, 'maya');
    expect((await succession(portal)).orphan?.rung).toBe('second-owner');
    // Not in the unit that is asked next.
    portal.company.hire('rita', {
      subject: 'sub-other-rita',
      groups: ['sales'],
    });
    await ownersLookedUp(portal);
    const { orphan, viewer } = await succession(portal, RITA);
    expect(orphan?.offers[0]).toMatchObject({ to: RITA, answer: 'left' });
    expect(viewer).toEqual({ mayAccept: false, mayDecline: false });
    await portal
      .as(RITA)
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(403);
  });

  it('has no second owner in somebody else of that name (E4)', async () => {
    const portal = await withApp();
    await ownersLookedUp(portal);
    portal.company.hire('rita', { ...PEOPLE.rita, subject: 'sub-other-rita' });
    await portal
      .as(SAM)
      .post('/leavers', { person: MAYA, reason: 'She has left' })
      .expect(201);
    await settled(portal);
    expect((await succession(portal)).orphan?.rung).not.toBe('second-owner');
  });

  it('leaves her name to one who can leave herself', async () => {
    const portal = await withApp();
    await left(portal, 'maya');
    portal.company.hire('maya', { ...PEOPLE.maya, subject: 'sub-other-maya' });
    await ownersLookedUp(portal);
    await registered(portal, { name: 'Second' });
    const second = async () =>
      (await portal.as(SAM).get('/apps/second/succession').expect(200)).body;
    expect((await second()).orphan).toBeUndefined();
    await left(portal, 'maya');
    expect((await second()).orphan).toMatchObject({ leaver: MAYA });
    const { items } = await leavers(portal);
    expect(items.map(({ mayReturn }) => mayReturn)).toEqual([true, false]);
    await portal
      .as(SAM)
      .post(`/leavers/${items[1].id}/return`, { reason: 'She is back' })
      .expect(409);
  });

  it('stays away where a person said so, whatever the directory does', async () => {
    const portal = await withApp();
    await portal
      .as(SAM)
      .post('/leavers', { person: MAYA, reason: 'She was dismissed' })
      .expect(201);
    await left(portal, 'maya');
    portal.company.hire('maya', PEOPLE.maya);
    await ownersLookedUp(portal);
    await portal.as(MAYA).post(`${path}/accept`, {}).expect(400);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(403);
    expect((await succession(portal)).orphan).toBeDefined();
  });

  it('is not back by a word while the directory does not have her', async () => {
    const portal = await withApp();
    await left(portal, 'maya');
    const [{ id }] = (await leavers(portal)).items;
    await portal
      .as(SAM)
      .post(`/leavers/${id}/return`, { reason: 'I saw her' })
      .expect(409);
  });

  it('is reported once, and nobody whom the directory never had', async () => {
    const portal = await withApp();
    const report = (person: string) =>
      portal.as(SAM).post('/leavers', { person, reason: 'Has left' });
    await report('user:default/mayo').expect(400);
    const answers = await Promise.all([report(MAYA), report(MAYA)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is noted once by two replicas', async () => {
    const portal = await withApp();
    const twin = await start({ knex: portal.knex, company: portal.company });
    await ownersLookedUp(portal);
    portal.company.leave('maya');
    await portal.knex('micro_apps_people').update({ due_at: '2000' });
    await Promise.all([
      portal.run('micro-apps-owners'),
      twin.run('micro-apps-owners'),
    ]);
    await settled(portal);
    const actions = await audited(portal);
    for (const once of ['person.left', 'app.orphaned', 'leaver.finished']) {
      expect(actions.filter(each => each === once)).toHaveLength(1);
    }
  });

  it('tells the owner when it was the second one', async () => {
    const portal = await withApp();
    await left(portal, 'rita');
    expect((await succession(portal)).orphan).toBeUndefined();
    expect(await noticesWritten(portal)).toContainEqual({
      kind: 'app.second-owner-left',
      to: { people: [MAYA] },
    });
  });
});

describe('a bad sync', () => {
  const limit = { succession: { maxAtLeast: 0 } };

  it('cuts nobody off until somebody confirms it (E3)', async () => {
    const portal = await start({ microApps: limit });
    await registered(portal, { successor: RITA });
    await left(portal, 'maya');
    expect((await succession(portal)).orphan).toBeUndefined();
    const { items, pause } = await leavers(portal);
    expect(items).toEqual([]);
    expect(pause).toMatchObject({ missing: 1, total: 2 });
    expect(await audited(portal)).toContain('leavers.paused');
    expect(await noticesWritten(portal)).toContainEqual({
      kind: 'leavers.paused',
      to: { administrators: true },
    });
    await ownersLookedUp(portal);
    expect(
      (await audited(portal)).filter(each => each === 'leavers.paused'),
    ).toHaveLength(1);
    const confirm = (missing: number, ref = SAM) =>
      portal.as(ref).post('/leavers/confirm', { missing });
    await confirm(1, NOAH).expect(403);
    await confirm(2).expect(409);
    await confirm(1).expect(200);
    await settled(portal);
    expect((await succession(portal)).orphan).toBeDefined();
  });

  it('counts those who left in the hour, and nobody who is long gone', async () => {
    const portal = await start({
      microApps: { succession: { maxAtLeast: 1 } },
    });
    await registered(portal, { successor: RITA });
    await left(portal, 'maya');
    expect((await leavers(portal)).items).toHaveLength(1);
    // The second within the hour is one too many.
    await left(portal, 'rita');
    expect((await leavers(portal)).pause).toMatchObject({
      missing: 1,
      total: 2,
    });
    await portal
      .knex('micro_apps_leavers')
      .update({ left_at: '2026-01-01T00:00:00.000Z' });
    await ownersLookedUp(portal);
    expect((await leavers(portal)).pause).toBeUndefined();
    expect((await leavers(portal)).items).toHaveLength(2);
  });

  it('is over by itself when they are there again', async () => {
    const portal = await start({ microApps: limit });
    await registered(portal, { successor: RITA });
    await left(portal, 'maya');
    portal.company.hire('maya', PEOPLE.maya);
    await ownersLookedUp(portal);
    expect((await leavers(portal)).pause).toBeUndefined();
    expect(await audited(portal)).toContain('leavers.resumed');
    await change(portal, { purpose: 'Finds lunch, as ever' });
  });

  it('concludes nothing while the directory is away', async () => {
    const portal = await withApp();
    await ownersLookedUp(portal);
    portal.company.goAway();
    await portal.knex('micro_apps_people').update({ due_at: '2000' });
    await portal.run('micro-apps-owners');
    expect(await portal.knex('micro_apps_leavers')).toEqual([]);
    expect(await portal.knex('micro_apps_people').pluck('state')).toEqual([
      'present',
      'present',
    ]);
  });
});
