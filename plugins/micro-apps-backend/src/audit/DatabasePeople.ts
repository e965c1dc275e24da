import { normaliseRef } from '@micro-apps/governance-core';
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { SYSTEM_ACTOR, type Actor } from '../kernel/types';
import type { Connection } from '../registry/AppStore';

const PEOPLE = 'micro_apps_audit_people';

/** What the suite itself is called in the chain. */
export const SYSTEM = 'system';

interface NameRecord {
  name: string;
  person: string;
}

const refName = (ref: string) => `ref:${normaliseRef(ref)}`;
const subjectName = (subject: string) => `sub:${subject}`;

/**
 * The name that stands for somebody in the chain: random, so that it says
 * nothing once her reference is erased, and always the same for her subject,
 * under whatever account. Whoever takes over a reference is somebody else.
 */
export async function personOf(
  tx: Knex.Transaction,
  { ref, subject }: Pick<Actor, 'ref' | 'subject'>,
): Promise<string> {
  if (ref === SYSTEM_ACTOR.ref) return SYSTEM;
  const byRef = refName(ref);
  if (subject === undefined) {
    return (await named(tx, byRef)) ?? (await keep(tx, byRef, randomUUID()));
  }
  const bySubject = subjectName(subject);
  const names = await tx<NameRecord>(PEOPLE).whereIn('name', [
    byRef,
    bySubject,
  ]);
  const find = (name: string) => names.find(row => row.name === name)?.person;
  const holder = find(byRef);
  const known = find(bySubject);
  if (known !== undefined) {
    if (holder !== known) await point(tx, byRef, known);
    return known;
  }
  // Somebody who acted before the directory knew her subject.
  const isNew = holder === undefined || (await hasSubject(tx, holder));
  const person = await keep(tx, bySubject, isNew ? randomUUID() : holder);
  if (holder !== person) await point(tx, byRef, person);
  return person;
}

/** The name that stands for whoever has this reference now. */
export async function findPerson(
  connection: Connection,
  ref: string,
): Promise<string | undefined> {
  return await named(connection, refName(ref));
}

/** Every reference and subject that somebody acted under. */
export async function namesOf(
  connection: Connection,
  person: string,
): Promise<{ refs: readonly string[]; subjects: readonly string[] }> {
  const names = await connection<NameRecord>(PEOPLE)
    .where({ person })
    .orderBy('name')
    .pluck('name');
  const cut = (prefix: string) =>
    names.flatMap(name => (name.startsWith(prefix) ? [name.slice(4)] : []));
  return { refs: cut('ref:'), subjects: cut('sub:') };
}

/** Forgets who a name of the chain stands for. */
export async function forgetPerson(
  tx: Knex.Transaction,
  person: string,
): Promise<void> {
  await tx(PEOPLE).where({ person }).delete();
}

async function named(
  connection: Connection,
  name: string,
): Promise<string | undefined> {
  const record = await connection<NameRecord>(PEOPLE).where({ name }).first();
  return record?.person;
}

/** Keeps the name; another transaction may have been first. */
async function keep(
  tx: Knex.Transaction,
  name: string,
  person: string,
): Promise<string> {
  await tx(PEOPLE).insert({ name, person }).onConflict('name').ignore();
  return (await named(tx, name)) ?? person;
}

async function point(
  tx: Knex.Transaction,
  name: string,
  person: string,
): Promise<void> {
  await tx(PEOPLE)
    .insert({ name, person })
    .onConflict('name')
    .merge({ person });
}

async function hasSubject(
  tx: Knex.Transaction,
  person: string,
): Promise<boolean> {
  return (await namesOf(tx, person)).subjects.length > 0;
}
