import {
  accept,
  auditText,
  canonicalJson,
  chainHash,
  GENESIS_HASH,
  refuse,
  type ChainBreak,
  type Result,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import { sha256 } from './appendAuditEntry';
import { auditRows, readAuditEnd, type StoredAuditRow } from './DatabaseAudit';

const PAGE_SIZE = 500;

/** How far a chain goes, and the hash of its last row. */
export interface AuditHead {
  readonly count: number;
  readonly head: string;
}

/**
 * Follows the stored chain from its first row to its head, a page in memory
 * at a time. The verdicts are those of the core's `verifyChain`, which takes a
 * chain that fits into memory; a test holds the two together.
 *
 * Rows that are written meanwhile are left for the next time.
 *
 * @param options.expected - a head that was kept where the owner of this
 *   database cannot write. Without one, a tail that was cut together with the
 *   head row, and a chain that was calculated anew, cannot be told from a
 *   sound one
 * @returns how many rows and the last hash; or `invalid-input`, whose detail
 *   path is the kind of break and the row, e.g. `edit:7`
 */
export async function verifyAudit(
  connection: Connection,
  options: { expected?: AuditHead; pageSize?: number } = {},
): Promise<Result<AuditHead>> {
  const { expected, pageSize = PAGE_SIZE } = options;
  const end = await readAuditEnd(connection);
  if (!end) return broken('tail-cut', 1, 'The head of the chain is missing.');

  let head = GENESIS_HASH;
  let last = 0;
  let known = expected?.count === 0 ? GENESIS_HASH : undefined;
  const upTo = Math.max(end.seq, end.lastRow);
  for await (const stored of auditRows(connection, { upTo, pageSize })) {
    const found = checkRow(stored, { head, last });
    if (!found.ok) return found;
    head = found.value;
    last = stored.seq;
    if (last === expected?.count) known = head;
  }

  if (last < end.seq) {
    return broken(
      'tail-cut',
      last + 1,
      `The chain ends after row ${last}; its head says ${end.seq}.`,
    );
  }
  if (last > end.seq) {
    return broken(
      'insert',
      end.seq + 1,
      `Row ${end.seq + 1} is behind the head of the chain.`,
    );
  }
  if (head !== end.hash) {
    return broken('other-chain', last, `Row ${last} is not the chain's head.`);
  }
  if (expected && last < expected.count) {
    return broken(
      'tail-cut',
      last + 1,
      `The chain ends after row ${last}; ${expected.count} rows are known.`,
    );
  }
  if (expected && known !== expected.head) {
    return broken(
      'other-chain',
      expected.count,
      `Row ${expected.count} is not the one that is known from elsewhere.`,
    );
  }
  return accept({ count: last, head });
}

/** The hash of a row that follows `head`; or what is wrong with the row. */
function checkRow(
  { row, seq, prevHash, detailsText }: StoredAuditRow,
  { head, last }: { head: string; last: number },
): Result<string> {
  if (seq > last + 1) {
    return broken('delete', last + 1, `Row ${last + 1} is missing.`);
  }
  if (seq < last + 1) {
    return broken('insert', seq, `Row ${seq} was put in after row ${last}.`);
  }
  if (!row || hashOf(row, detailsText) !== row.hash) {
    return broken('edit', seq, `Row ${seq} was changed.`);
  }
  if (prevHash === head) return accept(row.hash);
  return seq === 1
    ? broken('other-chain', 1, 'Row 1 does not begin this chain.')
    : broken(
        'insert',
        seq,
        `Row ${seq} does not follow row ${last}: a row was put in, or replaced.`,
      );
}

/** The hash that a row has to have; `undefined` for details rewritten by hand. */
function hashOf(
  row: NonNullable<StoredAuditRow['row']>,
  detailsText: string,
): string | undefined {
  try {
    return canonicalJson(row.details) === detailsText
      ? chainHash(row.prevHash, auditText(row), sha256)
      : undefined;
  } catch {
    return undefined;
  }
}

function broken<T>(kind: ChainBreak, seq: number, because: string): Result<T> {
  return refuse<T>('invalid-input', because, [
    { path: `${kind}:${seq}`, message: because },
  ]);
}
