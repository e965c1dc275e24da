import Ajv from 'ajv';
import fc from 'fast-check';
import { sarifOf, sbomOf } from '../../__testUtils__';
import { cycloneDxSchemaProblem, sarifSchemaProblem } from './schemas';
import { tooMuchJson } from './scanJson';
import { useBoundedUniqueItems } from './uniqueItems';

describe('the schema of SARIF', () => {
  it('takes a log, and names the first place that is wrong', () => {
    expect(sarifSchemaProblem(sarifOf())).toBeUndefined();
    expect(sarifSchemaProblem({ ...sarifOf(), surprise: 1 })).toContain(
      'at its beginning it must NOT have additional properties',
    );
    const result = { level: 'severe', message: { text: 'x' } };
    expect(sarifSchemaProblem(sarifOf('x', [result]))).toContain(
      'at /runs/0/results/0/level',
    );
    expect(sarifSchemaProblem(sarifOf('x', [{}]))).toContain('message');
  });

  it('is the one in this package, whatever a log calls its own', () => {
    const $schema = 'http://127.0.0.1:1/my-schema.json';
    expect(sarifSchemaProblem({ ...sarifOf(), $schema })).toBeUndefined();
    expect(sarifSchemaProblem({ $schema, anything: true })).toBeDefined();
  });
});

describe('the schemas of CycloneDX', () => {
  it.each(['1.4', '1.5', '1.6'] as const)('version %s', specVersion => {
    const metadata = { tools: [{ name: 'x' }] };
    const sound = { ...sbomOf(), version: 1, specVersion, metadata };
    expect(cycloneDxSchemaProblem(sound, specVersion)).toBeUndefined();
    expect(
      cycloneDxSchemaProblem({ ...sound, components: [{}] }, specVersion),
    ).toContain('/components/0');
    const licences = (id: string) => ({
      ...sound,
      components: [
        { type: 'library', name: 'a', licenses: [{ license: { id } }] },
      ],
    });
    expect(
      cycloneDxSchemaProblem(licences('MIT'), specVersion),
    ).toBeUndefined();
    expect(
      cycloneDxSchemaProblem(licences('My own'), specVersion),
    ).toBeDefined();
  });
});

/** Members that the comparison of ajv itself takes for methods. */
const TRAPS = ['constructor', 'toString', 'valueOf'];

function has(json: unknown, name: string): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return (
    Object.hasOwn(json, name) ||
    Object.values(json).some(inner => has(inner, name))
  );
}

describe('uniqueItems', () => {
  const schema = { type: 'array', uniqueItems: true };

  it('says the same as the keyword of the standard', () => {
    const plain = new Ajv({ strict: false }).compile(schema);
    const own = new Ajv({ strict: false });
    const begin = useBoundedUniqueItems(own);
    const bounded = own.compile(schema);
    const deep = fc.object({ maxDepth: 7, maxKeys: 2, key: fc.constant('a') });
    fc.assert(
      fc.property(fc.array(fc.oneof(deep, fc.jsonValue())), list => {
        const json = JSON.parse(JSON.stringify(list));
        fc.pre(!TRAPS.some(name => has(json, name)));
        begin();
        expect(bounded(json)).toBe(plain(json));
      }),
    );
  });

  it.each(TRAPS)('takes a member called %s for a member', name => {
    const ajv = new Ajv({ strict: false });
    const begin = useBoundedUniqueItems(ajv);
    const validate = ajv.compile(schema);
    begin();
    expect(validate([{}, { [name]: [] }])).toBe(true);
    expect(validate([{ [name]: {} }, { [name]: {} }])).toBe(false);
    expect(validate([{ [name]: 1 }, { [name]: {} }])).toBe(true);
  });

  it('refuses what only looks alike from afar instead of comparing it all', () => {
    const ajv = new Ajv({ strict: false });
    const begin = useBoundedUniqueItems(ajv);
    const validate = ajv.compile(schema);
    const far = (count: number) =>
      Array.from({ length: count }, (_, a) => ({
        a: { a: { a: { a: { a: { a } } } } },
      }));
    begin();
    expect(validate(far(100))).toBe(true);
    begin();
    expect(validate(far(5_000))).toBe(false);
    begin();
    expect(validate(far(100))).toBe(true);
  });
});

describe('tooMuchJson', () => {
  const look = (text: string) => tooMuchJson(Buffer.from(text));

  it('counts brackets of the text and not of what is written in it', () => {
    const brackets = '['.repeat(100);
    expect(look(JSON.stringify({ a: brackets, b: `"\\"${brackets}` }))).toBe(
      undefined,
    );
    expect(look(brackets)).toContain('64 levels');
    expect(look('['.repeat(64) + ']'.repeat(64))).toBe(undefined);
    expect(look('['.repeat(65) + ']'.repeat(65))).toContain('64 levels');
  });
});
