import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { accept } from '@micro-apps/governance-core';
import { refusedDecisions, useDatabases } from '../__testUtils__';
import { createDatabase } from '../kernel/database';
import {
  createRefusedDecisions,
  type RefusedDecision,
} from './refusedDecisions';

const databases = useDatabases();
const SECOND = 1_000;
const MAYA = 'user:default/maya';

async function setUp() {
  const knex = await databases.init();
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  let at = Date.parse('2026-11-28T10:00:00.000Z');
  const note = createRefusedDecisions({
    database: createDatabase(knex),
    clock: () => new Date(at),
    findActor: async ({ ref, direct }) =>
      accept({ ref, direct, subject: `sub-${ref}` }),
  });
  return {
    pass: (ms: number) => {
      at += ms;
    },
    note: (changes: Partial<RefusedDecision> = {}) =>
      note({
        ...{ code: 'not-eligible', ref: MAYA, direct: true },
        ...{ operation: 'vote', path: '/v1/requests/:id/votes', id: 'r-1' },
        ...changes,
      }),
    notNoted: async () =>
      (await refusedDecisions({ knex, as: () => never() })).map(
        ({ notNoted }) => notNoted,
      ),
  };
}

function never(): never {
  throw new Error('Nobody is asked');
}

describe('refused decisions', () => {
  it('of a loop are one entry a minute, with a count', async () => {
    const { note, pass, notNoted } = await setUp();
    for (let i = 0; i < 50; i += 1) await note();
    expect(await notNoted()).toEqual([0]);
    pass(59 * SECOND);
    await note();
    expect(await notNoted()).toEqual([0]);
    pass(SECOND);
    await note();
    expect(await notNoted()).toEqual([0, 50]);
  });

  it('of one person are twenty a minute at most, whatever they are about', async () => {
    const { note, pass, notNoted } = await setUp();
    for (let i = 0; i < 100; i += 1) await note({ id: `r-${i}` });
    expect(await notNoted()).toEqual(Array(20).fill(0));
    // Others are not kept out of the log by her.
    await note({ ref: 'user:default/noah' });
    expect(await notNoted()).toHaveLength(21);
    pass(60 * SECOND);
    await note();
    expect((await notNoted()).at(-1)).toBe(80);
  });

  it('are each an entry where code, operation or way differ', async () => {
    const { note, notNoted } = await setUp();
    await note();
    await note({ code: 'not-allowed' });
    await note({ operation: 'delegateRequest' });
    await note({ direct: false });
    await note({ ref: undefined });
    await note({ code: 'unknown-record' });
    expect(await notNoted()).toEqual([0, 0, 0, 0, 0]);
  });
});
