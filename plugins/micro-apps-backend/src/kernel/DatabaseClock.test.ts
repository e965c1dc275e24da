import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { useDatabases } from '../__testUtils__/databases';
import { createDatabaseClock } from './DatabaseClock';

const databases = useDatabases();
const NOON = Date.parse('2026-11-24T12:00:00.000Z');

/** A database that says it is noon, and a host whose clock tests set. */
function setUp(host = NOON) {
  const logger = mockServices.logger.mock();
  const state = { database: NOON, host, elapsed: 0, takes: 0 };
  const knex = {
    client: { config: { client: 'pg' } },
    raw: async () => {
      const now = String(state.database);
      state.elapsed += state.takes;
      return { rows: [{ now }] };
    },
  } as unknown as Knex;
  const clock = createDatabaseClock({
    database: { knex },
    logger,
    host: () => new Date(state.host),
    elapsed: () => state.elapsed,
  });
  return { clock, state, logger };
}

describe('the clock of the database', () => {
  it.each([
    ['a day ahead', NOON + 86_400_000],
    ['a day behind', NOON - 86_400_000],
  ])('decides, with the clock of the host %s', async (_, host) => {
    const { clock, state, logger } = setUp(host);
    await clock.measure();
    expect(+clock.now()).toBe(NOON);
    state.elapsed += 1_500;
    expect(+clock.now()).toBe(NOON + 1_500);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('seconds off that of the database'),
    );
  });

  it('is not moved by a host whose clock is set between two looks', async () => {
    const { clock, state } = setUp();
    await clock.measure();
    state.host += 7 * 86_400_000;
    state.elapsed += 10;
    expect(+clock.now()).toBe(NOON + 10);
  });

  it('is told once an hour while the host is more than a minute off, and when that is over', async () => {
    const { clock, state, logger } = setUp();
    const look = async (host: number, elapsed: number) => {
      Object.assign(state, { host, elapsed });
      await clock.measure();
      return [logger.error.mock.calls.length, logger.info.mock.calls.length];
    };
    expect(await look(NOON + 60_000, 0)).toEqual([0, 0]);
    expect(await look(NOON - 61_000, 1)).toEqual([1, 0]);
    expect(await look(NOON - 61_000, 3_600_000)).toEqual([1, 0]);
    expect(await look(NOON - 61_000, 3_600_001)).toEqual([2, 0]);
    expect(await look(NOON, 3_600_002)).toEqual([2, 1]);
    expect(await look(NOON, 3_600_003)).toEqual([2, 1]);
  });

  it('takes half of the way back into account, and no answer that came very late', async () => {
    const { clock, state } = setUp();
    state.takes = 200;
    await clock.measure();
    expect(+clock.now()).toBe(NOON + 100);
    state.takes = 5_001;
    state.database = 0;
    await clock.measure();
    expect(+clock.now()).toBe(NOON + 100 + 5_001);
  });

  it('is that of the real database, which here is the host’s', async () => {
    const knex = await databases.init();
    const clock = createDatabaseClock({
      database: { knex },
      logger: mockServices.logger.mock(),
    });
    await clock.measure();
    expect(Math.abs(+clock.now() - Date.now())).toBeLessThan(5_000);
  });
});
