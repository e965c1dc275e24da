import type { HistoryEntry } from '@micro-apps/plugin-micro-apps-common';
import { AUDIT, type AuditRecord } from '../audit/DatabaseAudit';
import { wordsOf } from '../audit/wordsOf';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { Connection } from '../registry/AppStore';

/** The audit entries of one app, newest first. */
export async function readHistoryPage(
  connection: Connection,
  options: { appId: string; limit: number; cursor?: string },
): Promise<{ items: readonly HistoryEntry[]; nextCursor?: string }> {
  const { appId, limit, cursor } = options;
  const [before] = decodeCursor(cursor, 1) ?? [];
  const query = connection<AuditRecord>(AUDIT)
    .where({ app_id: appId })
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (before !== undefined && /^\d{1,15}$/.test(before)) {
    query.andWhere('seq', '<', Number(before));
  }
  const records = await query;
  const items = records.slice(0, limit).map(entryOf);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      records.length > limit && last
        ? encodeCursor([String(last.seq)])
        : undefined,
  };
}

function entryOf(record: AuditRecord): HistoryEntry {
  const { summary, personal, details } = wordsOf(record);
  return {
    seq: Number(record.seq),
    at: record.at,
    actor: record.actor,
    action: record.action,
    summary,
    details: { ...details, ...personal },
  };
}
