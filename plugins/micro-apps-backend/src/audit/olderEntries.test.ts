import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  canonicalJson,
  GENESIS_HASH,
  rowHash,
  type PlainAuditRow,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { useDatabases } from '../__testUtils__/databases';
import type { Actor } from '../kernel/types';
import { appendAuditEntry } from './appendAuditEntry';
import { eraseFromAudit } from './erasePerson';
import { sha256 } from './sha256';
import { verifyAudit, type AuditHead } from './verifyAudit';

const databases = useDatabases();
const AUDIT = 'micro_apps_audit';
const NEWER = '2026112506_audit_persons.js';
const directory = resolvePackagePath(
  '@micro-apps/plugin-micro-apps-backend',
  'migrations',
);

const MAYA: Actor = {
  ref: 'user:default/maya',
  subject: 'sub-maya',
  direct: true,
};
const IVAN: Actor = { ref: 'user:default/ivan', direct: true };
const at = new Date('2026-11-24T11:00:00.000Z');

/** Writes entries as the plugin did before people left the hash. */
async function writeAsBefore(knex: Knex, from: number, count: number) {
  const head = await knex('micro_apps_audit_head').first();
  let prevHash: string = head.hash;
  for (let seq = from; seq < from + count; seq += 1) {
    const actor = seq % 2 ? MAYA : IVAN;
    const row: PlainAuditRow = {
      format: 1,
      seq,
      at: new Date(Date.UTC(2026, 10, 24, 10, 0, seq)).toISOString(),
      actor: actor.ref,
      actorSubject: actor.subject,
      action: 'app.changed',
      appId: 'where2eat',
      details: {
        version: seq,
        summary: seq === 4 ? `Asked ${MAYA.ref}` : `Entry ${seq}`,
      },
      prevHash,
      hash: '',
    };
    const hash = rowHash(row, sha256);
    await knex(AUDIT).insert({
      seq,
      at: row.at,
      actor: row.actor,
      actor_subject: row.actorSubject ?? null,
      on_behalf: null,
      action: row.action,
      app_id: row.appId,
      details: canonicalJson(row.details),
      prev_hash: prevHash,
      hash,
    });
    await knex('micro_apps_audit_head').update({ seq, hash });
    prevHash = hash;
  }
}

/** A database of the time before, with six entries. */
async function older(): Promise<Knex> {
  const knex = await databases.init();
  for (;;) {
    const [, [next]] = await knex.migrate.list({ directory });
    if (!next || next.file >= NEWER) break;
    await knex.migrate.up({ directory });
  }
  await writeAsBefore(knex, 1, 6);
  return knex;
}

async function append(knex: Knex, count: number, actor = MAYA) {
  await knex.transaction(async tx => {
    for (let i = 0; i < count; i += 1) {
      await appendAuditEntry(tx, {
        at,
        actor,
        action: 'app.changed',
        appId: 'where2eat',
        summary: `New entry ${i}`,
        details: { i },
        personal: { reason: 'because' },
      });
    }
  });
}

async function sound(knex: Knex, expected?: AuditHead): Promise<AuditHead> {
  const verified = await verifyAudit(knex, { expected });
  if (!verified.ok) throw new Error(verified.refusal.because);
  return verified.value;
}

/** Follows the chain as the plugin did before. */
async function verifiesAsBefore(knex: Knex): Promise<number> {
  let prevHash = GENESIS_HASH;
  const records = await knex(AUDIT).orderBy('seq');
  for (const record of records) {
    const row: PlainAuditRow = {
      format: 1,
      seq: Number(record.seq),
      at: record.at,
      actor: record.actor,
      actorSubject: record.actor_subject ?? undefined,
      onBehalf: record.on_behalf ?? undefined,
      action: record.action,
      appId: record.app_id ?? undefined,
      details: JSON.parse(record.details),
      prevHash,
      hash: record.hash,
    };
    expect(record.prev_hash).toBe(prevHash);
    expect(canonicalJson(row.details)).toBe(record.details);
    expect(rowHash(row, sha256)).toBe(record.hash);
    prevHash = record.hash;
  }
  const head = await knex('micro_apps_audit_head').first();
  expect(head.hash).toBe(prevHash);
  return records.length;
}

describe('entries from before people left the hash', () => {
  it('verify as they are, and new ones follow them', async () => {
    const knex = await older();
    const before = await knex(AUDIT).orderBy('seq');
    await knex.migrate.latest({ directory });
    const known = await sound(knex);
    expect(known.count).toBe(6);
    expect(known.head).toBe(before[5].hash);
    await append(knex, 5);
    expect(await sound(knex, known)).toMatchObject({ count: 11 });
    const edits = { action: 'app.praised' };
    await knex(AUDIT).where({ seq: 2 }).update(edits);
    expect(await verifyAudit(knex)).toMatchObject({
      refusal: { details: [{ path: 'edit:2' }] },
    });
  });

  it('may still be written by an instance that was not updated', async () => {
    const knex = await older();
    await knex.migrate.latest({ directory });
    await append(knex, 3);
    await writeAsBefore(knex, 10, 2);
    await append(knex, 5);
    expect(await sound(knex)).toMatchObject({ count: 16 });
  });

  it('are erased like others; what is left of them stays proven', async () => {
    const knex = await older();
    await knex.migrate.latest({ directory });
    await append(knex, 2);
    await append(knex, 2, IVAN);
    const known = await sound(knex);
    const erased = await knex.transaction(tx =>
      eraseFromAudit(tx, {
        ref: MAYA.ref,
        entries: [],
        reason: 'Asked for it',
        actor: IVAN,
        at,
      }),
    );
    // Entries 1, 3 and 5, the one that names her, and two times two parts.
    expect(erased?.parts).toBe(8);
    expect(JSON.stringify(await knex(AUDIT))).not.toMatch(/maya/);
    expect(await sound(knex, known)).toMatchObject({ count: 11, erased: 8 });
    const [, , , fourth] = await knex(AUDIT).orderBy('seq');
    expect(fourth.details).toBe('{"version":4}');
    await append(knex, 1);
    await knex(AUDIT).where({ seq: 3 }).update({ details: '{"version":9}' });
    expect(await verifyAudit(knex)).toMatchObject({
      refusal: { details: [{ path: 'edit:11' }] },
    });
  });

  it('are all there in the old form when the plugin is taken back', async () => {
    const knex = await older();
    const before = await knex(AUDIT).orderBy('seq');
    await knex.migrate.latest({ directory });
    await append(knex, 600);
    await knex.transaction(tx =>
      eraseFromAudit(tx, {
        ref: IVAN.ref,
        entries: [],
        reason: 'Asked for it',
        actor: MAYA,
        at,
      }),
    );
    for (;;) {
      const [done] = await knex.migrate.list({ directory });
      await knex.migrate.down({ directory });
      if (done.at(-1).name === NEWER) break;
    }
    expect(await verifiesAsBefore(knex)).toBe(607);
    const after = await knex(AUDIT).orderBy('seq');
    expect(after[0]).toEqual(before[0]);
    expect(after.at(-1)).toMatchObject({ actor: MAYA.ref });
    expect(JSON.parse(after.at(-1).details)).toMatchObject({
      reason: 'Asked for it',
    });
    expect(JSON.stringify(after)).not.toMatch(/ivan/);
    await knex.migrate.latest({ directory });
    await append(knex, 3);
    expect(await sound(knex)).toMatchObject({ count: 610 });
  }, 60_000);
});

describe('a name of the log', () => {
  const personAt = async (knex: Knex, seq: number) =>
    (await knex(AUDIT).where({ seq }).first()).person;
  const fresh = async (actors: readonly Actor[]) => {
    const knex = await databases.init();
    await knex.migrate.latest({ directory });
    for (const actor of actors) await append(knex, 1, actor);
    return Promise.all(actors.map((_, index) => personAt(knex, index + 1)));
  };

  it('is one for all accounts of a subject, in any spelling', async () => {
    const names = await fresh([
      { ref: 'user:default/maya', direct: true },
      MAYA,
      { ...MAYA, ref: 'User:Default/Maya.Lind' },
      { ref: 'user:default/maya.lind', direct: true },
      MAYA,
    ]);
    expect(new Set(names).size).toBe(1);
  });

  it('is another one for whoever takes over a reference', async () => {
    const [first, second, third] = await fresh([
      MAYA,
      { ...MAYA, subject: 'sub-somebody-else' },
      MAYA,
    ]);
    expect(second).not.toBe(first);
    expect(third).toBe(first);
  });

  it('says nothing about the person', async () => {
    const [name] = await fresh([MAYA]);
    const [again] = await fresh([MAYA]);
    expect(name).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).not.toBe(name);
  });
});
