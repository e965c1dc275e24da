import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  audited,
  incident,
  MAYA,
  NOAH,
  registered,
  reported,
  RITA,
  SAM,
  SECURITY,
  step,
  SUE,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const MAPLAND = { kind: 'vendor', name: 'mapland' } as const;

/** Three apps with the same vendor, one without, and an incident on the first. */
async function ready(about: typeof MAPLAND | undefined = MAPLAND) {
  const portal = await start();
  const uses = { vendors: ['mapland'] };
  await registered(portal, uses);
  await registered(portal, { ...uses, name: 'Second' });
  await portal
    .as(RITA)
    .post('/apps', {
      registration: aRegistration({
        ...uses,
        name: 'Third',
        owner: RITA,
        successor: undefined,
      }),
    })
    .expect(201);
  await registered(portal, { name: 'Without', vendors: [] });
  return { portal, made: await reported(portal, { about, severity: 'high' }) };
}

async function affected(portal: Portal, id: string, ref = SAM, query = '') {
  const { body } = await portal
    .as(ref)
    .get(`/incidents/${id}/affected${query}`)
    .expect(200);
  return body;
}

describe('the apps that are affected alike', () => {
  it('are those that use the same, with who would be told', async () => {
    const { portal, made } = await ready();
    const { items, total } = await affected(portal, made.id);
    expect(total).toBe(3);
    expect(items).toMatchObject([
      { id: 'second', told: [MAYA, RITA] },
      { id: 'third', told: [RITA] },
      { id: APP, incidentId: made.id },
    ]);
    expect(items[0].incidentId).toBe(undefined);
    const page = await affected(portal, made.id, SAM, '?limit=2');
    const next = `?limit=2&cursor=${page.nextCursor}`;
    expect((await affected(portal, made.id, SAM, next)).items).toHaveLength(1);
  });

  it('are none until somebody says what it comes from', async () => {
    const { portal, made } = await ready();
    const other = await reported(portal);
    expect(await affected(portal, other.id)).toEqual({ items: [], total: 0 });
    await step(portal.as(NOAH), other, 'about', MAPLAND).expect(403);
    const { body } = await step(portal.as(SAM), other, 'about', MAPLAND).expect(
      200,
    );
    expect(body.about).toEqual(MAPLAND);
    expect((await affected(portal, other.id)).total).toBe(3);
    expect((await affected(portal, made.id)).total).toBe(3);
  });

  it('do not tell who is no reviewer where else there are incidents', async () => {
    const { portal, made } = await ready();
    await step(portal.as(SAM), made, 'spread', { appIds: ['third'] });
    const { items } = await affected(portal, made.id, NOAH);
    for (const { incidentId } of items) expect(incidentId).toBe(undefined);
  });
});

describe('opening an incident on several apps', () => {
  it('makes one of its own on each, which the security team has with that', async () => {
    const { portal, made } = await ready();
    const appIds = ['third', 'second'];
    const { body } = await step(portal.as(SAM), made, 'spread', {
      appIds,
    }).expect(200);
    expect(body.opened).toMatchObject(
      ['second', 'third'].map(appId => ({
        appId,
        originId: made.id,
        title: made.title,
        severity: 'high',
        about: MAPLAND,
        reportedBy: SAM,
        escalatedBy: SAM,
        duties: ['root-cause', 'post-mortem', 'suspension-decision'],
      })),
    );
    for (const { id, detectedAt, escalatedAt } of body.opened) {
      expect(escalatedAt).toBe(detectedAt);
      const told = await portal
        .knex('micro_apps_outbox')
        .whereLike('message_key', `notice:incident:${id}:%`)
        .whereNot({ message_key: `notice:incident:${id}:due:root-cause` })
        .pluck('message_key');
      expect(told.sort()).toEqual([
        `notice:incident:${id}:reported:owners`,
        `notice:incident:${id}:reported:security`,
      ]);
    }
    const count = (await audited(portal)).length;
    const again = await step(portal.as(SUE), made, 'spread', {
      appIds: [...appIds, APP],
    }).expect(200);
    expect(again.body.opened).toEqual([]);
    expect(await audited(portal)).toHaveLength(count);
    const { items } = await affected(portal, made.id);
    expect(
      items.every(({ incidentId }: { incidentId?: string }) => incidentId),
    ).toBe(true);
  });

  it('opens nothing when one of the apps is not there', async () => {
    const { portal, made } = await ready();
    const appIds = ['second', 'nothing'];
    await step(portal.as(SAM), made, 'spread', { appIds }).expect(404);
    expect(await portal.knex('micro_apps_incidents')).toHaveLength(1);
  });

  it('leaves taking it on to others where it is her own app', async () => {
    const { portal, made } = await ready();
    portal.company.hire('rita', { groups: [SECURITY] });
    const { body } = await step(portal.as(RITA), made, 'spread', {
      appIds: ['third'],
    }).expect(403);
    expect(body.error.code).toBe('not-eligible');
    // Second owner of the first, too; on somebody else's she opens it.
    const far = await reported(portal, { about: MAPLAND }, NOAH);
    await portal
      .knex('micro_apps_apps')
      .where({ id: APP })
      .update({
        registration: JSON.stringify(
          aRegistration({ vendors: ['mapland'], successor: undefined }),
        ),
      });
    const opened = await step(portal.as(RITA), far, 'spread', {
      appIds: ['third', 'second'],
    }).expect(200);
    expect(opened.body.opened).toMatchObject([
      { appId: 'second', duties: expect.arrayContaining(['escalation']) },
      { appId: 'third', duties: expect.arrayContaining(['escalation']) },
    ]);
    const [{ id }] = opened.body.opened;
    expect((await incident(portal, { id })).escalatedAt).toBe(undefined);
  });

  it('is for the security team, while it is open and says what it comes from', async () => {
    const { portal, made } = await ready();
    const body = { appIds: ['second'] };
    for (const ref of [MAYA, NOAH]) {
      await step(portal.as(ref), made, 'spread', body).expect(403);
    }
    const plain = await reported(portal);
    await step(portal.as(SAM), plain, 'spread', body).expect(409);
    await step(portal.as(SAM), made, 'spread', { appIds: [] }).expect(400);
  });
});
