import DataLoader from 'dataloader';
import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

/** More than a page holds, and far fewer than a query may name. */
const MOST_KEYS = 200;

/**
 * A read that becomes one query for all who ask at the same moment over the
 * same connection: a page that shows fifty apps asks once and not fifty times.
 * Nothing is kept: what is asked for later is read anew.
 *
 * @param readMany - answers for all keys at once, in their order
 */
export function together<Asked extends {}, Answer>(
  readMany: (
    connection: Connection,
    asked: readonly Asked[],
  ) => Promise<readonly Answer[]>,
): (connection: Connection, asked: Asked) => Promise<Answer> {
  const loaders = new WeakMap<Connection, DataLoader<Asked, Answer>>();
  return async (connection, asked) => {
    const loader =
      loaders.get(connection) ??
      new DataLoader<Asked, Answer>(all => readMany(connection, all), {
        cache: false,
        maxBatchSize: MOST_KEYS,
      });
    loaders.set(connection, loader);
    return loader.load(asked);
  };
}

/** What {@link rowsTogether} reads. */
interface RowsRead<Column extends string> {
  /** Of which the values are asked for. */
  readonly columns: readonly Column[];
  /** Every row that counts, in its order. */
  readonly rows: (connection: Connection) => Knex.QueryBuilder;
  /** Of each key only so many rows, the highest of a column first. */
  readonly newest?: { readonly by: string; readonly limit: number };
}

/** The rows with some values in some columns, as {@link together} reads. */
export function rowsTogether<Row extends object>(
  read: RowsRead<keyof Row & string>,
): (
  connection: Connection,
  ...values: readonly string[]
) => Promise<readonly Row[]> {
  const { columns } = read;
  const load = together<readonly string[], readonly Row[]>(
    async (connection, asked) => {
      const distinct = [...new Map(asked.map(key => [keyOf(key), key]))];
      const values = distinct.map(([, key]) => [...key]);
      const found = read.rows(connection);
      if (columns.length === 1) found.whereIn(columns[0], values.flat());
      else found.whereIn(columns, values);
      const rows: Row[] = await newestOf(connection, found, {
        ...read,
        keys: distinct.length,
      });
      const byKey = new Map<string, Row[]>();
      for (const row of rows) {
        const key = keyOf(columns.map(column => String(row[column])));
        const same = byKey.get(key);
        if (same) same.push(row);
        else byKey.set(key, [row]);
      }
      return asked.map(key => byKey.get(keyOf(key)) ?? []);
    },
  );
  return (connection, ...values) => load(connection, values);
}

/** Which of those that asked a row is for. */
export interface Placed {
  readonly place_asked: string;
}

/**
 * Begins a query that knows a table `asked` of what was asked for, for reads
 * that need more than equal values; select its `place_asked` as well.
 *
 * @param values - for each that asked, its columns in their order, as text
 */
export function withAsked(
  connection: Connection,
  columns: readonly string[],
  values: readonly (readonly string[])[],
): Knex.QueryBuilder {
  const row = `(?${', ?'.repeat(columns.length)})`;
  return connection.with(
    'asked',
    ['place_asked', ...columns],
    connection.raw(
      `values ${values.map(() => row).join(', ')}`,
      values.flatMap((each, place) => [String(place), ...each]),
    ),
  );
}

/** The rows of {@link withAsked} for each that asked, in their order. */
export function rowsOfEach<Row extends object>(
  asked: number,
  rows: readonly (Row & Placed)[],
): readonly (readonly Row[])[] {
  const each: Row[][] = Array.from({ length: asked }, () => []);
  for (const row of rows) each[Number(row.place_asked)].push(row);
  return each;
}

/** Leaves of each key what {@link RowsRead.newest} asks for. */
function newestOf(
  connection: Connection,
  rows: Knex.QueryBuilder,
  { columns, newest, keys }: RowsRead<string> & { keys: number },
): Knex.QueryBuilder {
  if (!newest) return rows;
  const { by, limit } = newest;
  // Of one key nothing has to be told apart; most who ask, ask of one.
  if (keys === 1) return rows.clearOrder().orderBy(by, 'desc').limit(limit);
  const over = `partition by ${columns.map(() => '??').join(', ')}`;
  const ranked = rows
    .select('*')
    .select(
      connection.raw(`row_number() over (${over} order by ?? desc) as nth`, [
        ...columns,
        by,
      ]),
    );
  return connection
    .from(ranked.as('ranked'))
    .where('nth', '<=', limit)
    .orderBy(by, 'desc');
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values);
}
