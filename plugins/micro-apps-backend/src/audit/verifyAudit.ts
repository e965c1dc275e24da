import {
  accept,
  createChainVerifier,
  refuse,
  type ChainBreak,
  type Result,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import { auditRows, readAuditEnd } from './DatabaseAudit';
import { sha256 } from './sha256';

const PAGE_SIZE = 1_000;

/** How far a chain goes, and the hash of its last entry. */
export interface AuditHead {
  readonly count: number;
  readonly head: string;
  /** Hash of the first entry: no two chains have the same. */
  readonly chain?: string;
}

/** What following the stored chain showed. */
export interface VerifiedAudit extends AuditHead {
  /** Names and sentences that were erased, each with its entry. */
  readonly erased: number;
}

/**
 * Follows the stored chain from its first row to its head, a page in memory
 * at a time, with the verifier of the core that `microapp audit verify` uses.
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
): Promise<Result<VerifiedAudit>> {
  const { expected, pageSize = PAGE_SIZE } = options;
  const end = await readAuditEnd(connection);
  if (!end) {
    return refused({
      kind: 'tail-cut',
      seq: 1,
      because: 'The head of the chain is missing.',
    });
  }
  const verifier = createChainVerifier({
    sha256,
    known: [
      { seq: end.seq, hash: end.hash },
      ...(expected
        ? [{ seq: expected.count, hash: expected.head, chain: expected.chain }]
        : []),
    ],
  });
  const upTo = Math.max(end.seq, end.lastRow);
  for await (const row of auditRows(connection, { upTo, pageSize })) {
    if (!verifier.add(row)) break;
  }
  const verdict = verifier.finish();
  if ('broken' in verdict) return refused(verdict.broken);
  const { seq, hash, chain, erased } = verdict.report;
  return seq > end.seq
    ? refused({
        kind: 'insert',
        seq: end.seq + 1,
        because: `Entry ${end.seq + 1} is behind the head of the chain.`,
      })
    : accept({ count: seq, head: hash, chain, erased });
}

function refused({ kind, seq, because }: ChainBreak): Result<VerifiedAudit> {
  return refuse('invalid-input', because, [
    { path: `${kind}:${seq}`, message: because },
  ]);
}
