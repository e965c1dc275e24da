import type { Knex } from 'knex';
import { useDatabases } from '../__testUtils__/databases';
import {
  rowsOfEach,
  rowsTogether,
  together,
  withAsked,
  type Placed,
} from './DatabaseTogether';

const databases = useDatabases();

interface Visit {
  app: string;
  place: string;
  seq: number;
}

/** Three visits of `a`, one of `b`, and how many queries were sent. */
async function setUp() {
  const knex = await databases.init();
  await knex.schema.createTable('visits', table => {
    table.string('app');
    table.string('place');
    table.integer('seq');
  });
  await knex('visits').insert([
    { app: 'a', place: 'door', seq: 1 },
    { app: 'a', place: 'desk', seq: 2 },
    { app: 'b', place: 'desk', seq: 3 },
    { app: 'a', place: 'desk', seq: 4 },
  ]);
  const sent: string[] = [];
  knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
  return { knex, sent };
}

const rows = (connection: Knex) => connection('visits').orderBy('seq');
const byApp = rowsTogether<Visit>({ columns: ['app'], rows });
const byBoth = rowsTogether<Visit>({ columns: ['app', 'place'], rows });
const newest = rowsTogether<Visit>({
  columns: ['app'],
  rows,
  newest: { by: 'seq', limit: 2 },
});
const seqs = (found: readonly Visit[]) => found.map(({ seq }) => seq);

describe('reads of the same moment', () => {
  it('are one query, and each gets its own rows in their order', async () => {
    const { knex, sent } = await setUp();
    const found = await Promise.all(
      ['b', 'a', 'nobody', 'a'].map(app => byApp(knex, app)),
    );
    expect(found.map(seqs)).toEqual([[3], [1, 2, 4], [], [1, 2, 4]]);
    expect(sent).toHaveLength(1);
  });

  it('go by several columns', async () => {
    const { knex, sent } = await setUp();
    const found = await Promise.all([
      byBoth(knex, 'a', 'desk'),
      byBoth(knex, 'b', 'door'),
      byBoth(knex, 'b', 'desk'),
    ]);
    expect(found.map(seqs)).toEqual([[2, 4], [], [3]]);
    expect(sent).toHaveLength(1);
  });

  it('leave of each only the newest', async () => {
    const { knex, sent } = await setUp();
    const found = await Promise.all([newest(knex, 'a'), newest(knex, 'b')]);
    expect(found.map(seqs)).toEqual([[4, 2], [3]]);
    expect(sent).toHaveLength(1);
    expect(seqs(await newest(knex, 'a'))).toEqual([4, 2]);
    expect(seqs(await newest(knex, 'nobody'))).toEqual([]);
  });

  it('can compare with what each asked for', async () => {
    const { knex, sent } = await setUp();
    const since = together<[app: string, seq: number], readonly Visit[]>(
      async (connection, asked) => {
        const found: readonly (Visit & Placed)[] = await withAsked(
          connection,
          ['for_app', 'since'],
          asked.map(([app, seq]) => [app, String(seq)]),
        )
          .from('asked')
          .join('visits', 'app', 'for_app')
          .whereRaw('seq >= cast(since as integer)')
          .orderBy('seq');
        return rowsOfEach<Visit>(asked.length, found);
      },
    );
    const found = await Promise.all([
      since(knex, ['a', 2]),
      since(knex, ['b', 4]),
      since(knex, ['a', 4]),
    ]);
    expect(found.map(seqs)).toEqual([[2, 4], [], [4]]);
    expect(sent).toHaveLength(1);
  });

  it('that come later see what was written since', async () => {
    const { knex } = await setUp();
    expect(seqs(await byApp(knex, 'b'))).toEqual([3]);
    await knex('visits').insert({ app: 'b', place: 'door', seq: 5 });
    expect(seqs(await byApp(knex, 'b'))).toEqual([3, 5]);
  });

  it('see it, too, when they ask for the very same', async () => {
    const { knex } = await setUp();
    const count = together<'all', number>(async (connection, asked) => {
      const found = await connection('visits');
      return asked.map(() => found.length);
    });
    expect(await count(knex, 'all')).toBe(4);
    await knex('visits').insert({ app: 'b', place: 'door', seq: 5 });
    expect(await count(knex, 'all')).toBe(5);
  });

  it('of a transaction stay in it', async () => {
    const { knex } = await setUp();
    const tx = await knex.transaction();
    await tx('visits').insert({ app: 'b', place: 'door', seq: 5 });
    expect(seqs(await byApp(tx, 'b'))).toEqual([3, 5]);
    await tx.rollback();
    expect(seqs(await byApp(knex, 'b'))).toEqual([3]);
  });

  it('that fail, fail for everybody who asked', async () => {
    const { knex } = await setUp();
    await knex.schema.dropTable('visits');
    const found = await Promise.allSettled([
      byApp(knex, 'a'),
      byApp(knex, 'b'),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
