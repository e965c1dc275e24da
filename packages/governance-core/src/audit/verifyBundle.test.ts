import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { someEvidenceBundle } from '../testing/evidenceBundle';
import { rowHash, type AuditRow } from './auditRow';
import type { ChainHead } from './createChainVerifier';
import type { EvidenceBundle } from './evidenceBundle';
import { linkPath, skipTarget } from './skipLinks';
import { verifyBundle } from './verifyBundle';

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

const records = { registrations: [{ version: 1, name: 'Where2Eat' }] };

function exported(length = 200, every = 17, plain = 0) {
  return someEvidenceBundle({ sha256, records, length, every, plain });
}

function verdict(bundle: EvidenceBundle, known?: readonly ChainHead[]) {
  const result = verifyBundle(bundle, { sha256, known });
  return 'broken' in result
    ? `${result.broken.kind}:${result.broken.seq}`
    : 'sound';
}

describe('the links of a chain', () => {
  it('lead from any entry to any other in few steps', () => {
    expect([1, 2, 3, 4, 6, 8, 12].map(skipTarget)).toEqual([
      0, 0, 2, 0, 4, 0, 8,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        (from, to) => {
          const path = linkPath(from, to);
          expect(path.length).toBeLessThan(250);
          expect(path.every(seq => seq > to)).toBe(true);
          // Nothing to walk: one is there already.
          const end = path.at(-1) ?? to + 1;
          expect([end - 1, skipTarget(end)]).toContain(to);
        },
      ),
    );
  });
});

describe('an evidence bundle', () => {
  const { bundle, rows } = exported();
  const { entries, links } = bundle;

  it('verifies by itself, and against a head that was kept elsewhere', () => {
    expect(verdict(bundle)).toBe('sound');
    expect(verdict(bundle, [bundle.head])).toBe('sound');
    expect(links.length).toBeLessThan(120);
    const some = links.find(({ seq }) => seq < 150);
    if (!some) throw new Error('There is no such link');
    const { chain } = bundle.head;
    const kept = { chain, seq: some.seq, hash: rows[some.seq - 1].hash };
    expect(verdict(bundle, [kept])).toBe('sound');
    expect(verdict(bundle, [{ ...kept, hash: 'f'.repeat(64) }])).toBe(
      `other-chain:${some.seq}`,
    );
  });

  it('says which kept heads it has no link to', () => {
    const reached = new Set(
      [...links, ...entries].flatMap(({ seq }) => [seq, seq - 1]),
    );
    const seq =
      rows.findLast(
        row => !reached.has(row.seq) && skipTarget(row.seq + 1) !== row.seq,
      )?.seq ?? 0;
    const kept = { seq, hash: 'f'.repeat(64) };
    expect(verifyBundle(bundle, { sha256, known: [kept] })).toMatchObject({
      report: { unreached: [seq] },
    });
  });

  it('holds entries of the first format, too, and says that they are not proven', () => {
    const older = exported(60, 7, 20);
    expect(verifyBundle(older.bundle, { sha256 })).toMatchObject({
      report: { unproven: 3 },
    });
  });

  it('shows edit, delete, insert, reorder, a cut tail and another chain', () => {
    const second = entries[1];
    const changed = { ...second, action: 'app.praised' };
    const with2 = (entry: AuditRow) => ({
      ...bundle,
      entries: entries.map((each, index) => (index === 1 ? entry : each)),
    });
    expect(verdict(with2(changed))).toBe(`edit:${second.seq}`);
    const forged = { ...changed, hash: rowHash(changed, sha256) };
    expect(verdict(with2(forged))).toMatch(/^(other-chain|delete)/);
    const [first, , third] = entries;
    expect(verdict({ ...bundle, entries: [first, ...entries.slice(2)] })).toBe(
      `delete:${third.seq}`,
    );
    expect(verdict({ ...bundle, entries: entries.slice(1) })).toBe(
      `delete:${second.seq}`,
    );
    expect(
      verdict({
        ...bundle,
        entries: [first, third, second, ...entries.slice(3)],
      }),
    ).toBe(`reorder:${third.seq}`);
    expect(
      verdict({ ...bundle, entries: [first, first, ...entries.slice(1)] }),
    ).toBe('insert:1');
    expect(verdict({ ...bundle, entries: entries.slice(0, -1) })).toBe(
      `tail-cut:${(entries.at(-2)?.seq ?? 0) + 1}`,
    );
    expect(verdict({ ...bundle, appId: 'another' })).toBe('insert:1');
    const { chain } = exported(50).bundle.head;
    const later = { chain, seq: 300, hash: 'f'.repeat(64) };
    expect(verdict(bundle, [later])).toBe('tail-cut:202');
    const elsewhere = exported(200, 13).bundle;
    expect(verdict({ ...bundle, links: elsewhere.links })).toMatch(
      /^(other-chain|insert)/,
    );
    expect(verdict({ ...bundle, links: [] })).toBe('insert:1');
    expect(verdict(bundle, [elsewhere.head])).toBe('other-chain:201');
  });

  it('shows records that are not the ones that were exported', () => {
    const other = { registrations: [{ version: 1, name: 'Where2Drink' }] };
    expect(verdict({ ...bundle, records: other })).toBe('edit:201');
  });

  it('breaks with any letter of any hash', () => {
    const text = JSON.stringify(bundle);
    const hashes = [...text.matchAll(/"([0-9a-f]{64})"/g)].map(
      ({ index }) => index + 1,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...hashes),
        fc.integer({ min: 0, max: 63 }),
        (start, place) => {
          const at = start + place;
          const letter = text[at] === '0' ? '1' : '0';
          const damaged: EvidenceBundle = JSON.parse(
            text.slice(0, at) + letter + text.slice(at + 1),
          );
          // The head's name for its chain is compared with kept heads only.
          expect(verdict(damaged, [bundle.head])).not.toBe('sound');
        },
      ),
      { numRuns: 500 },
    );
  });
});
