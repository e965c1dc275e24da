import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { auditText, chainHash, GENESIS_HASH, verifyChain } from './auditChain';
import type { AuditBody, AuditRow } from './auditChain';
import { canonicalJson } from './canonicalJson';

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

function chain(length: number, genesis = GENESIS_HASH): AuditRow[] {
  let prevHash = genesis;
  return Array.from({ length }, (_, index) => {
    const body: AuditBody = {
      seq: index + 1,
      at: `2026-11-24T10:00:${String(index).padStart(2, '0')}.000Z`,
      actor: 'user:default/maya',
      actorSubject: 'sub-maya',
      action: 'app.edited',
      appId: 'where2eat',
      details: { index, nested: { b: 1, a: [true, null, 'é'] } },
    };
    const hash = chainHash(prevHash, auditText(body), sha256);
    const row = { ...body, prevHash, hash };
    prevHash = hash;
    return row;
  });
}

function pathOf(result: ReturnType<typeof verifyChain>) {
  return result.ok ? 'ok' : result.refusal.details?.[0]?.path;
}

describe('canonicalJson', () => {
  it('sorts keys, leaves out undefined and writes no blanks', () => {
    expect(canonicalJson({ b: 1, a: [1.5, 'x\n', null], c: undefined })).toBe(
      '{"a":[1.5,"x\\n",null],"b":1}',
    );
    expect(canonicalJson(-0)).toBe('0');
  });

  it.each([NaN, Infinity, [undefined], new Date(0), () => 1, 1n])(
    'refuses %p',
    value => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );

  it('gives back the same value, and one text whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

const DAMAGED: Readonly<Record<string, unknown>> = { seq: 99, details: {} };

describe('verifyChain', () => {
  it('finds nothing in a sound chain, also when a database gives nulls', () => {
    const rows = chain(5);
    expect(verifyChain(rows, sha256)).toEqual({
      ok: true,
      value: { count: 5, head: rows[4]?.hash },
    });
    const withNulls = rows.map(row => ({
      ...row,
      onBehalf: null as unknown as undefined,
    }));
    expect(verifyChain(withNulls, sha256).ok).toBe(true);
    expect(verifyChain([], sha256)).toMatchObject({ value: { count: 0 } });
  });

  it('tells edit, delete, insert, reorder, a cut tail and another chain apart', () => {
    const rows = chain(6);
    const [first, second, third, ...rest] = rows;
    const edited = rows.map(row =>
      row.seq === 3 ? { ...row, actor: 'user:default/eve' } : row,
    );
    expect(pathOf(verifyChain(edited, sha256))).toBe('edit:3');
    expect(
      pathOf(
        verifyChain(
          rows.filter(({ seq }) => seq !== 3),
          sha256,
        ),
      ),
    ).toBe('delete:3');
    expect(pathOf(verifyChain([first, third, second, ...rest], sha256))).toBe(
      'reorder:3',
    );
    expect(
      pathOf(verifyChain([first, second, second, third, ...rest], sha256)),
    ).toBe('insert:2');
    const expected = { count: 6, head: rows[5]?.hash ?? '' };
    expect(pathOf(verifyChain(rows.slice(0, 4), sha256, { expected }))).toBe(
      'tail-cut:5',
    );
    expect(pathOf(verifyChain(chain(6, 'x'), sha256))).toBe('other-chain:1');
    expect(
      pathOf(verifyChain(chain(6, 'x'), sha256, { genesis: 'x', expected })),
    ).toBe('other-chain:6');
  });

  it('finds a row that was put in with its own sound hash', () => {
    const rows = chain(4);
    const forged: AuditBody = { ...rows[2], details: {} };
    const prevHash = 'f'.repeat(64);
    const hash = chainHash(prevHash, auditText(forged), sha256);
    const swapped = rows.map(row =>
      row.seq === 3 ? { ...forged, prevHash, hash } : row,
    );
    expect(pathOf(verifyChain(swapped, sha256))).toBe('insert:3');
  });

  it('breaks for any edit, delete, insert and reorder', () => {
    const rows = chain(8);
    const head = { count: 8, head: rows[7]?.hash ?? '' };
    const at = fc.integer({ min: 0, max: 7 });
    const damage = fc.oneof(
      fc
        .tuple(
          at,
          fc.constantFrom(
            'seq',
            'at',
            'actor',
            'actorSubject',
            'onBehalf',
            'action',
            'appId',
            'details',
            'prevHash',
            'hash',
          ),
        )
        .map(([index, field]) =>
          rows.map((row, i) =>
            i === index
              ? {
                  ...row,
                  [field]: DAMAGED[field] ?? 'x',
                }
              : row,
          ),
        ),
      at.map(index => rows.filter((_, i) => i !== index)),
      fc
        .tuple(at, at)
        .map(([from, to]) => [
          ...rows.slice(0, to),
          rows[from],
          ...rows.slice(to),
        ]),
      fc
        .shuffledSubarray(rows, { minLength: 8 })
        .filter(order => order.some((row, i) => row !== rows[i])),
    );
    fc.assert(
      fc.property(damage, damaged => {
        expect(verifyChain(damaged, sha256, { expected: head }).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
