import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { createAuditWriter, someAuditChain } from '../testing/auditChain';
import {
  auditText,
  commitmentTo,
  GENESIS_HASH,
  pseudonymOf,
  rowHash,
  type AuditRow,
  type SealedAuditRow,
} from './auditRow';
import type { ChainHead } from './createChainVerifier';
import {
  addErased,
  erasedParts,
  NOTHING_ERASED,
  PERSON_ERASED,
} from './erasures';
import { readAuditRow } from './readAuditRow';
import { verifyChain } from './verifyChain';

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** Two entries of the first format, then the second; about two apps. */
function chain(length: number, word?: string) {
  const appId = (index: number) => (index % 3 ? 'where2eat' : 'other');
  return someAuditChain({ sha256, length, plain: 2, word, appId });
}

function headOf(rows: readonly AuditRow[], seq = rows.length): ChainHead {
  return { chain: rows[0].hash, seq, hash: rows[seq - 1].hash };
}

function verdict(
  rows: Iterable<AuditRow>,
  known: readonly ChainHead[] = [],
  allowWithheld?: boolean,
): string {
  const result = verifyChain(rows, { sha256, known, allowWithheld });
  return 'broken' in result
    ? `${result.broken.kind}:${result.broken.seq}`
    : 'sound';
}

/** What somebody does who knows how hashes are made. */
function forged<T extends AuditRow>(row: T): T {
  return { ...row, hash: rowHash(row, sha256) };
}

function without(rows: readonly AuditRow[], seq: number) {
  return rows.filter(row => row.seq !== seq);
}

/** As in a table that is read by number: each row is given its place. */
function renumbered(rows: readonly AuditRow[]): readonly AuditRow[] {
  return rows.map((row, index) => ({ ...row, seq: index + 1 }));
}

function sealedAt(rows: readonly AuditRow[], seq: number): SealedAuditRow {
  return sealedOf(rows[seq - 1]);
}

function sealedOf(row: AuditRow): SealedAuditRow {
  if (row.format !== 2) throw new Error(`Entry ${row.seq} is not sealed`);
  return row;
}

describe('a sound chain', () => {
  it('is followed to its end, whatever its length and formats', () => {
    for (const length of [1, 2, 3, 7, 8, 9, 64, 100]) {
      const rows = chain(length);
      expect(verifyChain(rows, { sha256 })).toEqual({
        report: {
          chain: rows[0].hash,
          seq: length,
          hash: rows[length - 1].hash,
          erased: 0,
          withheld: 0,
          unproven: 0,
        },
      });
    }
    expect(verdict([])).toBe('sound');
    expect(verdict([], [{ seq: 0, hash: GENESIS_HASH }])).toBe('sound');
  });

  it('holds every head that was kept of it', () => {
    const rows = chain(9);
    const heads = rows.map(({ seq }) => headOf(rows, seq));
    expect(verdict(rows, heads)).toBe('sound');
  });

  it('comes through JSON unchanged, and nothing can be added to an entry', () => {
    const rows = chain(5);
    const read = rows.map(row => readAuditRow(JSON.parse(JSON.stringify(row))));
    expect(read.map(row => row && auditText(row))).toEqual(rows.map(auditText));
    for (const row of rows) {
      expect(readAuditRow({ ...row, remark: 'All fine' })).toBeUndefined();
      expect(readAuditRow({ ...row, seq: '1' })).toBeUndefined();
      expect(readAuditRow({ ...row, details: [] })).toBeUndefined();
    }
    const row = sealedAt(rows, 4);
    for (const who of [undefined, { ...row.who, remark: 'x' }, { value: 1 }]) {
      expect(readAuditRow({ ...row, who })).toBeUndefined();
    }
  });
});

describe('a chain that somebody changed', () => {
  const rows = chain(10);
  const [one, two, three, four, ...rest] = rows;

  it('shows an edit of every field', () => {
    const other = chain(10, 'other');
    for (const row of [two, five()]) {
      const { seq: _, format: __, ...fields } = row;
      for (const field of Object.keys(fields)) {
        const value = Object.entries(other[row.seq - 1]).find(
          ([name]) => name === field,
        )?.[1];
        const same =
          JSON.stringify(value) ===
          JSON.stringify(fields[field as keyof typeof fields]);
        const changes = { [field]: same ? 'x' : value };
        const edited = rows.map(each =>
          each.seq === row.seq ? { ...each, ...changes } : each,
        );
        expect([field, verdict(edited)]).toEqual([field, `edit:${row.seq}`]);
      }
    }
  });

  function five() {
    return sealedAt(rows, 5);
  }

  it('shows another name, another sentence, another salt, and a part that is gone', () => {
    const { who, words } = five();
    for (const changes of [
      { who: { ...who, value: { ref: 'user:default/eve' } } },
      { words: { ...words, value: { summary: 'Nothing happened' } } },
      { words: { ...words, salt: 'another' } },
      { who: { commitment: who.commitment } },
      { who: { ...who, value: undefined } },
      { who: { ...who, erased: 9 } },
      { who: { commitment: who.commitment, erased: 9 } },
      { who: { commitment: who.commitment, erased: 3 } },
    ]) {
      const edited = rows.map(row =>
        row.seq === 5 ? { ...five(), ...changes } : row,
      );
      expect(verdict(edited)).toBe('edit:5');
    }
  });

  it('shows which entry is missing, also when the others were renumbered', () => {
    for (const seq of [1, 2, 3, 5, 9]) {
      expect(verdict(without(rows, seq))).toBe(`delete:${seq}`);
    }
    for (const seq of [2, 3, 5, 9]) {
      expect(verdict(renumbered(without(rows, seq)))).toBe(`delete:${seq}`);
    }
  });

  it('shows which entry was put in, twice, forged, or with the others renumbered', () => {
    expect(verdict([one, two, two, three, four, ...rest])).toBe('insert:2');
    const prevHash = 'f'.repeat(64);
    const replaced = rows.map(row =>
      row.seq === 4 ? forged({ ...row, prevHash }) : row,
    );
    expect(verdict(replaced)).toBe('insert:4');
    const put = forged({ ...sealedAt(rows, 4), action: 'app.praised' });
    expect(verdict(renumbered([one, two, three, put, four, ...rest]))).toBe(
      'insert:4',
    );
    expect(verdict([{ ...one, seq: 0 }, ...rows])).toBe('insert:0');
    const zero = sealedAt(rows, 5);
    const behind = forged({ ...zero, seq: 11, prevHash: rows[9].hash });
    expect(verdict([...rows, forged({ ...behind, skipHash: prevHash })])).toBe(
      'insert:11',
    );
  });

  it('shows which entry is not in its place, also in a table', () => {
    expect(verdict([one, two, four, three, ...rest])).toBe('reorder:4');
    expect(verdict([one, three, four, two, ...rest])).toBe('reorder:3');
    expect(verdict(renumbered([one, two, four, three, ...rest]))).toBe(
      'reorder:3',
    );
  });

  it('shows a cut tail by any head that was kept', () => {
    const known = [headOf(rows, 4), headOf(rows, 8)];
    expect(verdict(rows.slice(0, 6))).toBe('sound');
    expect(verdict(rows.slice(0, 6), known)).toBe('tail-cut:7');
    expect(verdict([], known)).toBe('tail-cut:1');
  });

  it('shows another chain: from its beginning, from some entry on, or calculated anew', () => {
    const other = chain(10, 'other');
    expect(verdict(other, [headOf(rows)])).toBe('other-chain:1');
    expect(verdict(other, [{ seq: 10, hash: headOf(rows).hash }])).toBe(
      'other-chain:10',
    );
    expect(verdict([...rows.slice(0, 4), ...other.slice(4)])).toBe(
      'other-chain:5',
    );
    const begun = forged({ ...one, prevHash: 'f'.repeat(64) });
    expect(verdict([begun, ...rows.slice(1)])).toBe('other-chain:1');
  });

  it('is found, whatever was done to it', () => {
    const known = [headOf(rows)];
    const at = fc.integer({ min: 0, max: 9 });
    const letter = fc.constantFrom('0', 'a', 'f', ' ', 'é', '"');
    /** One letter of the stored text of one entry. */
    const edit = fc
      .record({ at, place: fc.nat(), letter })
      .map(deed => {
        const text = JSON.stringify(rows[deed.at]);
        const place = deed.place % text.length;
        const changed =
          text.slice(0, place) + deed.letter + text.slice(place + 1);
        return { ...deed, changed, same: changed === text };
      })
      .filter(({ same }) => !same)
      .map(({ at: index, changed }) =>
        rows.map((row, i) => {
          if (i !== index) return row;
          try {
            return (
              readAuditRow(JSON.parse(changed)) ?? {
                seq: row.seq,
                unreadable: true as const,
              }
            );
          } catch {
            return { seq: row.seq, unreadable: true as const };
          }
        }),
      )
      // JSON with one more blank says the same; that is no edit.
      .filter(edited => JSON.stringify(edited) !== JSON.stringify(rows));
    const others = fc.oneof(
      at.map(index => rows.filter((_, i) => i !== index)),
      fc
        .tuple(at, at)
        .map(([from, to]) => [
          ...rows.slice(0, to),
          rows[from],
          ...rows.slice(to),
        ]),
      fc
        .shuffledSubarray([...rows], { minLength: 10 })
        .filter(order => order.some((row, i) => row !== rows[i])),
      at.map(length => rows.slice(0, length)),
    );
    fc.assert(
      fc.property(fc.oneof(edit, others), damaged => {
        expect('broken' in verifyChain(damaged, { sha256, known })).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What is left of an entry when a part of it is erased by entry `by`. */
function emptied(row: AuditRow, by: number, part: 'who' | 'words'): AuditRow {
  if (row.format === 1) {
    const { summary: _, ...details } = row.details;
    const actor = pseudonymOf('p-maya');
    return { ...row, actor, actorSubject: undefined, details, erased: by };
  }
  const { commitment } = row[part];
  return { ...row, [part]: { commitment, erased: by } };
}

/** A chain of seven whose last entry says that some parts were erased. */
function erasedChain(options: {
  parts: readonly [number, 'who' | 'words'][];
  claimed?: readonly [number, 'who' | 'words'][];
  action?: string;
}) {
  const { parts, claimed = parts, action = PERSON_ERASED } = options;
  const writer = createAuditWriter({ sha256 });
  const before: readonly AuditRow[] = [
    writer.plain(),
    ...Array.from({ length: 5 }, () => writer.sealed()),
  ];
  const apply = (deeds: typeof parts) =>
    before.map(row =>
      deeds
        .filter(([seq]) => seq === row.seq)
        .reduce((now, [, part]) => emptied(now, 7, part), row),
    );
  const digest = apply(claimed)
    .flatMap(erasedParts)
    .reduce((sum, { part }) => addErased(sum, part, sha256), NOTHING_ERASED);
  const last = writer.sealed({
    action,
    details: { person: 'p-maya', ...digest },
  });
  return [...apply(parts), last];
}

describe('what was erased', () => {
  const parts: [number, 'who' | 'words'][] = [
    [1, 'who'],
    [3, 'who'],
    [3, 'words'],
    [5, 'words'],
  ];

  it('leaves a sound chain, in which it is counted', () => {
    const result = verifyChain(erasedChain({ parts }), { sha256 });
    expect(result).toMatchObject({ report: { seq: 7, erased: 4 } });
    expect(JSON.stringify(erasedChain({ parts }).slice(0, 3))).not.toContain(
      'Entry 2',
    );
  });

  it('needs the entry that says so, and exactly as it says', () => {
    expect(verdict(erasedChain({ parts, action: 'app.changed' }))).toBe(
      'edit:1',
    );
    expect(verdict(erasedChain({ parts, claimed: parts.slice(1) }))).toBe(
      'edit:7',
    );
    expect(
      verdict(erasedChain({ parts: parts.slice(1), claimed: parts })),
    ).toBe('edit:7');
    expect(verdict(erasedChain({ parts: [], claimed: [] }))).toBe('sound');
    expect(verdict(erasedChain({ parts }).slice(0, 6))).toBe('edit:1');
  });

  it('keeps what is left: facts of either format stay proven', () => {
    const rows = erasedChain({ parts });
    for (const [seq, kind] of [
      [1, 'edit:7'],
      [3, 'edit:3'],
    ] as const) {
      const edited = rows.map(row =>
        row.seq === seq ? { ...row, action: 'app.praised' } : row,
      );
      expect(verdict(edited)).toBe(kind);
    }
  });

  it('cannot be found out by trying: the salt is gone, too', () => {
    const [, , third] = erasedChain({ parts });
    expect(Object.keys(sealedOf(third).who)).toEqual(['commitment', 'erased']);
    const row = sealedAt(chain(3), 3);
    const guess = row.who.value;
    expect(commitmentTo(guess, '', sha256)).not.toBe(row.who.commitment);
    expect(commitmentTo(guess, row.who.salt ?? '', sha256)).toBe(
      row.who.commitment,
    );
  });

  it('is told apart from what a copy leaves out', () => {
    const rows = chain(4).map(row =>
      row.format === 1
        ? {
            ...row,
            actor: '',
            actorSubject: undefined,
            details: { version: row.seq - 1 },
            withheld: true as const,
          }
        : { ...row, who: { commitment: row.who.commitment } },
    );
    expect(verdict(rows)).toBe('edit:1');
    expect(verdict(rows, [], true)).toBe('sound');
    expect(verifyChain(rows, { sha256, allowWithheld: true })).toMatchObject({
      report: { withheld: 4, unproven: 2 },
    });
  });
});
