import fc from 'fast-check';
import { canonicalJson } from './canonicalJson';

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
