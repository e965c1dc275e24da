import {
  linkPath,
  textDigest,
  type AuditRow,
  type ChainLink,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import { AUDIT, toAuditRow, type AuditRecord } from './DatabaseAudit';
import { sha256 } from './sha256';

const PAGE = 500;

/** How many entries are about an app. */
export async function countAppEntries(
  connection: Connection,
  appId: string,
): Promise<number> {
  const rows = await connection(AUDIT)
    .where({ app_id: appId })
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(rows[0]?.n ?? 0);
}

/**
 * Every entry about an app, oldest first.
 * @throws when one of them cannot be read: a broken log proves nothing
 */
export async function readAppEntries(
  connection: Connection,
  appId: string,
): Promise<readonly AuditRow[]> {
  const records = await connection<AuditRecord>(AUDIT)
    .where({ app_id: appId })
    .orderBy('seq');
  return records.map(readable);
}

/**
 * The links that lead from the head to some entries, newest first. Entries of
 * the first format have no links and are left out.
 */
export async function readLinks(
  connection: Connection,
  options: {
    from: number;
    to: readonly number[];
    without: ReadonlySet<number>;
  },
): Promise<readonly ChainLink[]> {
  const { from, to, without } = options;
  const wanted = [...new Set(to.flatMap(seq => linkPath(from, seq)))].filter(
    seq => !without.has(seq),
  );
  const links: ChainLink[] = [];
  for (let start = 0; start < wanted.length; start += PAGE) {
    const records = await connection<AuditRecord>(AUDIT)
      .whereIn('seq', wanted.slice(start, start + PAGE))
      .andWhere({ format: 2 });
    links.push(...records.map(record => linkOf(readable(record))));
  }
  return links.sort((a, b) => b.seq - a.seq);
}

function linkOf(row: AuditRow): ChainLink {
  const { seq, prevHash } = row;
  const skipHash = row.format === 2 ? row.skipHash : prevHash;
  return { seq, prevHash, skipHash, textDigest: textDigest(row, sha256) };
}

function readable(record: AuditRecord): AuditRow {
  const row = toAuditRow(record);
  if ('unreadable' in row) {
    throw new Error(`Entry ${row.seq} of the audit log cannot be read`);
  }
  return row;
}
