import type { AuditRow } from './auditRow';
import {
  createChainVerifier,
  type ChainBreak,
  type ChainReport,
  type UnreadableRow,
} from './createChainVerifier';

/** Follows a chain that is in memory; see `createChainVerifier`. @public */
export function verifyChain(
  rows: Iterable<AuditRow | UnreadableRow>,
  options: Parameters<typeof createChainVerifier>[0],
): { readonly broken: ChainBreak } | { readonly report: ChainReport } {
  const verifier = createChainVerifier(options);
  for (const row of rows) if (!verifier.add(row)) break;
  return verifier.finish();
}
