import {
  APP,
  daysPass,
  left,
  NOAH,
  ownersLookedUp,
  PEOPLE,
  registered,
  RITA,
  SAM,
  settled,
  succession,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const path = `/apps/${APP}/succession`;

/** Somebody else bears a name from now on, and is in no unit that is asked. */
function passOn({ company }: Portal, name: string) {
  company.hire(name, { subject: `sub-other-${name}`, groups: ['sales'] });
}

async function orphaned() {
  const portal = await start();
  portal.company.hire('maya', { ...PEOPLE.maya, manager: NOAH });
  // The unit is there, whoever else goes.
  portal.company.hire('olga', { groups: ['product'] });
  await registered(portal, { successor: RITA });
  await left(portal, 'maya');
  const [{ id }] = await portal.knex('micro_apps_orphans');
  const offer = async (person: string) => {
    const { body } = await portal
      .as(SAM)
      .post('/orphans/offers', { orphanIds: [id], person })
      .expect(200);
    return body.results[0];
  };
  const accept = (ref: string) =>
    portal.as(ref).post(`${path}/accept`, { expectedVersion: 1 });
  const decline = (ref: string) =>
    portal.as(ref).post(`${path}/decline`, { reason: 'No time for it' });
  return { portal, offer, accept, decline };
}

describe('an offer to take an app over', () => {
  it('is not that of the next one of the name, before anybody has looked (E4)', async () => {
    const { portal, offer, accept, decline } = await orphaned();
    expect(await offer(NOAH)).toMatchObject({ ok: true });
    passOn(portal, 'noah');
    passOn(portal, 'rita');
    for (const ref of [NOAH, RITA]) {
      expect((await succession(portal, ref)).viewer).toEqual({
        mayAccept: false,
        mayDecline: false,
      });
      const { body } = await accept(ref).expect(403);
      expect(body.error.message).toMatch(/had your user name before you/);
      await decline(ref).expect(403);
      const mine = await portal.as(ref).get('/orphans').expect(200);
      expect(mine.body.items).toEqual([]);
    }
    const { orphan } = await succession(portal);
    expect(orphan?.offers.map(({ answer }) => answer)).toEqual([
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(orphan)).not.toContain('sub-');
  });

  it('is made to the next one of the name anew, whatever the one before said', async () => {
    const { portal, offer, accept, decline } = await orphaned();
    await offer(NOAH);
    await decline(NOAH).expect(200);
    expect(await offer(NOAH)).toMatchObject({ ok: false });
    passOn(portal, 'noah');
    expect(await offer(NOAH)).toMatchObject({ ok: true });
    expect(await offer(NOAH)).toMatchObject({
      ok: false,
      because: 'This person has been asked already',
    });
    await decline(NOAH).expect(200);
    await decline(NOAH).expect(409);
    await accept(NOAH).expect(200);
    const { earlier } = await succession(portal);
    expect(
      earlier[0].offers.flatMap(({ to, answer }) =>
        to === NOAH ? [answer] : [],
      ),
    ).toEqual(['declined', 'accepted']);
  });

  it('goes to whom the name stood for when the search began', async () => {
    const { portal, accept } = await orphaned();
    passOn(portal, 'noah');
    await daysPass(portal, 8);
    await settled(portal);
    expect((await succession(portal)).orphan?.rung).toBe('manager');
    const mine = async () =>
      (await portal.as(NOAH).get('/orphans').expect(200)).body.items.length;
    expect(await mine()).toBe(0);
    await accept(NOAH).expect(403);
    portal.company.hire('noah', PEOPLE.noah);
    // Another than the one that reads keep for ten seconds.
    const twin = await start({ knex: portal.knex, company: portal.company });
    const { body } = await twin.as(NOAH).get('/orphans').expect(200);
    expect(body.items).toHaveLength(1);
    await accept(NOAH).expect(200);
  });

  it('is not answered by the departure of the one before', async () => {
    const { portal, offer, accept } = await orphaned();
    await ownersLookedUp(portal);
    passOn(portal, 'rita');
    expect(await offer(RITA)).toMatchObject({ ok: true });
    await ownersLookedUp(portal);
    const { orphan } = await succession(portal);
    expect(
      orphan?.offers.flatMap(({ to, answer }) => (to === RITA ? [answer] : [])),
    ).toEqual(['left', undefined]);
    await accept(RITA).expect(200);
  });

  it('from before, of which only the name is known, is found by the name', async () => {
    const { portal, decline, accept } = await orphaned();
    await portal
      .knex('micro_apps_orphans')
      .update({ candidate_subjects: null });
    await portal
      .knex('micro_apps_orphan_offers')
      .update({ offered_subject: '' });
    await decline(RITA).expect(200);
    await decline(RITA).expect(409);
    await accept(RITA).expect(200);
    expect(await portal.knex('micro_apps_orphan_offers')).toHaveLength(2);
  });
});
