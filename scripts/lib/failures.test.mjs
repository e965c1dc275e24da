import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFailures } from './failures.mjs';

describe('failures', () => {
  test('a failed test is told once, with what was expected', () => {
    const block = [
      '  ● WasmRunner › answers those behind',
      '',
      '    Expected: 1',
      '    Received: 2',
    ].join('\n');
    const text = `FAIL a.test.ts\n${block}\n\nSummary of all failing tests\n${block}\n`;
    const told = readFailures(text);
    assert.equal(told.length, 1);
    assert.match(told[0], /^ {2}● WasmRunner › answers.*Received: 2/s);
  });

  test('each suite that does not load is told, with why', () => {
    const broken = why =>
      `FAIL a.test.ts\n  ● Test suite failed to run\n\n    ${why}\n\n`;
    const text = `${broken('No such file')}${broken(
      'No such name',
    )}Test Suites: 2 failed\n`;
    assert.deepEqual(readFailures(text), [
      '  ● Test suite failed to run\n\n    No such file',
      '  ● Test suite failed to run\n\n    No such name',
    ]);
  });

  test('one ends where the next begins, of checks and stories alike', () => {
    const text =
      '  ✓ types\n  ✕ lint: 0 passed\n✖ counts (2ms)\nnot ok 2 - ports\n    ✕ It runs\n';
    assert.deepEqual(readFailures(text), [
      '  ✕ lint: 0 passed',
      '✖ counts (2ms)',
      'not ok 2 - ports',
      '    ✕ It runs',
    ]);
  });

  test('nothing is told where nothing failed', () => {
    const text = '  ✓ lint\n  ● Console\n✔ counts\nℹ fail 0\n';
    assert.deepEqual(readFailures(text), []);
  });
});
