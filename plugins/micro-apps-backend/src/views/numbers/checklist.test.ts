import {
  APP,
  inHours,
  MEDIUM,
  registered,
  usePortals,
} from '../../__testUtils__';
import { numbers, behind, ids, checked } from './__testUtils__/numbersSteps';

const start = usePortals();

describe('the checklist', () => {
  it('has the list behind every answer, page by page', async () => {
    const portal = await start();
    const names = ['Alder', 'Birch', 'Cedar', 'Elm', 'Fir'];
    for (const name of names) await registered(portal, { name });
    await registered(portal, { name: 'Pine', ...MEDIUM });
    await checked(portal, 'birch', 'access-probe', 'pass');
    await checked(portal, 'cedar', 'access-probe', 'fail');
    const { checklist } = await numbers(portal);
    const answer = (id: string) => checklist.find(each => each.id === id);
    expect(answer('sign-in')).toMatchObject({
      answer: 'no',
      counts: { yes: 1, no: 1, unknown: 4 },
    });
    expect(answer('sensitive')).toMatchObject({ answer: 'yes' });
    expect(answer('dlp')).toMatchObject({ answer: 'unknown' });
    expect(answer('registered')).toMatchObject({ answer: 'unknown' });
    expect(await ids(portal, 'check=sign-in&state=yes')).toEqual(['birch']);
    expect(await ids(portal, 'check=sign-in&state=no')).toEqual(['cedar']);
    expect(await ids(portal, 'check=sign-in&state=unknown')).toEqual([
      'alder',
      'elm',
      'fir',
      'pine',
    ]);
    expect(await ids(portal, 'check=sensitive&state=yes')).toEqual(['pine']);
    expect(await ids(portal, 'check=dlp&state=unknown')).toEqual(['pine']);
  });

  it('reads of data what the retention rule did, and what waits', async () => {
    const portal = await start();
    const now = inHours(0);
    for (const name of ['Alder', 'Birch', 'Cedar', 'Elm']) {
      await registered(portal, { name });
    }
    const looks: readonly object[] = [
      { app_id: 'alder' },
      { app_id: 'birch', waiting_count: 3 },
      { app_id: 'cedar' },
    ];
    for (const look of looks) {
      await portal
        .knex('micro_apps_retention_looks')
        .insert({ due_at: now, looked_at: now, ...look });
    }
    await portal.knex('micro_apps_kept_things').insert({
      app_id: 'cedar',
      environment: 'production',
      name: 'orders.json',
      kind: 'data',
      digest: 'd',
      received_at: now,
    });
    const of = (state: string) => ids(portal, `check=retention&state=${state}`);
    expect(await of('yes')).toEqual(['alder']);
    expect(await of('no')).toEqual(['birch']);
    expect(await of('unknown')).toEqual(['cedar', 'elm']);
    await checked(portal, 'cedar', 'disposition-log', 'pass');
    expect(await of('yes')).toEqual(['alder', 'cedar']);
    const { checklist } = await numbers(portal);
    expect(checklist.find(({ id }) => id === 'retention')).toMatchObject({
      answer: 'no',
      counts: { yes: 2, no: 1, unknown: 1 },
    });
  });

  it('looks through so many apps for a page, however rare they are', async () => {
    const portal = await start();
    await registered(portal);
    const columns = Object.keys(
      await portal.knex('micro_apps_apps').columnInfo(),
    );
    const made: Record<string, string> = {
      id: `'a' || n.i`,
      sort_name: `'a' || n.i`,
    };
    const values = columns.map(name => made[name] ?? `t."${name}"`).join(', ');
    await portal.knex.raw(
      `INSERT INTO micro_apps_apps (${columns
        .map(name => `"${name}"`)
        .join(', ')})
       WITH RECURSIVE n(i) AS (
         SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100
       )
       SELECT ${values} FROM n CROSS JOIN
         (SELECT * FROM micro_apps_apps LIMIT 1) AS t`,
    );
    await registered(portal, { name: 'Zebra', ...MEDIUM });
    let asked = 0;
    portal.knex.on('query', () => {
      asked += 1;
    });
    const query = 'check=sensitive&state=yes&limit=1';
    const first = await behind(portal, query);
    expect(first.items).toEqual([]);
    expect(asked).toBeLessThan(40);
    const second = await behind(portal, `${query}&cursor=${first.nextCursor}`);
    expect(second.items).toMatchObject([{ id: 'zebra' }]);
    expect(second.nextCursor).toBeUndefined();
  });

  it('does not take a proof of an owner for one of the portal', async () => {
    const portal = await start();
    await registered(portal);
    await checked(portal, APP, 'log-check', 'pass', 'self-reported');
    const { posture } = await numbers(portal);
    expect(posture.checks.logging).toEqual({ yes: 0, no: 0, unknown: 1 });
  });
});
