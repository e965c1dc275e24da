import {
  audited,
  IVAN,
  registered,
  SAM,
  usePortals,
} from '../../__testUtils__';
import { LUNCH_RULE, ONE_RULE } from '../../__testUtils__/oneRule';
import { board } from './__testUtils__/numbersSteps';

const start = usePortals();

describe('the board of the first 90 days', () => {
  it('begins on a day that an administrator sets, and is kept in the audit log', async () => {
    const portal = await start();
    const body = { startsAt: '2026-01-05T00:00:00Z' };
    await portal.as(SAM).put('/numbers/rollout', body).expect(403);
    await portal.as(IVAN).put('/numbers/rollout', body).expect(200);
    await portal.as(IVAN).put('/numbers/rollout', body).expect(200);
    const { start: first, steps, mayChange } = await board(portal);
    expect(mayChange).toBe(true);
    expect(first).toMatchObject({
      startsAt: '2026-01-05T00:00:00.000Z',
      setBy: IVAN,
    });
    expect(steps[0]).toMatchObject({
      dueAt: '2026-01-19T00:00:00.000Z',
      late: true,
    });
    expect(await audited(portal)).toEqual(['rollout.started']);
  });

  it('is ticked by a person where the portal cannot know, once', async () => {
    const portal = await start();
    const tick = (step: string, done: boolean, ref = IVAN) =>
      portal
        .as(ref)
        .post(`/numbers/rollout/steps/${step}`, { done, note: 'Two a unit' });
    await tick('champions', true, SAM).expect(403);
    await tick('registry', true).expect(409);
    await tick('champions', false).expect(409);
    await tick('champions', true).expect(200);
    await tick('champions', true).expect(409);
    const champions = async () =>
      (await board(portal)).steps.find(({ id }) => id === 'champions');
    expect(await champions()).toMatchObject({
      done: true,
      tick: { by: IVAN, note: 'Two a unit' },
    });
    await tick('champions', false).expect(200);
    expect(await champions()).toMatchObject({ done: false });
    expect(await audited(portal)).toEqual([
      'rollout.ticked',
      'rollout.unticked',
    ]);
  });

  it('is not ticked by a tool that acts for somebody', async () => {
    const portal = await start();
    await portal
      .as(IVAN, { actor: 'plugin:scaffolder' })
      .post('/numbers/rollout/steps/champions', { done: true, note: 'All' })
      .expect(403);
  });

  it('is answered by the portal where it knows', async () => {
    const portal = await start();
    const done = async () =>
      (await board(portal)).steps.filter(each => each.done).map(({ id }) => id);
    expect(await done()).toEqual([]);
    await registered(portal);
    expect(await done()).toEqual(['registry', 'score']);
  });

  it.each([
    ['observe', {}, false],
    ['observe', { production: 'enforce' }, true],
    ['enforce', {}, true],
  ] as const)(
    'takes rules for deciding once one is enforced: %s, %j',
    async (mode, rings, done) => {
      const rules = [{ id: LUNCH_RULE, mode, rings }];
      const portal = await start({
        policy: {
          ...ONE_RULE,
          describe: async () => ({ ...(await ONE_RULE.describe()), rules }),
        },
      });
      const { steps } = await board(portal);
      const loaded = steps.find(({ id }) => id === 'policies-loaded');
      expect(loaded).toMatchObject({ done });
    },
  );
});
