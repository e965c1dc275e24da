import createKnex from 'knex';
import { createDatabase } from './database';

/** A client for PostgreSQL that connects to nothing until it is asked. */
function client() {
  return createKnex({ client: 'pg', connection: {} });
}

describe('a client of PostgreSQL', () => {
  it('is listened to once, however many databases are made of it', async () => {
    const [knex, another] = [client(), client()];
    const listeners = () => knex.listenerCount('query-error');
    const before = listeners();
    for (let n = 0; n < 12; n += 1) createDatabase(knex);
    expect(listeners()).toBe(before + 1);
    createDatabase(another);
    expect(another.listenerCount('query-error')).toBe(before + 1);
    await Promise.all([knex.destroy(), another.destroy()]);
  });
});
