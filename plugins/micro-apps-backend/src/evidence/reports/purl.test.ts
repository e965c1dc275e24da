import { purlText, readPurl } from './purl';

function spelled(text: string) {
  const purl = readPurl(text);
  return purl && purlText(purl);
}

describe('a package URL', () => {
  it.each([
    ['pkg:npm/left-pad@1.3.0', 'pkg:npm/left-pad@1.3.0'],
    ['pkg:npm/%40scope/name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['pkg:npm/@scope/name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['PKG:NPM/Left-Pad@1.3.0', 'pkg:npm/left-pad@1.3.0'],
    ['pkg://npm/left-pad@1.3.0', 'pkg:npm/left-pad@1.3.0'],
    ['pkg:npm/left-pad@1.3.0?arch=x#sub', 'pkg:npm/left-pad@1.3.0'],
    ['pkg:npm/a@1.0.0%2Bbuild', 'pkg:npm/a@1.0.0%2Bbuild'],
    ['pkg:npm/@scope/name', 'pkg:npm/%40scope/name'],
    ['pkg:maven/org.acme/Thing@1', 'pkg:maven/org.acme/Thing@1'],
  ])('%s reads as %s', (given, read) => {
    expect(spelled(given)).toBe(read);
  });

  it.each([
    '',
    'left-pad@1.3.0',
    'pkg:npm',
    'pkg:npm/',
    'pkg:n pm/x@1',
    'pkg:npm/a%00b@1',
    'pkg:npm/a%zz@1',
    `pkg:npm/${'a'.repeat(600)}@1`,
  ])('is not %s', given => {
    expect(readPurl(given)).toBeUndefined();
  });

  it('tells when it names a place of its own', () => {
    expect(readPurl('pkg:npm/a@1?vcs_url=git://x')?.elsewhere).toBe(true);
    expect(readPurl('pkg:npm/a@1?arch=x')?.elsewhere).toBe(false);
  });
});
