import { accept } from '@micro-apps/governance-core';
import {
  microAppsAuditReadPermission,
  type AuditEntriesResponse,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import { decodeCursor } from '../kernel/cursor';
import type { BackendDeps } from '../kernel/deps';
import { appendAuditEntry } from './appendAuditEntry';
import { requireAuditor, requirePeople } from './auditAccess';
import { listEntries, type EntryFilter } from './DatabaseEntries';

/** Checked query of the page. */
export interface EntriesQuery extends EntryFilter {
  readonly limit: number;
  readonly cursor?: string;
  readonly people: 'masked' | 'shown';
}

/**
 * A page of the audit log. That somebody read it is an entry of its own,
 * written before she gets to see anything (reliability F8).
 */
export function readEntries({
  database,
  settings,
}: BackendDeps): Command<EntriesQuery, AuditEntriesResponse> {
  return {
    permission: microAppsAuditReadPermission,
    async run({ actor, now }, { limit, cursor, people, ...filter }) {
      const allowed = requireAuditor(actor, settings);
      if (!allowed.ok) return allowed;
      const shown = people === 'shown';
      // Whoever may not see names may not try them out either.
      if (shown || filter.actor?.includes('/')) {
        const named = requirePeople(actor, settings);
        if (!named.ok) return named;
      }
      const { actor: lookedFor, ...facts } = {
        ...filter,
        from: filter.from && instant(filter.from),
        to: filter.to && instant(filter.to),
      };
      const [at, seq] = decodeCursor(cursor, 2) ?? [];
      const after =
        at !== undefined && /^\d{1,15}$/.test(seq)
          ? ([at, seq] as const)
          : undefined;
      return await database.transaction(async tx => {
        const page = await listEntries(tx, {
          filter: { ...facts, actor: lookedFor },
          shown,
          limit,
          after,
        });
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'audit.read',
          summary: `Read ${page.items.length} entries of the audit log${
            shown ? ' with names' : ''
          }`,
          details: {
            ...facts,
            people,
            entries: page.items.length,
            ...(after && { before: Number(seq) }),
          },
          personal: { actor: lookedFor },
        });
        return accept(page);
      });
    },
  };
}

/** As instants are stored, so that their texts compare. */
function instant(text: string): string {
  return new Date(text).toISOString();
}
