import type { AuditRow, Sha256 } from './auditRow';
import { canonicalJson } from './canonicalJson';
import type { ChainHead } from './createChainVerifier';

/** The action of the entry that closes a bundle. @public */
export const BUNDLE_EXPORTED = 'bundle.exported';

/** An entry of the chain, of which only its place is told. @public */
export interface ChainLink {
  readonly seq: number;
  readonly prevHash: string;
  readonly skipHash: string;
  readonly textDigest: string;
}

/**
 * Everything that the register holds about one app, with proof: its audit
 * entries, the links that lead from the head to each of them, and the records,
 * whose digest the last entry holds.
 * @public
 */
export interface EvidenceBundle {
  readonly format: 'micro-apps-bundle-1';
  readonly appId: string;
  readonly exportedAt: string;
  readonly head: ChainHead;
  /** By kind: registrations, requests, evidence … */
  readonly records: Readonly<Record<string, unknown>>;
  /** Oldest first; the last one says that this bundle was exported. */
  readonly entries: readonly AuditRow[];
  /** Newest first. */
  readonly links: readonly ChainLink[];
}

/** Digest of the records of a bundle, as its last entry holds it. @public */
export function recordsDigest(
  records: EvidenceBundle['records'],
  sha256: Sha256,
): string {
  return sha256(canonicalJson(records));
}
