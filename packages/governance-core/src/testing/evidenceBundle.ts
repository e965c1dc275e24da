import { textDigest, type AuditRow, type Sha256 } from '../audit/auditRow';
import type { ChainHead } from '../audit/createChainVerifier';
import {
  BUNDLE_EXPORTED,
  recordsDigest,
  type EvidenceBundle,
} from '../audit/evidenceBundle';
import { linkPath } from '../audit/skipLinks';
import { createAuditWriter } from './auditChain';

/** A chain of many apps, and the bundle of the one in every `every`th entry. */
export function someEvidenceBundle(options: {
  sha256: Sha256;
  records: EvidenceBundle['records'];
  length: number;
  every: number;
  /** So many entries of the first format come first. */
  plain?: number;
}): { bundle: EvidenceBundle; rows: readonly AuditRow[] } {
  const { sha256, records, length, every, plain = 0 } = options;
  const writer = createAuditWriter({ sha256 });
  const isOurs = (index: number) => index % every === 0;
  const rows: AuditRow[] = Array.from({ length }, (_, index) => {
    const appId = isOurs(index) ? 'where2eat' : `app-${index % 5}`;
    return index < plain ? writer.plain({ appId }) : writer.sealed({ appId });
  });
  const ours = rows.filter(({ appId }) => appId === 'where2eat');
  rows.push(
    writer.sealed({
      action: BUNDLE_EXPORTED,
      details: {
        entries: ours.length + 1,
        recordsDigest: recordsDigest(records, sha256),
      },
    }),
  );
  const entries = [...ours, rows[length]];
  const head: ChainHead = {
    chain: rows[0].hash,
    seq: length + 1,
    hash: rows[length].hash,
  };
  const seqs = new Set(entries.flatMap(({ seq }) => linkPath(head.seq, seq)));
  for (const { seq } of entries) seqs.delete(seq);
  const links = [...seqs]
    .sort((a, b) => b - a)
    .flatMap(seq => {
      const row = rows[seq - 1];
      return row.format === 2
        ? [
            {
              seq,
              prevHash: row.prevHash,
              skipHash: row.skipHash,
              textDigest: textDigest(row, sha256),
            },
          ]
        : [];
    });
  const bundle: EvidenceBundle = {
    format: 'micro-apps-bundle-1',
    appId: 'where2eat',
    exportedAt: '2026-11-24T12:00:00.000Z',
    head,
    records,
    entries,
    links,
  };
  return { bundle, rows };
}
