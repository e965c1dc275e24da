import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  APP,
  audited,
  change,
  detail,
  IVAN,
  MAYA,
  NOAH,
  registered,
  RITA,
  SAM,
  state,
  usePortals,
} from '../__testUtils__';

const start = usePortals();

describe('changing a registration', () => {
  it('assesses anew, keeps every version and tells the history', async () => {
    const portal = await start();
    const first = await registered(portal);
    const second = await change(portal, { scopes: ['crm:write'] });
    expect(second).toMatchObject({ version: 2, band: 'medium', score: 4 });
    expect(second.envelopeHash).not.toBe(first.envelopeHash);
    await change(
      portal,
      { purpose: 'Says where to eat, in other words' },
      RITA,
    );
    const kept = await portal.knex('micro_apps_versions').orderBy('version');
    expect(
      kept.map(({ version, changed_by, changed_by_subject }) => [
        version,
        changed_by,
        changed_by_subject,
      ]),
    ).toEqual([
      [1, MAYA, 'sub-maya'],
      [2, MAYA, 'sub-maya'],
      [3, RITA, 'sub-rita'],
    ]);
    expect(JSON.parse(kept[0].registration)).toEqual(aRegistration());
    const { body } = await portal.as(MAYA).get(`/apps/${APP}/history`);
    expect(body.items).toMatchObject([
      {
        action: 'app.changed',
        actor: RITA,
        details: { version: 3, changed: ['purpose'] },
      },
      {
        action: 'app.changed',
        actor: MAYA,
        summary: 'Registration changed (version 2): risk 2 → 4 of 10',
        details: { version: 2, changed: ['scopes'] },
      },
      { action: 'app.registered', details: { version: 1 } },
    ]);
  });

  it('is refused from a stale page, and of two at once one wins', async () => {
    const portal = await start();
    const { registration } = await registered(portal);
    const put = (purpose: string, expectedVersion: number) =>
      portal.as(MAYA).put(`/apps/${APP}/registration`, {
        registration: { ...registration, purpose },
        expectedVersion,
      });
    const answers = await Promise.all([
      put('One person writes this', 1),
      put('Another writes that', 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const stale = await put('Too late for this', 1);
    expect([stale.status, stale.body.error.code]).toEqual([
      409,
      'changed-since-you-looked',
    ]);
    await put('From the future, hm', 3).expect(409);
    expect((await detail(portal)).version).toBe(2);
    expect(await audited(portal)).toHaveLength(2);
  });

  it('is refused to strangers and reviewers, and with bad input, and leaves all as it was', async () => {
    const portal = await start();
    const { registration } = await registered(portal);
    const before = await state(portal, ['micro_apps_outbox']);
    const path = `/apps/${APP}/registration`;
    const sound = { registration, expectedVersion: 1 };
    for (const ref of [NOAH, SAM]) {
      await portal.as(ref).put(path, sound).expect(403);
    }
    for (const broken of [
      { registration },
      { ...sound, expectedVersion: '1' },
      { ...sound, expectedVersion: 0 },
      { ...sound, expectedVersion: 1.5 },
      { ...sound, standing: 'active' },
      { ...sound, registration: { ...registration, score: 0 } },
      { ...sound, registration: { ...registration, scopes: ['no:such'] } },
      { ...sound, registration: { ...registration, owner: 'user:default/x' } },
    ]) {
      await portal.as(MAYA).put(path, broken).expect(400);
    }
    await portal.as(MAYA).put('/apps/nothing/registration', sound).expect(404);
    expect(await state(portal, ['micro_apps_outbox'])).toEqual(before);
  });

  it('does not let the body name another app than the address', async () => {
    const portal = await start();
    const { registration } = await registered(portal);
    await registered(portal, { name: 'Another app' });
    const { body } = await portal.as(MAYA).put(`/apps/${APP}/registration`, {
      id: 'another-app',
      registration: { ...registration, retentionDays: 10 },
      expectedVersion: 1,
    });
    expect(body.id).not.toBe('another-app');
    const other = await portal.as(MAYA).get('/apps/another-app');
    expect(other.body).toMatchObject({ version: 1, name: 'Another app' });
  });

  it('lets administrators help and owners hand over, after which they are out', async () => {
    const portal = await start();
    await registered(portal);
    await change(portal, { retentionDays: 60 }, IVAN);
    const given = await change(portal, { owner: RITA, successor: undefined });
    expect(given.viewer).toMatchObject({ isOwner: false, canEdit: false });
    const { registration, version } = await detail(portal, RITA);
    await portal
      .as(MAYA)
      .put(`/apps/${APP}/registration`, {
        registration: { ...registration, owner: MAYA },
        expectedVersion: version,
      })
      .expect(403);
  });
});

describe('names', () => {
  it('that lead to an address in use are refused', async () => {
    const portal = await start();
    await registered(portal);
    for (const name of [
      'Where2Eat',
      'where2eat',
      'Where2Eat!',
      ' WHERE2EAT ',
      'Where2E\u00e0t',
    ]) {
      const { status, body } = await portal
        .as(MAYA)
        .post('/apps', { registration: aRegistration({ name }) });
      expect([status, body.error.code]).toEqual([409, 'name-taken']);
    }
    expect(await portal.knex('micro_apps_apps')).toHaveLength(1);
  });

  it.each(['Wh\u0435re2Eat', 'Where 2 Eat', 'VVhere2Eat'])(
    'that look like an app’s are flagged: %s',
    async name => {
      const portal = await start();
      await registered(portal);
      const made = await registered(portal, { name });
      expect(made.id).toMatch(/^[a-z0-9-]+$/);
      expect(made.id).not.toBe(APP);
      expect(made.lookAlikes).toEqual([APP]);
    },
  );

  it('are flagged after a change of name as well, and no longer after the next', async () => {
    const portal = await start();
    await registered(portal, { name: 'Lunch finder' });
    await registered(portal);
    const copied = await change(portal, { name: 'Lunch f\u0456nder' });
    expect(copied).toMatchObject({ id: APP, lookAlikes: ['lunch-finder'] });
    const history = await portal.as(MAYA).get(`/apps/${APP}/history`);
    expect(history.body.items[0].details).toMatchObject({
      lookAlikes: ['lunch-finder'],
    });
    const own = await change(portal, { name: 'Where2Eat' });
    expect(own.lookAlikes).toEqual([]);
  });
});

describe('what people type', () => {
  const NAUGHTY = [
    `'; DROP TABLE micro_apps_apps; --`,
    `<script>alert('x')</script><img src=x onerror=alert(1)>`,
    '{{7*7}} ${7*7} <%= 7*7 %> $(touch /tmp/x) `id`',
    '../../../../etc/passwd%00.png',
    'a\\b"c\'d`e\u00adf',
    'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤ ̖t̝͕̳̣̻̪͞h̼͓̲̦̳̘̲e͇̣̰̦̬͎ ̢̼̻̱̘h͚͎͙̜̣̲ͅi̦̲̣̰̤v̻͍e̺̭̳̪̰-m̢iͅn̖̺̞̲̯̰d̵̼̟͙̩̼̘̳',
    '👩‍👩‍👧‍👦 🏳️‍🌈 Z\u0301 한국어 العربية עברית ไทย',
    '1e1000 NaN Infinity undefined null true 0x0 -0',
    "=cmd|' /C calc'!A0 +1+1 @SUM(1,1)",
    'line one\r\nline two\ttabbed\n\n\nend',
    '%s %d %n %p {0} \\u0041 &amp; &#0;',
    'İstanbul ıI ß ẞ ﬀ Ⅷ ①',
  ];

  it.each(NAUGHTY)('comes back byte for byte: %s', async text => {
    const portal = await start();
    const typed = `Naughty: ${text}`.trim();
    const made = await registered(portal, {
      purpose: typed,
      decommissionPlan: typed,
    });
    expect(made.registration.purpose).toBe(typed);
    const again = await detail(portal);
    expect(again.registration).toEqual(made.registration);
    const changed = await change(portal, { decommissionPlan: `${typed} x` });
    expect(changed.registration.decommissionPlan).toBe(`${typed} x`);
    const list = await portal.as(MAYA).get('/apps');
    expect(list.body.items[0].purpose).toBe(typed);
  });

  it.each(NAUGHTY)(
    'is a name or is refused, and never an error: %s',
    async text => {
      const portal = await start();
      const { status, body } = await portal
        .as(MAYA)
        .post('/apps', { registration: aRegistration({ name: text }) });
      expect([201, 400]).toContain(status);
      const made = status === 201 ? body : { id: 'a', name: text.trim() };
      expect(made.name).toBe(text.trim());
      expect(made.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    },
  );
});
