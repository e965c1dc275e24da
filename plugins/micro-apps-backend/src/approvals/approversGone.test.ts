import {
  APP,
  ballot,
  detail,
  MEDIUM,
  noticesWritten,
  PEOPLE,
  registered,
  requested,
  SAM,
  usePortals,
  withCode,
  consideredByTheRules,
} from '../__testUtils__';

const start = usePortals();

describe('approvers whose group is gone (reliability E5)', () => {
  it('are waited for, and the administrators are alarmed once a day', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await withCode(portal);
    const asked = await requested(portal);
    const alarms = async () =>
      (await noticesWritten(portal)).filter(
        ({ kind }) => kind === 'approvers.missing',
      );
    await portal.run('micro-apps-approvers');
    expect(await alarms()).toEqual([]);
    // Deleting a group leaves its members with one group less.
    for (const name of ['sam', 'sue']) {
      portal.company.hire(name, { ...PEOPLE[name], groups: ['sales'] });
    }
    await portal.run('micro-apps-approvers');
    await portal.run('micro-apps-approvers');
    expect(await alarms()).toEqual([
      { kind: 'approvers.missing', to: { administrators: true } },
    ]);
    await consideredByTheRules(portal);
    expect((await detail(portal)).approval).toBe('open');
    await portal
      .as(SAM)
      .post(`/requests/${asked.id}/votes`, ballot(asked))
      .expect(403);
    const { body } = await portal
      .as('user:default/maya')
      .get(`/apps/${APP}`)
      .expect(200);
    expect(body.request.state).toBe('open');
  });
});
