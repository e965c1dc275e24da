import {
  addErased,
  canonicalJson,
  erasedParts,
  normaliseRef,
  NOTHING_ERASED,
  pseudonymOf,
  type ErasureDigest,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { AUDIT, toAuditRow, type AuditRecord } from './DatabaseAudit';
import { personOf } from './DatabasePeople';
import { sha256 } from './sha256';
import { wordsOf } from './wordsOf';

const PAGE = 500;

/** Whose traces are erased. */
export interface Erased {
  /** What stands for her in the log. */
  readonly person: string;
  /** Every reference and subject that she acted under, normalised. */
  readonly refs: readonly string[];
  readonly subjects: readonly string[];
  /** Numbers of other entries whose words are erased. */
  readonly entries: readonly number[];
  /** Number of the entry that will say so; the caller holds the head lock. */
  readonly by: number;
}

/**
 * Removes name and words from the entries that a person wrote, and the words
 * from the entries of others that hold her reference; salts go with them. What
 * is left is facts, and a name that says nothing.
 *
 * @returns count and digest of the erased parts, for the entry that says so
 */
export async function erasePersonParts(
  tx: Knex.Transaction,
  erased: Erased,
): Promise<ErasureDigest> {
  let digest = NOTHING_ERASED;
  let after = 0;
  for (;;) {
    const page: AuditRecord[] = await candidates(tx, erased, after);
    for (const record of page) {
      const changes = await changesOf(tx, record, erased);
      if (changes) {
        const seq = Number(record.seq);
        await tx(AUDIT).where({ seq }).update(changes);
        digest = withParts(digest, { ...record, ...changes }, erased.by);
      }
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return digest;
    after = Number(last.seq);
  }
}

/** True when the log holds anything that was written by this person. */
export async function hasActed(
  tx: Knex.Transaction,
  ref: string,
): Promise<boolean> {
  const found = await tx(AUDIT)
    .where({ actor: normaliseRef(ref) })
    .first('seq');
  return found !== undefined;
}

/** Every entry that may hold something of her, by number. */
function candidates(
  tx: Knex.Transaction,
  { person, refs, subjects, entries }: Erased,
  after: number,
) {
  return tx<AuditRecord>(AUDIT)
    .where('seq', '>', after)
    .andWhere(any => {
      any
        .where({ person })
        .orWhereIn('actor', [...refs])
        .orWhereIn('actor_subject', [...subjects])
        .orWhereIn('seq', [...entries]);
      for (const ref of refs) {
        any
          .orWhereRaw('lower(words) like ?', [`%${ref}%`])
          .orWhere(old =>
            old
              .where({ format: 1 })
              .whereRaw('lower(details) like ?', [`%${ref}%`]),
          );
      }
    })
    .orderBy('seq')
    .limit(PAGE);
}

async function changesOf(
  tx: Knex.Transaction,
  record: AuditRecord,
  erased: Erased,
): Promise<Partial<AuditRecord> | undefined> {
  const { person, entries, by } = erased;
  const isPlain = Number(record.format) === 1;
  const isHers = isPlain ? wrote(record, erased) : record.person === person;
  const namesHer =
    entries.includes(Number(record.seq)) || mentions(record, erased);
  if (isPlain) {
    if (record.who_erased !== null || !(isHers || namesHer)) return undefined;
    const { summary: _, ...facts } = JSON.parse(record.details);
    const actor = isHers ? person : await authorOf(tx, record);
    return {
      person: actor,
      actor: pseudonymOf(actor),
      actor_subject: null,
      details: canonicalJson(facts),
      who_erased: by,
      words_erased: by,
    };
  }
  const who = isHers && record.who_erased === null;
  const words = (isHers || namesHer) && record.words_erased === null;
  if (!who && !words) return undefined;
  return {
    ...(who && {
      actor: pseudonymOf(person),
      actor_subject: null,
      who_salt: null,
      who_erased: by,
    }),
    ...(words && { words: null, words_salt: null, words_erased: by }),
  };
}

function wrote(
  { actor, actor_subject: subject }: AuditRecord,
  { refs, subjects }: Erased,
): boolean {
  return subject !== null && subjects.length > 0
    ? subjects.includes(subject)
    : refs.includes(normaliseRef(actor));
}

/** Her reference stands in the words, and is not the beginning of a longer one. */
function mentions(record: AuditRecord, { refs }: Erased): boolean {
  const { summary, personal, details } = wordsOf(record);
  const text = JSON.stringify([
    summary,
    personal,
    Number(record.format) === 1 ? details : '',
  ]).toLowerCase();
  return refs.some(ref => {
    for (let at = text.indexOf(ref); at >= 0; at = text.indexOf(ref, at + 1)) {
      const next = text.charAt(at + ref.length);
      if (!/[a-z0-9_-]/.test(next)) return true;
    }
    return false;
  });
}

/** Who wrote an entry of the first format that speaks of somebody else. */
async function authorOf(
  tx: Knex.Transaction,
  { actor, actor_subject: subject }: AuditRecord,
): Promise<string> {
  return await personOf(tx, { ref: actor, subject: subject ?? undefined });
}

function withParts(
  before: ErasureDigest,
  record: AuditRecord,
  by: number,
): ErasureDigest {
  const row = toAuditRow(record);
  if ('unreadable' in row) {
    throw new Error(`Entry ${row.seq} of the audit log cannot be read`);
  }
  return erasedParts(row)
    .filter(part => part.by === by)
    .reduce((sum, { part }) => addErased(sum, part, sha256), before);
}
