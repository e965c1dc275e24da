import type { AuditRecord } from './DatabaseAudit';

/** What an entry says to people. */
export interface EntryWords {
  readonly summary: string;
  /** References to people, and what they wrote. */
  readonly personal: Readonly<Record<string, unknown>>;
  /** Ids and facts. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Name or words were erased. */
  readonly erased: boolean;
}

/** Reads facts and words of a record of either format. */
export function wordsOf(
  record: Pick<
    AuditRecord,
    'action' | 'details' | 'format' | 'words' | 'who_erased' | 'words_erased'
  >,
): EntryWords {
  const facts = JSON.parse(record.details);
  const isPlain = Number(record.format) === 1;
  const { summary: plain, ...rest } = facts;
  const { summary: sealed, ...personal } = JSON.parse(record.words ?? '{}');
  const summary: unknown = isPlain ? plain : sealed;
  return {
    // What was written is gone; what happened is not.
    summary:
      typeof summary === 'string'
        ? summary
        : `What was written here was erased (${record.action})`,
    personal,
    details: isPlain ? rest : facts,
    erased: record.who_erased !== null || record.words_erased !== null,
  };
}
