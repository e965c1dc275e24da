import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkHygiene, RULES } from './hygieneRules.mjs';

const brokenBy = (path, text) =>
  checkHygiene([{ path, text }])
    .filter(({ broken }) => broken.length > 0)
    .map(({ name }) => name);

describe('hygiene', () => {
  test('a clean file breaks nothing', () => {
    assert.deepEqual(brokenBy('plugins/a/src/a.ts', 'export const a = 1;'), []);
    assert.equal(checkHygiene([]).length, RULES.length);
  });

  test('a lock file may name the public registry only', () => {
    const line = host => `"resolved": "https://${host}/ms/-/ms-2.1.3.tgz"`;
    const path = 'templates/x/skeleton/package-lock.json';
    assert.deepEqual(brokenBy(path, line('registry.npmjs.org')), []);
    assert.deepEqual(brokenBy(path, line('npm.mirror.example')), [
      'lock files name no package mirror',
    ]);
    assert.deepEqual(brokenBy('yarn.lock', line('127.0.0.1:4873')), [
      'lock files name no package mirror',
    ]);
  });

  test('package settings name no registry', () => {
    for (const [path, text] of [
      ['.npmrc', 'registry=https://npm.mirror.example/'],
      ['a/skeleton/.npmrc', '//npm.mirror.example/:_authToken=x'],
      ['.yarnrc.yml', 'npmRegistryServer: "https://npm.mirror.example"'],
    ]) {
      assert.deepEqual(brokenBy(path, text), [
        'package settings name no registry and no password',
      ]);
    }
    assert.deepEqual(brokenBy('.yarnrc.yml', 'nodeLinker: node-modules'), []);
  });

  test('waving a check through is found, in tests too', () => {
    for (const text of [
      '// eslint-disable-next-line',
      '// @ts-ignore',
      'const a = b as any;',
      'function f(a: any) {}',
    ]) {
      assert.deepEqual(brokenBy('plugins/a/src/a.test.ts', text), [
        'no lint rule and no type check is switched off',
      ]);
    }
  });

  test('a test that does not run is found', () => {
    for (const text of ["it.skip('x')", "describe.only('x')", "xit('x')"]) {
      assert.deepEqual(brokenBy('plugins/a/src/a.test.ts', text), [
        'no test is skipped, left for later or run alone',
      ]);
    }
  });

  test('product code may not write to the console, scripts may', () => {
    const text = "console.log('x')";
    assert.deepEqual(brokenBy('plugins/a/src/a.ts', text), [
      'product code writes to a logger, not to the console',
    ]);
    assert.deepEqual(brokenBy('scripts/a.mjs', text), []);
  });
});
