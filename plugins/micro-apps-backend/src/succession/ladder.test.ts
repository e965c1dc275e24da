import { randomUUID } from 'node:crypto';
import {
  APP,
  audited,
  change,
  daysPass,
  detail,
  IVAN,
  left,
  MAYA,
  NOAH,
  ownersLookedUp,
  PEOPLE,
  registered,
  RITA,
  SAM,
  settled,
  succession,
  usePortals,
} from '../__testUtils__';
import { createDatabase } from '../kernel/database';
import { TooEarly } from '../kernel/outbox';
import { workStep } from './climb';

const start = usePortals();
const path = `/apps/${APP}/succession`;

async function orphaned() {
  const portal = await start();
  portal.company.hire('maya', { ...PEOPLE.maya, manager: NOAH });
  await registered(portal, { successor: RITA });
  await left(portal, 'maya');
  return portal;
}

describe('the search for a new owner', () => {
  it('ends when somebody who was asked says yes, and she confirms anew (P4)', async () => {
    const portal = await orphaned();
    const accept = (ref: string, expectedVersion = 1) =>
      portal.as(ref).post(`${path}/accept`, { expectedVersion });
    // Not her turn, not asked, and not for somebody else.
    await accept(NOAH).expect(403);
    await accept(SAM).expect(403);
    await portal
      .as(RITA, { actor: 'plugin:scaffolder' })
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(403);
    await accept(RITA, 7).expect(409);
    const { body } = await accept(RITA).expect(200);
    expect(body).toMatchObject({
      earlier: [{ ended: { how: 'accepted', newOwner: RITA } }],
    });
    expect(body.orphan).toBeUndefined();
    const app = await detail(portal, RITA);
    expect(app.registration.owner).toBe(RITA);
    expect(app.registration.successor).toBeUndefined();
    await accept(RITA, 2).expect(409);
    expect(await audited(portal)).toEqual(
      expect.arrayContaining(['app.changed', 'ownership.accepted']),
    );
    expect(await audited(portal)).not.toContain('orphan.ended');
  });

  it('goes to the first of two who say yes at once', async () => {
    const portal = await orphaned();
    await daysPass(portal, 8);
    await settled(portal);
    const answers = await Promise.all(
      [RITA, NOAH].map(ref =>
        portal.as(ref).post(`${path}/accept`, { expectedVersion: 1 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('asks the next when the time is over, each step once', async () => {
    const portal = await orphaned();
    expect((await succession(portal)).orphan?.steps).toMatchObject([
      { rung: 'second-owner', refs: [RITA] },
      { rung: 'manager', refs: [NOAH] },
      { rung: 'business-unit' },
      { rung: 'platform-team' },
    ]);
    await daysPass(portal, 7);
    await settled(portal);
    expect((await succession(portal)).orphan?.rung).toBe('manager');
    await ownersLookedUp(portal);
    const steps = (await audited(portal)).filter(
      each => each === 'orphan.step',
    );
    expect(steps).toHaveLength(1);
    await portal
      .as(NOAH)
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(200);
  });

  it('asks everybody in between after a long stand-still', async () => {
    const portal = await orphaned();
    await daysPass(portal, 60);
    await settled(portal);
    const { orphan } = await succession(portal);
    expect(orphan?.rung).toBe('platform-team');
    expect(orphan?.dueAt).toBeUndefined();
    expect(orphan?.offers.map(({ rung }) => rung)).toEqual(
      expect.arrayContaining([
        'second-owner',
        'manager',
        'business-unit',
        'platform-team',
      ]),
    );
  });

  it('asks the next at once when all of a step have said no, with the reason', async () => {
    const portal = await orphaned();
    const decline = (ref: string) =>
      portal.as(ref).post(`${path}/decline`, { reason: 'No time for it' });
    await decline(SAM).expect(403);
    await decline(RITA).expect(200);
    await decline(RITA).expect(409);
    const { orphan } = await succession(portal);
    expect(orphan?.rung).toBe('manager');
    expect(orphan?.offers[0]).toMatchObject({
      to: RITA,
      answer: 'declined',
      reason: 'No time for it',
    });
    portal.company.hire('olga', { groups: ['sales'] });
    const seen = await succession(portal, 'user:default/olga');
    expect(seen.orphan?.offers[0].reason).toBeUndefined();
    // Who said no may think better of it.
    await portal
      .as(RITA)
      .post(`${path}/accept`, { expectedVersion: 1 })
      .expect(200);
  });

  it('asks the next when somebody who was asked leaves, too', async () => {
    const portal = await orphaned();
    await left(portal, 'rita');
    expect((await succession(portal)).orphan?.rung).toBe('manager');
  });

  it('keeps new credentials away while nobody answers for the app', async () => {
    const portal = await orphaned();
    const state = async () =>
      (await detail(portal, SAM)).findings.find(
        ({ controlId }) => controlId === 'active-owner',
      )?.state;
    // There is a second owner.
    expect(await state()).toBeUndefined();
    const alone = await start();
    await registered(alone, { successor: undefined });
    await left(alone, 'maya');
    const { findings } = await detail(alone, SAM);
    expect(
      findings.find(({ controlId }) => controlId === 'active-owner')?.state,
    ).toBe('not-satisfied');
  });

  it('is over when an administrator names another owner', async () => {
    const portal = await orphaned();
    await change(portal, { owner: NOAH }, IVAN);
    const { orphan, earlier } = await succession(portal);
    expect(orphan).toBeUndefined();
    expect(earlier).toMatchObject([
      { ended: { how: 'reassigned', newOwner: NOAH } },
    ]);
  });

  it('asks nobody who is known to have left', async () => {
    const portal = await start();
    await registered(portal, { successor: RITA });
    await portal
      .as(SAM)
      .post('/leavers', { person: RITA, reason: 'She has left' })
      .expect(201);
    await left(portal, 'maya');
    expect((await succession(portal)).orphan?.rung).toBe('business-unit');
    const [{ id }] = await portal.knex('micro_apps_orphans');
    // The directory still has her.
    await portal
      .as(SAM)
      .post('/orphans/offers', { orphanIds: [id], person: RITA })
      .expect(400);
    expect(
      (await detail(portal, SAM)).findings.find(
        ({ controlId }) => controlId === 'active-owner',
      )?.state,
    ).toBe('not-satisfied');
  });

  it('counts a second owner no more who leaves meanwhile', async () => {
    const portal = await orphaned();
    await left(portal, 'rita');
    expect(
      (await detail(portal, SAM)).findings.find(
        ({ controlId }) => controlId === 'active-owner',
      )?.state,
    ).toBe('not-satisfied');
  });

  it('loses no step to a clock that is set back while it is worked on', async () => {
    const portal = await orphaned();
    const [orphan] = await portal.knex('micro_apps_orphans');
    const wantedAt = new Date(orphan.due_at);
    const work = (late: number) =>
      workStep({
        clock: () => new Date(wantedAt.getTime() + late),
        database: createDatabase(portal.knex),
        newId: randomUUID,
      })({ orphanId: orphan.id }, { wantedAt });
    await expect(work(-1)).rejects.toThrow(TooEarly);
    expect((await succession(portal)).orphan?.rung).toBe('second-owner');
    await work(0);
    expect((await succession(portal)).orphan?.rung).toBe('manager');
    await work(1);
    expect(
      (await audited(portal)).filter(each => each === 'orphan.step'),
    ).toHaveLength(1);
  });

  it('is over when the app is retired', async () => {
    const portal = await orphaned();
    await portal
      .as(IVAN)
      .post(`/apps/${APP}/retirement`, {
        expectedVersion: 1,
        typedName: 'Where2Eat',
        reason: 'Nobody wants it',
        idempotencyKey: 'the-end-of-lunch',
      })
      .expect(202);
    const { orphan, earlier } = await succession(portal);
    expect(orphan).toBeUndefined();
    expect(earlier).toMatchObject([{ ended: { how: 'retired' } }]);
    expect(
      (await portal.as(SAM).get('/orphans').expect(200)).body.items,
    ).toEqual([]);
    await daysPass(portal, 8);
    await settled(portal);
    expect(await audited(portal)).not.toContain('orphan.step');
  });
});

describe('the list of apps without an owner', () => {
  it('lets the platform team ask one person for many, with a result each', async () => {
    const portal = await start();
    for (const name of ['One', 'Two', 'Three']) {
      await registered(portal, { name, successor: undefined });
    }
    await left(portal, 'maya');
    const page = async (query = '') =>
      (await portal.as(SAM).get(`/orphans${query}`).expect(200)).body;
    const first = await page('?limit=2');
    expect(first.items).toHaveLength(2);
    const rest = await page(`?limit=2&cursor=${first.nextCursor}`);
    expect(rest.items).toHaveLength(1);
    expect(rest.nextCursor).toBeUndefined();
    const [one, two] = first.items;
    const offer = (ref: string, orphanIds: readonly string[], person = NOAH) =>
      portal.as(ref).post('/orphans/offers', { orphanIds, person });
    await offer(RITA, [one.id]).expect(403);
    await offer(SAM, [one.id], 'user:default/nobody').expect(400);
    await offer(SAM, [one.id], MAYA).expect(400);
    const { body } = await offer(SAM, [one.id, two.id, 'no-such']).expect(200);
    expect(body.results).toEqual([
      { orphanId: one.id, appId: one.appId, ok: true },
      { orphanId: two.id, appId: two.appId, ok: true },
      expect.objectContaining({ orphanId: 'no-such', ok: false }),
    ]);
    const again = await offer(SAM, [one.id]).expect(200);
    expect(again.body.results[0]).toMatchObject({
      ok: false,
      because: 'This person has been asked already',
    });
    // She sees what she was asked, and nothing changes before she says yes.
    const mine = await portal.as(NOAH).get('/orphans').expect(200);
    expect(mine.body.items).toHaveLength(2);
    const before = await portal.as(SAM).get(`/apps/${one.appId}`).expect(200);
    expect(before.body.registration.owner).toBe(MAYA);
    await portal
      .as(NOAH)
      .post(`/apps/${one.appId}/succession/accept`, { expectedVersion: 1 })
      .expect(200);
    expect((await page()).items).toHaveLength(2);
    await portal.as(SAM).get('/orphans?cursor=nonsense').expect(400);
  });

  it('is read by as many questions for three apps as for one', async () => {
    const portal = await start();
    for (const name of ['One', 'Two', 'Three']) {
      await registered(portal, { name, successor: RITA });
    }
    await left(portal, 'maya');
    const sent: string[] = [];
    portal.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
    const asked = async (address: string, about: RegExp) => {
      sent.length = 0;
      await portal.as(SAM).get(address).expect(200);
      return sent.filter(sql => about.test(sql)).length;
    };
    // Who asks is known by then.
    await asked('/orphans', /./);
    const searches = /micro_apps_(orphan|leavers)/;
    const one = await asked('/orphans?limit=1', searches);
    expect(one).toBeGreaterThan(0);
    expect(await asked('/orphans?limit=3', searches)).toBe(one);
    // What judges each app of any list.
    const judged = /micro_apps_orphans|redeemed_at/;
    const first = await asked('/apps?limit=1', judged);
    expect(first).toBeGreaterThan(0);
    expect(await asked('/apps?limit=3', judged)).toBe(first);
  });
});
