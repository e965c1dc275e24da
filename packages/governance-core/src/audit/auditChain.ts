import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { canonicalJson } from './canonicalJson';

/** What an audit entry says; everything in it is covered by its hash. @public */
export interface AuditBody {
  /** 1, 2, 3 and so on without gaps. */
  readonly seq: number;
  /** ISO instant, UTC. */
  readonly at: string;
  readonly actor: string;
  readonly actorSubject?: string;
  readonly onBehalf?: string;
  readonly action: string;
  readonly appId?: string;
  readonly details: Record<string, unknown>;
}

/** An entry as it is stored. @public */
export interface AuditRow extends AuditBody {
  readonly prevHash: string;
  readonly hash: string;
}

/** What stands in for the hash before the first entry. @public */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * The canonical text of an entry, which the chain hashes. Other properties of
 * the value given (such as the hashes of a row) have no effect; an optional
 * property that a database gives back as null counts as absent.
 *
 * @throws TypeError when the details cannot be written as canonical JSON
 * @public
 */
export function auditText(entry: AuditBody): string {
  return canonicalJson({
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor,
    actorSubject: entry.actorSubject ?? undefined,
    onBehalf: entry.onBehalf ?? undefined,
    action: entry.action,
    appId: entry.appId ?? undefined,
    details: entry.details,
  });
}

/**
 * Hash of an entry: over the hash before it and its own text.
 *
 * @param hash - SHA-256 in hexadecimal, or as strong
 * @public
 */
export function chainHash(
  prevHash: string,
  text: string,
  hash: (text: string) => string,
): string {
  return hash(`${prevHash}\n${text}`);
}

/** How a chain can be broken. @public */
export type ChainBreak =
  | 'edit'
  | 'delete'
  | 'insert'
  | 'reorder'
  | 'tail-cut'
  | 'other-chain';

function broken<T>(kind: ChainBreak, seq: number, because: string): Result<T> {
  return refuse<T>('invalid-input', because, [
    { path: `${kind}:${seq}`, message: because },
  ]);
}

/**
 * Follows a chain from its first row to its last.
 *
 * @param rows - in stored order
 * @param options.genesis - hash before the first row
 * @param options.expected - a head kept elsewhere; without one a cut tail
 *   cannot be seen
 * @returns how many rows and the last hash; or `invalid-input`, whose detail
 *   path is the kind of break and the row, e.g. `edit:7`
 * @public
 */
export function verifyChain(
  rows: readonly AuditRow[],
  hash: (text: string) => string,
  options: {
    readonly genesis?: string;
    readonly expected?: { readonly count: number; readonly head: string };
  } = {},
): Result<{ count: number; head: string }> {
  const { genesis = GENESIS_HASH, expected } = options;
  const seqs = new Set<number>();
  for (const { seq } of rows) {
    if (seqs.has(seq)) {
      return broken('insert', seq, `Row ${seq} is there twice.`);
    }
    seqs.add(seq);
  }
  let head = genesis;
  let last = 0;
  for (const row of rows) {
    const wanted = last + 1;
    if (row.seq !== wanted) {
      return seqs.has(wanted)
        ? broken('reorder', row.seq, `Row ${row.seq} is not in its place.`)
        : broken('delete', wanted, `Row ${wanted} is missing.`);
    }
    let own: string | undefined;
    try {
      own = chainHash(row.prevHash, auditText(row), hash);
    } catch {
      own = undefined;
    }
    if (own === undefined || own !== row.hash) {
      return broken('edit', row.seq, `Row ${row.seq} was changed.`);
    }
    if (row.prevHash !== head) {
      return row.seq === 1
        ? broken('other-chain', 1, 'Row 1 does not begin this chain.')
        : broken(
            'insert',
            row.seq,
            `Row ${row.seq} does not follow row ${last}: a row was put in, or replaced.`,
          );
    }
    head = row.hash;
    last = row.seq;
  }
  if (expected) {
    if (rows.length < expected.count) {
      return broken(
        'tail-cut',
        rows.length + 1,
        `The chain ends after row ${rows.length}; ${expected.count} rows are known.`,
      );
    }
    const known = rows[expected.count - 1]?.hash ?? genesis;
    if (known !== expected.head) {
      return broken(
        'other-chain',
        expected.count,
        `Row ${expected.count} is not the one that is known from elsewhere.`,
      );
    }
  }
  return accept({ count: rows.length, head });
}
