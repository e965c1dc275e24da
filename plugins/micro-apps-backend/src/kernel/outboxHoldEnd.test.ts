import { mockServices } from '@backstage/backend-test-utils';
import knexOf from 'knex';
import { createDatabase } from './database';
import type { OutboxRow } from './DatabaseOutbox';
import { settleDone } from './DatabaseOutboxClaims';
import { leaseFrom, OutboxHold } from './outboxHold';

jest.mock('./DatabaseOutboxClaims');
jest.useFakeTimers();

const NOW = new Date('2026-11-25T08:00:00.000Z');
const ROW: OutboxRow = {
  id: 1,
  topic: 'test.told',
  message_key: 'a',
  group_id: null,
  state: 'waiting',
  created_at: NOW.toISOString(),
  due_at: NOW.toISOString(),
  wanted_at: null,
  finished_at: null,
  payload: '{}',
  attempts: 1,
  failures: 1,
  reason: null,
};

describe('the end of what somebody holds', () => {
  it('waits for what is just being noted', async () => {
    let noted = () => {};
    jest.mocked(settleDone).mockImplementation(
      () =>
        new Promise<void>(resolve => {
          noted = resolve;
        }),
    );
    const knex = knexOf({ client: 'better-sqlite3', useNullAsDefault: true });
    const hold = new OutboxHold(
      {
        database: createDatabase(knex),
        clock: () => NOW,
        logger: mockServices.logger.mock(),
      },
      { rows: [ROW], lease: leaseFrom(NOW) },
    );
    hold.done(ROW);
    await jest.advanceTimersByTimeAsync(300);
    expect(settleDone).toHaveBeenCalledTimes(1);
    let isOver = false;
    const end = hold.end({ giveBack: true }).then(() => {
      isOver = true;
    });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(isOver).toBe(false);
    noted();
    await end;
    expect(settleDone).toHaveBeenCalledTimes(1);
  });
});
