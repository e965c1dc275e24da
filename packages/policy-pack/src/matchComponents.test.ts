import { APPROVED_COMPONENTS } from './approvedComponents';
import type { ComponentBaseline } from './components';
import { matchComponents, purlOf } from './matchComponents';

const now = '2026-11-24T10:00:00.000Z';
const integrity = `sha512-${'A'.repeat(86)}==`;
const other = `sha512-${'B'.repeat(86)}==`;
const baseline: ComponentBaseline = {
  revision: 'test',
  reviewedBy: 'a reviewer',
  reviewedAt: '2026-11-01',
  expiresAt: '2027-01-30',
  components: [
    { purl: 'pkg:npm/express@5.3.0', integrity, licence: 'MIT' },
    { purl: 'pkg:npm/%40types/node@22.0.0', integrity, licence: 'MIT' },
  ],
};
const express = { name: 'express', version: '5.3.0', integrity };
const match = (installed: (typeof express & { resolved?: string })[]) =>
  matchComponents({ installed, baseline, now });

describe('matchComponents', () => {
  it('passes when every package is approved with the approved content', () => {
    const types = { name: '@types/node', version: '22.0.0', integrity };
    const resolved = 'https://registry.npmjs.org/express/-/express-5.3.0.tgz';
    expect(match([{ ...express, resolved }, types])).toEqual({
      outcome: 'pass',
      summary: 'All 2 packages are approved',
      problems: [],
      checked: 2,
      baselineRevision: 'test',
    });
  });

  it.each([
    ['another name', { name: 'expres' }, 'fail', 'component/not-approved'],
    ['another version', { version: '5.3.1' }, 'fail', 'component/not-approved'],
    [
      'other content',
      { integrity: other },
      'fail',
      'component/integrity-mismatch',
    ],
    [
      'other content beside the approved one',
      { integrity: `${integrity} ${other}` },
      'fail',
      'component/integrity-mismatch',
    ],
    [
      'no content hash',
      { integrity: '' },
      'unknown',
      'component/integrity-missing',
    ],
    [
      'a weak hash only',
      { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      'unknown',
      'component/integrity-missing',
    ],
    [
      'a folder',
      { resolved: 'file:../express' },
      'unknown',
      'component/unsupported-source',
    ],
    [
      'a repository',
      { resolved: 'git+ssh://git@github.com/expressjs/express.git#abc' },
      'unknown',
      'component/unsupported-source',
    ],
    [
      'an address without https',
      { resolved: 'http://registry.npmjs.org/express/-/express-5.3.0.tgz' },
      'unknown',
      'component/unsupported-source',
    ],
    [
      'the archive of another package',
      { resolved: 'https://registry.npmjs.org/evil/-/evil-5.3.0.tgz' },
      'unknown',
      'component/unsupported-source',
    ],
    [
      'a source as its version',
      { version: 'file:../express' },
      'unknown',
      'component/unsupported-source',
    ],
    ['no version', { version: '' }, 'unknown', 'component/unreadable'],
    [
      'a name with a path',
      { name: '../express' },
      'unknown',
      'component/unreadable',
    ],
  ] as const)('does not pass %s', (_, changes, outcome, code) => {
    const verdict = match([express, { ...express, ...changes }]);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.problems.map(problem => problem.code)).toEqual([code]);
    expect(verdict.problems[0]?.message).not.toBe('');
  });

  it('counts in its summary what it found', () => {
    expect(
      match([
        { ...express, name: 'a' },
        { ...express, name: 'b' },
        { ...express, resolved: 'file:x' },
      ]).summary,
    ).toBe('2 unknown packages, 1 package nobody can check');
  });

  it.each([
    ['on the day it ends', { expiresAt: '2026-11-24' }, 'baseline/expired'],
    [
      'with an end nobody can read',
      { expiresAt: 'never' },
      'baseline/unusable',
    ],
    ['when it is empty', { components: [] }, 'baseline/unusable'],
  ])('knows nothing from a list %s', (_, changes, code) => {
    const verdict = matchComponents({
      installed: [express],
      baseline: { ...baseline, ...changes },
      now,
    });
    expect(verdict).toMatchObject({ outcome: 'unknown', problems: [{ code }] });
  });

  it('knows nothing without a clock', () => {
    expect(
      matchComponents({ installed: [express], baseline, now: 'now' }).outcome,
    ).toBe('unknown');
  });
});

describe('APPROVED_COMPONENTS', () => {
  it('names every package once, with a strong hash and a licence', () => {
    const { components } = APPROVED_COMPONENTS;
    expect(new Set(components.map(({ purl }) => purl)).size).toBe(
      components.length,
    );
    for (const { purl, integrity: hash, licence } of components) {
      expect(purl).toMatch(/^pkg:npm\/(%40[^/@]+\/)?[^/@]+@\d+\.\d+\.\d+/);
      expect(hash).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      expect(licence).not.toBe('');
    }
  });

  it('was reviewed by somebody and ends 90 days later', () => {
    const { reviewedAt, reviewedBy, expiresAt } = APPROVED_COMPONENTS;
    expect(reviewedBy).not.toBe('');
    expect(Date.parse(expiresAt) - Date.parse(reviewedAt)).toBe(
      90 * 86_400_000,
    );
  });

  it('holds what the reviewer listed and nothing else', () => {
    const { packages } = jest.requireActual<{ packages: string[] }>(
      '../data/reviewed-packages.json',
    );
    const purls = packages.map(line => {
      const at = line.lastIndexOf('@');
      return purlOf(line.slice(0, at), line.slice(at + 1));
    });
    expect(
      APPROVED_COMPONENTS.components.map(({ purl }) => purl).sort(),
    ).toEqual(purls.sort());
  });
});
