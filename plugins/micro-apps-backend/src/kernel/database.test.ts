import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { testsOnPostgres, useDatabases } from '../__testUtils__/databases';
import { createRouter } from '../createRouter';
import { sentenceOf } from '../provisioning/sentenceOf';
import {
  causeOf,
  createDatabase,
  isDatabaseAway,
  isUniqueViolation,
} from './database';

const databases = useDatabases();
const testOnPostgres = testsOnPostgres();

function failed(code: string, message: string, name = 'Error'): Error {
  return Object.assign(new Error(message), { code, name });
}

describe('errors of a database', () => {
  it.each([
    '08006',
    '53300',
    '57P01',
    '25006',
    '55P03',
    '57014',
    'ENETUNREACH',
    'SQLITE_BUSY',
    'SQLITE_FULL',
  ])('with the code %s mean that it is away for now', code => {
    expect(isDatabaseAway(failed(code, 'x'))).toBe(true);
    expect(isUniqueViolation(failed(code, 'x'))).toBe(false);
  });

  it('that a repetition cannot heal do not', () => {
    for (const code of ['23505', '42P01', 'SQLITE_ERROR', '22021', '']) {
      expect(isDatabaseAway(failed(code, 'x'))).toBe(false);
    }
    expect(isDatabaseAway(undefined)).toBe(false);
    expect(isDatabaseAway(failed('', 'x', 'KnexTimeoutError'))).toBe(true);
    for (const words of [
      'select 1 - Query read timeout',
      'Connection terminated unexpectedly',
      'timeout expired',
    ]) {
      expect(isDatabaseAway(new Error(words))).toBe(true);
    }
    expect(isDatabaseAway(new Error('The scanner gave nothing'))).toBe(false);
  });

  it('are logged without the statement and its values', () => {
    const error = failed(
      '23505',
      `insert into "apps" ("purpose") values ('Maya - her salary') - duplicate key value`,
      'error',
    );
    expect(causeOf(error)).toBe('error 23505: duplicate key value');
    expect(causeOf(new Error('No such app - or gone'))).toBe(
      'Error: No such app - or gone',
    );
    expect(sentenceOf(error)).toMatch(/^The registry could not note/);
    // What the file system says has five letters as well.
    const pipe = failed('EPIPE', 'The app - or its pipe - is gone');
    expect(sentenceOf(pipe)).toBe('The app - or its pipe - is gone');
    expect(causeOf('thrown text')).toBe('thrown text');
  });
});

/** Two rows with a number each. */
async function setUp() {
  const knex = await databases.init();
  await knex.schema.createTable('numbers', table => {
    table.integer('id').primary();
    table.integer('value').notNullable();
  });
  await knex('numbers').insert([
    { id: 1, value: 0 },
    { id: 2, value: 0 },
  ]);
  return { knex, database: createDatabase(knex) };
}

describe('a transaction', () => {
  it.each(['40001', '40P01', 'SQLITE_BUSY'])(
    'that lost a race (%s) is tried three times in all',
    async code => {
      const { database } = await setUp();
      let tries = 0;
      const work = (until: number) =>
        database.transaction(async tx => {
          tries += 1;
          await tx('numbers').where({ id: 1 }).increment('value', 1);
          if (tries < until) throw failed(code, 'lost');
          return tries;
        });
      expect(await work(3)).toBe(3);
      tries = 0;
      await expect(work(4)).rejects.toMatchObject({ code });
      expect(tries).toBe(3);
      // What was tried in vain left nothing.
      expect(await database.knex('numbers').where({ id: 1 }).first()).toEqual({
        id: 1,
        value: 1,
      });
    },
  );

  it('that fails otherwise is not tried again', async () => {
    const { database } = await setUp();
    let tries = 0;
    await expect(
      database.transaction(async () => {
        tries += 1;
        throw failed('23505', 'taken');
      }),
    ).rejects.toMatchObject({ code: '23505' });
    expect(tries).toBe(1);
  });

  testOnPostgres(
    'in a deadlock with another one ends, and so does the other',
    async () => {
      const { knex, database } = await setUp();
      let tries = 0;
      let arrived = 0;
      let go = () => {};
      const both = new Promise<void>(resolve => {
        go = resolve;
      });
      const add = (ids: readonly number[]) =>
        database.transaction(async tx => {
          tries += 1;
          for (const id of ids) {
            await tx('numbers').where({ id }).increment('value', 1);
            arrived += 1;
            if (arrived === 2) go();
            // Each holds one row before it asks for the other.
            await both;
          }
        });
      await Promise.all([add([1, 2]), add([2, 1])]);
      expect(tries).toBe(3);
      expect(await knex('numbers').pluck('value')).toEqual([2, 2]);
    },
  );

  testOnPostgres(
    'loses no update, whatever isolation the server begins with',
    async () => {
      const { knex, database } = await setUp();
      await knex.raw(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database()); END $$`,
      );
      try {
        const { rows } = await database.transaction(tx =>
          tx.raw('SHOW transaction_isolation'),
        );
        expect(rows).toEqual([{ transaction_isolation: 'read committed' }]);
        await Promise.all(
          Array.from({ length: 20 }, () =>
            database.transaction(async tx => {
              const row = await tx('numbers')
                .where({ id: 1 })
                .forUpdate()
                .first();
              await tx('numbers')
                .where({ id: 1 })
                .update({ value: row.value + 1 });
            }),
          ),
        );
        const { value } = await knex('numbers').where({ id: 1 }).first();
        expect(value).toBe(20);
      } finally {
        await knex.raw(
          `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_isolation', current_database()); END $$`,
        );
      }
    },
  );

  it('that lost its race three times is answered with 409 in plain words', async () => {
    const router = createRouter(
      [
        parts =>
          parts.get('/lost', () => {
            throw failed('40001', 'could not serialize access');
          }),
      ],
      { logger: mockServices.logger.mock() },
    );
    const { status, body } = await request(express().use(router)).get('/lost');
    expect([status, body.error.message]).toEqual([
      409,
      'Others changed the same at this very moment. Look at it again and repeat what you did',
    ]);
  });
});
