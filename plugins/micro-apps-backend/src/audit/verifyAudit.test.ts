import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { rowHash, skipTarget, verifyChain } from '@micro-apps/governance-core';
import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Actor } from '../kernel/types';
import { appendAuditEntry, sha256 } from './appendAuditEntry';
import { auditRows, toAuditRow, type AuditRecord } from './DatabaseAudit';
import { verifyAudit, type AuditHead } from './verifyAudit';
import { useDatabases } from '../__testUtils__/databases';

// A thousand entries take their time on a busy machine.
jest.setTimeout(60_000);

const databases = useDatabases();
// Thousands of entries are written one by one.
jest.setTimeout(60_000);
const AUDIT = 'micro_apps_audit';
const HEAD = 'micro_apps_audit_head';

const ACTORS: readonly Actor[] = [
  { ref: 'user:default/maya', subject: 'sub-maya', direct: true },
  { ref: 'user:default/sam', direct: false },
  { ref: 'system:micro-apps', direct: true },
];

async function append(knex: Knex, from: number, count: number, word = 'first') {
  await knex.transaction(async tx => {
    for (let i = from; i < from + count; i += 1) {
      await appendAuditEntry(tx, {
        at: new Date(Date.UTC(2026, 10, 24, 10, 0, i)),
        actor: ACTORS[i % ACTORS.length],
        action: 'app.changed',
        appId: i % 4 ? 'where2eat' : undefined,
        summary: `Entry ${i} of the ${word} chain: ü, 日本, 👩‍👩‍👧, "\\", \u0000`,
        details: { z: i, a: { nested: [1.5, null, true] }, left: undefined },
      });
    }
  });
}

async function emptyChain(): Promise<Knex> {
  const knex = await databases.init();
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  return knex;
}

async function chain(count = 6) {
  const knex = await emptyChain();
  await append(knex, 1, count);
  return { knex, expected: await soundHead(knex) };
}

async function soundHead(knex: Knex): Promise<AuditHead> {
  const verified = await verifyAudit(knex);
  if (!verified.ok) throw new Error(verified.refusal.because);
  return verified.value;
}

async function breakOf(knex: Knex, expected?: AuditHead, pageSize?: number) {
  const verified = await verifyAudit(knex, { expected, pageSize });
  return verified.ok ? 'sound' : verified.refusal.details?.[0]?.path;
}

/** A row rewritten as somebody would who knows how hashes are made. */
async function forge(knex: Knex, record: AuditRecord): Promise<void> {
  const row = toAuditRow(record);
  if ('unreadable' in row) throw new Error(`Row ${row.seq} is not readable`);
  await knex(AUDIT)
    .insert({ ...record, hash: rowHash(row, sha256) })
    .onConflict('seq')
    .merge();
}

async function rowsOf(knex: Knex) {
  const rows = [];
  for await (const row of auditRows(knex, { upTo: 1e9, pageSize: 100 })) {
    rows.push(row);
  }
  return rows;
}

async function rowAt(knex: Knex, seq: number): Promise<AuditRecord> {
  const found = await knex<AuditRecord>(AUDIT).where({ seq }).first();
  if (!found) throw new Error(`There is no row ${seq}`);
  return found;
}

async function swap(knex: Knex, a: number, b: number): Promise<void> {
  await knex(AUDIT).where({ seq: a }).update({ seq: -1 });
  await knex(AUDIT).where({ seq: b }).update({ seq: a });
  await knex(AUDIT).where({ seq: -1 }).update({ seq: b });
}

describe('verifyAudit', () => {
  it('finds nothing in a sound chain, of any length and page', async () => {
    const knex = await emptyChain();
    expect(await soundHead(knex)).toEqual({
      count: 0,
      head: '0'.repeat(64),
      erased: 0,
    });
    await append(knex, 1, 20);
    for (const pageSize of [1, 2, 3, 7, 19, 20, 21]) {
      expect(await breakOf(knex, undefined, pageSize)).toBe('sound');
    }
    const expected = await soundHead(knex);
    expect(expected.count).toBe(20);
    await append(knex, 21, 5);
    expect(await breakOf(knex, expected)).toBe('sound');
    const nothing = { count: 0, head: '0'.repeat(64) };
    expect(await breakOf(knex, nothing)).toBe('sound');
  });

  it('raises no false alarm in a thousand rows of one writer', async () => {
    const knex = await emptyChain();
    await append(knex, 1, 1_000);
    expect(await soundHead(knex)).toMatchObject({ count: 1_000 });
  });

  it('raises no false alarm while entries are written', async () => {
    const { knex, expected } = await chain(10);
    const [verdicts] = await Promise.all([
      Promise.all(Array.from({ length: 5 }, () => breakOf(knex, expected, 1))),
      append(knex, 11, 5),
      append(knex, 16, 5),
    ]);
    expect(new Set(verdicts)).toEqual(new Set(['sound']));
    expect(await soundHead(knex)).toMatchObject({ count: 20 });
  });

  it.each<[string, object]>([
    ['at', { at: '2026-11-24T10:00:03.001Z' }],
    ['actor', { actor: 'user:default/eve' }],
    ['actor_subject', { actor_subject: 'sub-eve' }],
    ['on_behalf', { on_behalf: 'nobody' }],
    ['action', { action: 'app.praised' }],
    ['app_id', { app_id: 'another' }],
    ['details', { details: '{"summary":"Nothing happened"}' }],
    ['words', { words: '{"summary":"Nothing happened"}' }],
    ['words that are no JSON', { words: 'gone' }],
    ['words that are gone', { words: null }],
    ['words that are gone with their salt', { words: null, words_salt: null }],
    [
      'words that are said to be erased',
      { words: null, words_salt: null, words_erased: 5 },
    ],
    ['words_salt', { words_salt: 'f'.repeat(32) }],
    ['words_commitment', { words_commitment: 'f'.repeat(64) }],
    ['who_salt', { who_salt: null }],
    ['who_commitment', { who_commitment: 'f'.repeat(64) }],
    ['who_erased', { who_erased: 5 }],
    ['person', { person: 'another' }],
    ['format', { format: 1 }],
    ['app_prev', { app_prev: null }],
    ['skip_hash', { skip_hash: 'f'.repeat(64) }],
    ['details that are no JSON', { details: 'gone' }],
    ['details that are no object', { details: '[]' }],
    ['prev_hash', { prev_hash: 'f'.repeat(64) }],
    ['hash', { hash: 'f'.repeat(64) }],
  ])('finds an edit of %s', async (_, changes) => {
    const { knex } = await chain();
    await knex(AUDIT).where({ seq: 3 }).update(changes);
    expect(await breakOf(knex)).toBe('edit:3');
  });

  it('finds details that mean the same and are written otherwise', async () => {
    const { knex } = await chain();
    const { details } = await rowAt(knex, 3);
    await knex(AUDIT)
      .where({ seq: 3 })
      .update({ details: JSON.stringify(details, undefined, 1) });
    expect(await breakOf(knex)).toBe('edit:3');
  });

  it.each([1, 3, 5])('finds that row %i of six was deleted', async seq => {
    const { knex } = await chain();
    await knex(AUDIT).where({ seq }).delete();
    expect(await breakOf(knex)).toBe(`delete:${seq}`);
    expect(await breakOf(knex, undefined, 2)).toBe(`delete:${seq}`);
  });

  it('finds a row that was put in, with its own sound hash or before the first', async () => {
    const { knex } = await chain();
    const third = await rowAt(knex, 3);
    await forge(knex, { ...third, prev_hash: 'f'.repeat(64) });
    expect(await breakOf(knex)).toBe('insert:3');
    const { knex: other } = await chain();
    const first = await rowAt(other, 1);
    await forge(other, { ...first, seq: 0, prev_hash: 'f'.repeat(64) });
    expect(await breakOf(other)).toBe('insert:0');
  });

  it('finds a row that was added behind the head', async () => {
    const { knex, expected } = await chain();
    const last = await rowAt(knex, 6);
    const { hash } = await rowAt(knex, skipTarget(7));
    await forge(knex, {
      ...last,
      seq: 7,
      prev_hash: last.hash,
      skip_hash: hash,
    });
    expect(await breakOf(knex)).toBe('insert:7');
    expect(await breakOf(knex, expected)).toBe('insert:7');
  });

  it('finds rows that changed places', async () => {
    const { knex } = await chain();
    await swap(knex, 3, 4);
    expect(await breakOf(knex)).toBe('reorder:3');
  });

  it('finds a cut tail by the head row, and by a head kept elsewhere when that was cut, too', async () => {
    const { knex, expected } = await chain();
    await knex(AUDIT).where('seq', '>', 4).delete();
    expect(await breakOf(knex)).toBe('tail-cut:5');
    const { hash } = await rowAt(knex, 4);
    await knex(HEAD).update({ seq: 4, hash });
    // Nothing in this database can tell any more.
    expect(await breakOf(knex)).toBe('sound');
    expect(await breakOf(knex, expected)).toBe('tail-cut:5');
    // Written again word by word, it is not the same: salts differ.
    await append(knex, 5, 4);
    expect(await breakOf(knex)).toBe('sound');
    expect(await breakOf(knex, expected)).toBe('other-chain:6');
    await knex(AUDIT).delete();
    await knex(HEAD).update({ seq: 0, hash: '0'.repeat(64) });
    expect(await breakOf(knex, expected)).toBe('tail-cut:1');
  });

  it('finds another chain in the place of this one', async () => {
    const { knex, expected } = await chain();
    await knex(AUDIT).delete();
    await knex(HEAD).update({ seq: 0, hash: '0'.repeat(64) });
    await append(knex, 1, 8, 'second');
    expect(await breakOf(knex)).toBe('sound');
    expect(await breakOf(knex, expected)).toBe('other-chain:1');
    await knex(HEAD).update({ hash: 'f'.repeat(64) });
    expect(await breakOf(knex)).toBe('other-chain:8');
    await knex(HEAD).delete();
    expect(await breakOf(knex)).toBe('tail-cut:1');
  });

  it('finds a chain that begins elsewhere', async () => {
    const { knex } = await chain();
    const first = await rowAt(knex, 1);
    await forge(knex, { ...first, prev_hash: 'f'.repeat(64) });
    expect(await breakOf(knex)).toBe('other-chain:1');
  });

  it('says the same as the core does of the same rows, whatever was done to them', async () => {
    const { knex, expected } = await chain(7);
    const sound = await knex(AUDIT);
    const seqs = fc.integer({ min: 1, max: 7 });
    const damage = fc.oneof(
      fc.record({
        seq: seqs,
        column: fc.constantFrom('actor', 'action', 'hash', 'prev_hash', 'at'),
      }),
      fc.record({ remove: seqs }),
      fc.record({ swap: fc.tuple(seqs, seqs) }),
      fc.record({ forge: seqs, prevHash: fc.constantFrom('f', 'e') }),
    );
    type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;
    const apply = async (deed: Damage) => {
      if ('column' in deed) {
        await knex(AUDIT)
          .where({ seq: deed.seq })
          .update({ [deed.column]: `changed ${deed.seq}` });
      } else if ('remove' in deed) {
        await knex(AUDIT).where({ seq: deed.remove }).delete();
      } else if ('swap' in deed) {
        const [a, b] = deed.swap;
        if (a !== b) await swap(knex, a, b);
      } else {
        const row = await knex<AuditRecord>(AUDIT)
          .where({ seq: deed.forge })
          .first();
        const prev_hash = `${deed.prevHash}${deed.forge}`.padEnd(64, '0');
        if (row) await forge(knex, { ...row, prev_hash });
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: 0, maxLength: 3 }),
        fc.constantFrom(1, 3, 100),
        async (deeds, pageSize) => {
          await knex(AUDIT).delete();
          await knex(AUDIT).insert(sound);
          for (const deed of deeds) await apply(deed);
          const { count: seq, head: hash, chain: id } = expected;
          const core = verifyChain(await rowsOf(knex), {
            sha256,
            known: [{ seq, hash, chain: id }],
          });
          const wanted =
            'broken' in core
              ? `${core.broken.kind}:${core.broken.seq}`
              : 'sound';
          expect(await breakOf(knex, expected, pageSize)).toBe(wanted);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the chain', () => {
  it('cannot fork: two entries never follow the same one', async () => {
    const { knex } = await chain(3);
    await Promise.all([append(knex, 4, 3), append(knex, 7, 3)]);
    expect(await soundHead(knex)).toMatchObject({ count: 9 });
    const { prev_hash } = await knex(AUDIT).where({ seq: 5 }).first();
    const copy = await knex(AUDIT).where({ seq: 9 }).first();
    await expect(
      knex(AUDIT).insert({ ...copy, seq: 10, prev_hash }),
    ).rejects.toThrow(/UNIQUE/i);
  });

  it('takes no entry without its head, and keeps none of a transaction that failed', async () => {
    const { knex, expected } = await chain(3);
    await expect(
      knex.transaction(async tx => {
        await appendAuditEntry(tx, {
          at: new Date(),
          actor: ACTORS[0],
          action: 'app.changed',
          summary: 'Never happened',
        });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await soundHead(knex)).toEqual(expected);
    await knex(HEAD).delete();
    await expect(append(knex, 4, 1)).rejects.toThrow(/no head row/);
  });
});
