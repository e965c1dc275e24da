import { normaliseRef, PERSON_ERASED } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Actor } from '../kernel/types';
import { appendAuditEntry, lockHead } from './appendAuditEntry';
import { erasePersonParts, hasActed } from './DatabaseErasure';
import { findPerson, forgetPerson, namesOf, personOf } from './DatabasePeople';

/**
 * Erases what the audit log holds of a person, in the caller's transaction,
 * and writes the entry that owns up to every erased part (reliability F9).
 * Afterwards nobody can tell who the name in the log stood for; who comes back
 * later is somebody new.
 *
 * @returns `undefined` when the log holds nothing of her
 */
export async function eraseFromAudit(
  tx: Knex.Transaction,
  options: {
    ref: string;
    entries: readonly number[];
    reason: string;
    actor: Actor;
    at: Date;
  },
): Promise<{ person: string; parts: number } | undefined> {
  const { entries, reason, actor, at } = options;
  const ref = normaliseRef(options.ref);
  // Before the head is locked, as everybody who writes does it.
  await personOf(tx, actor);
  const known = await findPerson(tx, ref);
  if (known === undefined && !(await hasActed(tx, ref)) && !entries.length) {
    return undefined;
  }
  const person = known ?? (await personOf(tx, { ref }));
  const names = await namesOf(tx, person);
  const by = (await lockHead(tx)).seq + 1;
  const digest = await erasePersonParts(tx, {
    person,
    refs: [...new Set([ref, ...names.refs])],
    subjects: names.subjects,
    entries,
    by,
  });
  await forgetPerson(tx, person);
  if (digest.parts === 0) return undefined;
  await appendAuditEntry(tx, {
    at,
    actor,
    action: PERSON_ERASED,
    summary: 'What the audit log held of a person was erased',
    details: { person, ...digest },
    personal: { reason },
  });
  return { person, parts: digest.parts };
}
