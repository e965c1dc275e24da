import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPROVED_COMPONENTS } from './approvedComponents';
import { readComponentBaseline } from './readComponentBaseline';

describe('readComponentBaseline', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'components-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function read(content: unknown) {
    const file = join(folder, 'list.json');
    writeFileSync(file, JSON.stringify(content));
    return readComponentBaseline(file);
  }

  it('reads a list of the shape of the shipped one', () => {
    expect(read(APPROVED_COMPONENTS)).toEqual(APPROVED_COMPONENTS);
  });

  it('names file and place of what is wrong', () => {
    const wrong = { ...APPROVED_COMPONENTS, expiresAt: 'never' };
    expect(() => read(wrong)).toThrow(/list\.json is wrong at \/expiresAt/);
    expect(() => read({ ...APPROVED_COMPONENTS, components: [] })).toThrow(
      /components/,
    );
    expect(() => read('no list')).toThrow(/its beginning/);
    expect(() => readComponentBaseline(join(folder, 'none.json'))).toThrow(
      /none\.json cannot be read/,
    );
  });
});
