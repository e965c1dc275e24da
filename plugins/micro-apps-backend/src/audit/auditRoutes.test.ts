import {
  approved,
  IVAN,
  MAYA,
  MEDIUM,
  registered,
  SAM,
  usePortals,
} from '../__testUtils__';

const start = usePortals();
const path = '/audit/verification';

describe('checking the audit log', () => {
  it('tells an administrator that it is whole, and how far it goes', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await approved(portal);
    const { body } = await portal.as(IVAN).get(path).expect(200);
    expect(body).toEqual({
      sound: true,
      count: 3,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
      erased: 0,
    });
    const known = `${path}?count=${body.count}&head=${body.head}`;
    await registered(portal, { name: 'Another app' });
    const later = await portal.as(IVAN).get(known).expect(200);
    expect(later.body).toMatchObject({ sound: true, count: 4 });
  });

  it('says what is broken, and where', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await approved(portal);
    const { body: known } = await portal.as(IVAN).get(path).expect(200);
    await portal
      .knex('micro_apps_audit')
      .where({ seq: 2 })
      .update({ actor: 'user:default/eve' });
    const edited = await portal.as(IVAN).get(path).expect(200);
    expect(edited.body).toEqual({
      sound: false,
      at: 'edit:2',
      because: 'Entry 2 was changed.',
    });
    await portal.knex('micro_apps_audit').delete();
    await portal
      .knex('micro_apps_audit_head')
      .update({ seq: 0, hash: '0'.repeat(64) });
    const cut = await portal
      .as(IVAN)
      .get(`${path}?count=${known.count}&head=${known.head}`)
      .expect(200);
    expect(cut.body).toMatchObject({ sound: false, at: 'tail-cut:1' });
  });

  it('is for administrators, and for those whom the portal’s policy lets', async () => {
    const portal = await start();
    for (const ref of [MAYA, SAM]) {
      await portal.as(ref).get(path).expect(403);
    }
    const strict = await start({ denied: ['micro-apps.audit.read'] });
    await strict.as(IVAN).get(path).expect(403);
  });

  it('needs both parts of an earlier head, or none', async () => {
    const portal = await start();
    for (const query of [
      'count=3',
      `head=${'0'.repeat(64)}`,
      'count=x&head=y',
    ]) {
      await portal.as(IVAN).get(`${path}?${query}`).expect(400);
    }
  });
});
