import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CHAIN_BREAKS,
  rowHash,
  type AuditRow,
  type ChainHead,
} from '@micro-apps/governance-core';
import {
  someAuditChain,
  someEvidenceBundle,
} from '@micro-apps/governance-core/testing';
import fc from 'fast-check';
import { main } from '../main';

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microapp-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | object): string {
  const file = join(folder, name);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(file, text);
  return file;
}

function microapp(...args: string[]) {
  let [out, err] = ['', ''];
  const code = main(args, {
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    now: () => new Date('2026-11-24T10:00:00.000Z'),
  });
  return { code, out, err: err.replaceAll(`${folder}/`, '') };
}

const rows = someAuditChain({ sha256, length: 12, plain: 3 });
const other = someAuditChain({ sha256, length: 12, plain: 3, word: 'other' });

function headOf(of: readonly AuditRow[], seq = of.length): ChainHead {
  return { chain: of[0].hash, seq, hash: of[seq - 1].hash };
}

/** What the portal exports. */
function textOf(of: readonly unknown[], head = headOf(rows), people = 'shown') {
  const first = { format: 'micro-apps-audit-1', people, head };
  return [first, ...of].map(line => `${JSON.stringify(line)}\n`).join('');
}

function verify(text: string, ...more: string[]) {
  return microapp('audit', 'verify', write('log.ndjson', text), ...more);
}

const edited = rows.map(row =>
  row.seq === 5 ? { ...row, action: 'app.praised' } : row,
);
const [one, two, three, ...rest] = rows;
const forged = (() => {
  const row = { ...rows[5], prevHash: 'f'.repeat(64) };
  return { ...row, hash: rowHash(row, sha256) };
})();

describe('microapp audit verify', () => {
  it('follows a sound log to its end and says what it cannot tell', () => {
    const { code, out } = verify(textOf(rows));
    expect(code).toBe(0);
    expect(out).toMatch(/^Sound: 12 entries of chain [0-9a-f]{12}/);
    expect(out).toContain('No head was given');
  });

  it('compares it with heads that were kept, in any form', () => {
    const heads = [3, 7, 12].map(seq => headOf(rows, seq));
    for (const kept of [
      write('heads.ndjson', heads.map(each => JSON.stringify(each)).join('\n')),
      write('heads.json', heads),
      write('head.json', JSON.stringify(heads[1], undefined, 2)),
    ]) {
      const { code, out } = verify(textOf(rows), '--head', kept);
      expect(code).toBe(0);
      expect(out).toMatch(/It holds (all 3 heads|the head)/);
    }
  });

  it.each<[(typeof CHAIN_BREAKS)[number], number, readonly AuditRow[]]>([
    ['edit', 5, edited],
    ['delete', 4, rows.filter(({ seq }) => seq !== 4)],
    ['insert', 6, rows.map(row => (row.seq === 6 ? forged : row))],
    ['reorder', 3, [one, three, two, ...rest]],
    ['tail-cut', 10, rows.slice(0, 9)],
    ['other-chain', 1, other],
  ])('names the kind and the entry: %s at %i', (kind, seq, broken) => {
    const head = write('head.json', headOf(rows));
    const own = textOf(broken, headOf(broken));
    const asText = verify(own, '--head', head);
    expect(asText.code).toBe(1);
    expect(asText.out).toContain(`Broken: ${kind} at entry ${seq}. `);
    const asJson = verify(own, '--head', head, '--format', 'json');
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.out)).toMatchObject({
      sound: false,
      broken: { kind, seq },
    });
  });

  it('tells a file that was cut off anywhere', () => {
    const text = textOf(rows);
    const first = text.indexOf('\n') + 1;
    fc.assert(
      fc.property(fc.integer({ min: first, max: text.length - 2 }), length => {
        const { code, out } = verify(text.slice(0, length));
        expect([code, out]).toEqual([
          1,
          expect.stringMatching(/^Broken: tail-cut at entry \d+/),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds whatever letter of an entry was changed', () => {
    const text = textOf(rows);
    const first = text.indexOf('\n') + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: first, max: text.length - 2 }),
        fc.constantFrom('0', '1', 'x', ' '),
        (place, letter) => {
          const changed = text.slice(0, place) + letter + text.slice(place + 1);
          fc.pre(changed !== text);
          expect(verify(changed).code).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says how many names and words the file leaves out', () => {
    const withheld = rows.map(row => {
      if (row.format === 2) {
        const { commitment } = row.who;
        return { ...row, who: { commitment } };
      }
      const { actorSubject: _, details, ...facts } = row;
      const { summary: __, ...kept } = details;
      return { ...facts, actor: '', details: kept, withheld: true };
    });
    const { code, out } = verify(textOf(withheld, headOf(rows), 'withheld'));
    expect(code).toBe(0);
    expect(out).toContain('12 names or sentences are left out of this file');
    expect(out).toContain('3 older entries cannot be proven');
    expect(verify(textOf(withheld)).code).toBe(1);
  });

  it.each<[string, string[]]>([
    ['There is no such file', ['verify', 'nowhere.ndjson']],
    ['This is a folder, not a file', ['verify', tmpdir()]],
    ['one file', ['verify']],
    ['one file', ['verify', 'a', 'b']],
    ['one file', ['head', 'a', '--bundle', 'b']],
    ['one file', ['explain', 'a']],
    ['is text or JSON', ['verify', 'a', '--format', 'sarif']],
  ])('exits with 2 and says: %s', (because, args) => {
    const { code, err } = microapp('audit', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(because)]);
  });

  it('exits with 2 for what is no export and no head', () => {
    for (const text of ['', '{}\n', 'format: yaml\n', JSON.stringify(one)]) {
      expect(verify(text).code).toBe(2);
    }
    for (const head of ['', 'x', '{}', '[]', '{"seq":"1","hash":"x"}']) {
      const kept = write('head.json', head);
      expect(verify(textOf(rows), '--head', kept).code).toBe(2);
    }
  });

  it('reads the standard input', () => {
    const input = textOf(rows);
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(__dirname, '../../bin/microapp'), 'audit', 'verify', '-'],
      { input, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^Sound: 12/)]);
  }, 60_000);
});

describe('microapp audit head', () => {
  it('prints the head of a sound log, to be kept', () => {
    const file = write('log.ndjson', textOf(rows));
    const { code, out } = microapp('audit', 'head', file);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(headOf(rows));
    const kept = write('head.json', out);
    expect(verify(textOf(rows), '--head', kept).code).toBe(0);
    expect(verify(textOf(other, headOf(other)), '--head', kept).out).toContain(
      'other-chain',
    );
  });

  it('prints none of a broken one', () => {
    const { code, out } = microapp(
      'audit',
      'head',
      write('log.ndjson', textOf(edited)),
    );
    expect([code, out]).toEqual([1, expect.stringMatching(/^Broken: edit/)]);
  });
});

describe('microapp audit verify --bundle', () => {
  const records = { registrations: [{ version: 1 }] };
  const { bundle } = someEvidenceBundle({
    sha256,
    records,
    length: 60,
    every: 7,
  });
  const check = (given: object, ...more: string[]) =>
    microapp('audit', 'verify', '--bundle', write('b.json', given), ...more);

  it('checks a bundle by itself and against a head that was kept', () => {
    expect(check(bundle)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Sound: 61 entries/),
    });
    const head = write('head.json', bundle.head);
    expect(check(bundle, '--head', head).code).toBe(0);
  });

  it('finds changed entries and records, and what is no bundle', () => {
    const [first, ...others] = bundle.entries;
    for (const [given, code, said] of [
      [{ ...bundle, records: {} }, 1, 'Broken: edit at entry 61'],
      [{ ...bundle, entries: others }, 1, 'Broken: delete at entry'],
      [
        { ...bundle, entries: [{ ...first, remark: 'x' }, ...others] },
        1,
        'Broken: edit at entry 1',
      ],
      [{ ...bundle, links: [{}] }, 2, 'no evidence bundle'],
      [{ ...bundle, format: 'other' }, 2, 'no evidence bundle'],
    ] as const) {
      const done = check(given);
      expect([done.code, done.out + done.err]).toEqual([
        code,
        expect.stringContaining(said),
      ]);
    }
    expect(microapp('audit', 'verify', '--bundle', 'nowhere').code).toBe(2);
  });

  it('says when the bundle does not lead to a head that was given', () => {
    const reached = new Set(
      [...bundle.links, ...bundle.entries].flatMap(({ seq }) => [seq, seq - 1]),
    );
    const seq = [...Array(60).keys()].find(
      each => each > 3 && each % 2 === 1 && !reached.has(each),
    );
    const head = write('head.json', { seq, hash: 'f'.repeat(64) });
    expect(check(bundle, '--head', head)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`known=${seq}`),
    });
  });
});

describe('the examples', () => {
  it('are an export, a head and a bundle that fit together', () => {
    const examples = join(__dirname, '../../../../examples/audit');
    const head = join(examples, 'head.json');
    for (const args of [
      [join(examples, 'log.ndjson')],
      ['--bundle', join(examples, 'bundle.json')],
    ]) {
      const { code } = microapp('audit', 'verify', ...args, '--head', head);
      expect(code).toBe(0);
    }
    expect(readFileSync(head, 'utf8')).toContain('"seq"');
  });
});
