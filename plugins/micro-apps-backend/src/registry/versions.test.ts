import type { VersionView } from '@micro-apps/plugin-micro-apps-common';
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
  SAM,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();

async function versions(portal: Portal, query = '', ref = MAYA) {
  const { body } = await portal
    .as(ref)
    .get(`/apps/${APP}/versions${query}`)
    .expect(200);
  return body;
}

describe('the versions of a registration', () => {
  it('say who changed what and when, in words, and whether it left the envelope', async () => {
    const portal = await start();
    await registered(portal);
    await change(
      portal,
      { purpose: 'Says where to eat, in other words' },
      RITA,
    );
    await change(portal, { scopes: [], audience: 'company' }, IVAN);
    const { items } = await versions(portal);
    expect(items).toMatchObject([
      {
        version: 3,
        changedBy: IVAN,
        leftEnvelope: true,
        via: 'api',
        changes: [
          {
            field: 'audience',
            title: 'Who may use it',
            before: 'one team',
            after: 'the whole company',
          },
          {
            title: 'Access (scopes)',
            before: 'people:read',
            after: 'none',
          },
        ],
      },
      {
        version: 2,
        changedBy: RITA,
        leftEnvelope: false,
        changes: [{ field: 'purpose' }],
      },
      { version: 1, changedBy: MAYA, changes: [], score: 2, band: 'low' },
    ]);
    const [third, second] = items;
    expect(third.changes).toHaveLength(2);
    expect(second.changes).toHaveLength(1);
  });

  it('page from the newest to the first, each compared with the one before', async () => {
    const portal = await start();
    await registered(portal);
    for (const retentionDays of [10, 20, 30, 40]) {
      await change(portal, { retentionDays });
    }
    const seen: VersionView[] = [];
    let query = '?limit=2';
    do {
      const page = await versions(portal, query);
      seen.push(...page.items);
      query = page.nextCursor ? `?limit=2&cursor=${page.nextCursor}` : '';
    } while (query);
    expect(
      seen.map(({ version, changes }) => [version, changes[0]?.before]),
    ).toEqual([
      [5, '30 days'],
      [4, '20 days'],
      [3, '10 days'],
      [2, '90 days'],
      [1, undefined],
    ]);
    for (const cursor of ['nothing', 'WyJ4Il0', 'WyIxIiwiMiJd']) {
      await versions(portal, `?cursor=${cursor}`);
    }
  });

  it('are for owner, reviewers and administrators', async () => {
    const portal = await start();
    await registered(portal);
    for (const ref of [MAYA, RITA, SAM, IVAN]) {
      await portal.as(ref).get(`/apps/${APP}/versions`).expect(200);
    }
    await portal.as(NOAH).get(`/apps/${APP}/versions`).expect(403);
    await portal.as(MAYA).get('/apps/nothing/versions').expect(404);
  });
});

describe('an app at its end', () => {
  it.each(['retired', 'disposed'])(
    'keeps its registration when it is %s',
    async standing => {
      const portal = await start();
      await registered(portal, MEDIUM);
      const { registration } = await detail(portal);
      await portal.knex('micro_apps_apps').update({ standing });
      for (const ref of [MAYA, IVAN]) {
        const { status, body } = await portal
          .as(ref)
          .put(`/apps/${APP}/registration`, {
            registration: { ...registration, retentionDays: 1 },
            expectedVersion: 1,
          });
        expect([status, body.error.code]).toEqual([409, 'not-in-this-state']);
        expect(body.error.message).toMatch(/Register a new app/);
        expect((await detail(portal, ref)).viewer.canEdit).toBe(false);
      }
      expect(await audited(portal)).toEqual(['app.registered']);
    },
  );
});

describe('a class or a score that moves in small steps', () => {
  it('is judged by where it arrives, however it got there', async () => {
    const portal = await start();
    const first = await registered(portal, { scopes: [], dataTypes: [] });
    expect(first).toMatchObject({ band: 'low' });
    const steps = [
      { audience: 'company' },
      { hosting: 'external' },
      { aiGeneratedShare: 100 },
      { successor: undefined },
      { endpoints: ['https://a.example.com', 'https://b.example.com'] },
      { libraries: ['some-library', 'another-library'] },
      { retentionDays: 3_000 },
      { audience: 'public' },
      { dataTypes: [{ category: 'location', volume: 'over-10000' }] },
      { dataTypes: [{ category: 'financial', volume: 'over-10000' }] },
    ] as const;
    const scores = [first.score];
    let last = first;
    for (const step of steps) {
      last = await change(portal, step);
      scores.push(last.score);
    }
    expect(Math.max(...scores)).toBeGreaterThanOrEqual(4);
    expect(last.band).not.toBe('low');
    // The same app in one step is judged the same.
    const other = await registered(portal, {
      ...last.registration,
      name: 'Another app',
    });
    expect([other.score, other.band]).toEqual([last.score, last.band]);
  });

  it('lowered and raised again is history that reviewers see', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await change(portal, { classification: 'internal' });
    await change(portal, MEDIUM);
    const { items } = await versions(portal, '', SAM);
    expect(
      items.map(({ changes, leftEnvelope }: VersionView) => [
        changes[0]?.after,
        leftEnvelope,
      ]),
    ).toEqual([
      ['Confidential', true],
      ['Internal', true],
      [undefined, undefined],
    ]);
    const { body } = await portal.as(SAM).get(`/apps/${APP}/history`);
    expect(body.items[1].summary).toMatch(
      /class lowered from confidential to internal/,
    );
  });
});

describe('a name that looks like another', () => {
  it('is shown on both apps, whichever was there first', async () => {
    const portal = await start();
    await registered(portal);
    expect((await detail(portal)).lookAlikes).toEqual([]);
    const copy = await registered(portal, { name: 'Wh\u0435re2Eat' });
    expect(copy.lookAlikes).toEqual([APP]);
    for (const ref of [MAYA, SAM, NOAH]) {
      expect((await detail(portal, ref)).lookAlikes).toEqual([copy.id]);
    }
  });
});
