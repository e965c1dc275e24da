import {
  GENESIS_HASH,
  rowHash,
  type AuditRow,
  type PlainAuditRow,
  type SealedAuditRow,
  type Sha256,
} from '../audit/auditRow';
import { sealEntry } from '../audit/sealEntry';
import { createSkipLinks } from '../audit/skipLinks';

/** Writes a chain as the register does, one entry after the other. */
export function createAuditWriter(options: {
  sha256: Sha256;
  /** Part of every text, so that two chains differ. */
  word?: string;
}) {
  const { sha256, word = 'chain' } = options;
  const skips = createSkipLinks();
  const ofApp = new Map<string, string>();
  let [seq, head] = [0, GENESIS_HASH];

  function keep<T extends AuditRow>(row: T): T {
    if (row.appId) ofApp.set(row.appId, row.hash);
    skips.add(row.hash);
    [seq, head] = [row.seq, row.hash];
    return row;
  }
  const facts = (changes: Partial<SealedAuditRow>) => ({
    seq: seq + 1,
    at: new Date(Date.UTC(2026, 10, 24, 10, 0, seq)).toISOString(),
    action: changes.action ?? 'app.changed',
    appId: changes.appId ?? 'where2eat',
    details: changes.details ?? {
      version: seq,
      nested: { b: 1, a: [true, 'é'] },
    },
    prevHash: head,
  });

  return {
    sealed(changes: Partial<SealedAuditRow> = {}): SealedAuditRow {
      const next = facts(changes);
      return keep(
        sealEntry(
          {
            ...next,
            person: changes.person ?? 'p-maya',
            appPrev: ofApp.get(next.appId),
            skipHash: skips.next(),
            who: { ref: 'user:default/maya', subject: 'sub-maya' },
            words: { summary: `Entry ${seq} of the ${word}`, note: 'Ask Rita' },
          },
          { who: `${word}-who-${seq}`, words: `${word}-words-${seq}` },
          sha256,
        ),
      );
    },
    plain(changes: Partial<PlainAuditRow> = {}): PlainAuditRow {
      const next = facts({ ...changes, format: 2 });
      const row: PlainAuditRow = {
        ...next,
        details: { ...next.details, summary: `Entry ${seq} of the ${word}` },
        format: 1,
        actor: 'user:default/maya',
        actorSubject: 'sub-maya',
        hash: '',
      };
      return keep({ ...row, hash: rowHash(row, sha256) });
    },
  };
}

/** The first entries of the first format, the others of the second. */
export function someAuditChain(options: {
  sha256: Sha256;
  length: number;
  plain?: number;
  word?: string;
  appId?: (index: number) => string;
}): readonly AuditRow[] {
  const { length, plain = 0, appId = () => 'where2eat' } = options;
  const writer = createAuditWriter(options);
  return Array.from({ length }, (_, index) =>
    index < plain
      ? writer.plain({ appId: appId(index) })
      : writer.sealed({ appId: appId(index) }),
  );
}
