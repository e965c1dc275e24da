import { randomBytes } from 'node:crypto';
import { createSeal } from './sealed';

const key = randomBytes(32).toString('base64');
const seal = createSeal(key);

/** Replaces one of the parts: version, nonce, tag, body. */
function withPart(sealed: string, index: number, part: string): string {
  return sealed
    .split('.')
    .map((each, at) => (at === index ? part : each))
    .join('.');
}

describe('createSeal', () => {
  it('gives back what was sealed, empty and long texts too', () => {
    for (const text of ['', 'token', 'ключ 🔑', 'x'.repeat(10_000)]) {
      expect(seal.open(seal.seal(text))).toBe(text);
    }
  });

  it('shows nothing of the text and never seals the same way twice', () => {
    const [first, second] = [seal.seal('a-token'), seal.seal('a-token')];
    expect(first).toMatch(/^v1\./);
    expect(first).not.toContain('a-token');
    expect(first).not.toContain(Buffer.from('a-token').toString('base64'));
    expect(first).not.toBe(second);
  });

  it('refuses what was sealed with another key', () => {
    const other = createSeal(randomBytes(32).toString('base64'));
    expect(() => other.open(seal.seal('a-token'))).toThrow();
  });

  it('refuses a text of which any part was changed', () => {
    const sealed = seal.seal('a-token');
    for (const index of [1, 2, 3]) {
      const part = Buffer.from(sealed.split('.')[index], 'base64');
      part[0] = 255 - part[0];
      const changed = withPart(sealed, index, part.toString('base64'));
      expect(() => seal.open(changed)).toThrow();
    }
  });

  it('refuses a tag that was cut short', () => {
    const sealed = seal.seal('a-token');
    for (const length of [4, 8, 12, 15]) {
      const tag = Buffer.from(sealed.split('.')[2], 'base64');
      const short = tag.subarray(0, length).toString('base64');
      expect(() => seal.open(withPart(sealed, 2, short))).toThrow();
    }
  });

  it('refuses shapes and versions it does not know', () => {
    const sealed = seal.seal('a-token');
    for (const text of ['', 'v1', 'v1...', withPart(sealed, 0, 'v2')]) {
      expect(() => seal.open(text)).toThrow(/unknown shape/);
    }
  });

  it('takes a key of 32 bytes only', () => {
    for (const bytes of [0, 16, 31, 33]) {
      const short = randomBytes(bytes).toString('base64');
      expect(() => createSeal(short)).toThrow(/32 bytes/);
    }
  });
});
