import {
  audited,
  everybodyTold,
  hoursPass,
  reported,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { withSandbox } from './__testUtils__/withSandbox';
import { tablesOf } from '../__testUtils__/databases';

const start = usePortals();
const RESTARTS = 20;

async function everyTask(portal: Portal): Promise<void> {
  for (const task of await portal.tasks()) await portal.run(task);
  await everybodyTold(portal);
}

/** How many rows each table has, and when what was looked at is due again. */
async function record({ knex }: Portal) {
  const rows: Record<string, number> = {};
  for (const table of await tablesOf(knex)) {
    const [{ count }] = await knex(table).count({ count: '*' });
    rows[table] = Number(count);
  }
  return {
    rows,
    lookedAt: await knex('micro_apps_retention_looks').pluck('due_at'),
    asked: await knex('micro_apps_people').pluck('due_at'),
  };
}

// Reliability B8.
describe('a portal that restarts again and again', () => {
  it('does nothing more often than its rows ask', async () => {
    const portal = await start();
    const { knex, company } = portal;
    await withSandbox(portal);
    const made = await reported(portal);
    await hoursPass(portal, made, 80);
    await everyTask(portal);
    const [before, actions] = [await record(portal), await audited(portal)];
    expect(actions.filter(each => each === 'incident.breached')).toHaveLength(
      2,
    );
    expect([before.lookedAt, before.asked].map(({ length }) => length)).toEqual(
      [1, 2],
    );
    for (let i = 0; i < RESTARTS; i += 1) {
      await everyTask(await start({ knex, company }));
    }
    expect(await record(portal)).toEqual(before);
    expect(await audited(portal)).toEqual(actions);
  }, 300_000);
});
