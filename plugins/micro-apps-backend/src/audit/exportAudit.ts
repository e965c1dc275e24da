import {
  accept,
  refuse,
  type AuditRow,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAuditExportPermission,
  type AuditHeadView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { Connection } from '../registry/AppStore';
import { appendAuditEntry } from './appendAuditEntry';
import { requireAuditor, requirePeople } from './auditAccess';
import { auditRows } from './DatabaseAudit';
import { readHead } from './DatabaseEntries';

const PAGE_SIZE = 500;

/**
 * The whole chain, one entry a line after a line with its head, for
 * `microapp audit verify`. A page is in memory at a time, whatever the length.
 */
export function exportAudit({
  database,
  settings,
}: BackendDeps): Command<
  { people: 'withheld' | 'shown' },
  AsyncIterable<string>
> {
  return {
    permission: microAppsAuditExportPermission,
    async run({ actor, now }, { people }) {
      const allowed = requireAuditor(actor, settings);
      if (!allowed.ok) return allowed;
      if (people === 'shown') {
        const named = requirePeople(actor, settings);
        if (!named.ok) return named;
      }
      return await database.transaction(
        async (tx): Promise<Result<AsyncIterable<string>>> => {
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'audit.exported',
            summary: `Exported the audit log${
              people === 'shown' ? ' with names' : ''
            }`,
            details: { people },
          });
          const head = await readHead(tx);
          if (!head) {
            return refuse('busy', 'The audit log has no head. Check it first');
          }
          const first = {
            format: 'micro-apps-audit-1',
            exportedAt: now.toISOString(),
            people,
            head,
          };
          return accept(linesOf(database.knex, { first, head, people }));
        },
      );
    },
  };
}

async function* linesOf(
  connection: Connection,
  options: {
    first: object;
    head: AuditHeadView;
    people: 'withheld' | 'shown';
  },
): AsyncGenerator<string> {
  const { first, head, people } = options;
  yield `${JSON.stringify(first)}\n`;
  const rows = auditRows(connection, { upTo: head.seq, pageSize: PAGE_SIZE });
  for await (const row of rows) {
    // What cannot be read is exported as such: the verifier names it.
    const told =
      'unreadable' in row || people === 'shown' ? row : withoutPeople(row);
    yield `${JSON.stringify(told)}\n`;
  }
}

/** The entry without who acted and what was said; its proof still holds. */
export function withoutPeople(row: AuditRow): AuditRow {
  if (row.format === 1) {
    const { actorSubject: _, details, ...rest } = row;
    const { summary: __, ...facts } = details;
    return row.erased === undefined
      ? { ...rest, actor: '', details: facts, withheld: true }
      : row;
  }
  const { who, words } = row;
  return {
    ...row,
    who: { commitment: who.commitment, erased: who.erased },
    words: { commitment: words.commitment, erased: words.erased },
  };
}
