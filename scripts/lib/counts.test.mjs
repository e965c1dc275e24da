import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  countJestTests,
  countNodeTests,
  countStatus,
  lastLineOf,
  readLastLine,
  sumCounts,
} from './counts.mjs';

const jest = numbers => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...numbers,
});

describe('counts', () => {
  test('both reporters of node --test are read', () => {
    for (const mark of ['#', 'ℹ']) {
      const text = `${mark} tests 4\n${mark} pass 2\n${mark} fail 1\n${mark} cancelled 0\n${mark} skipped 1\n${mark} todo 0\n`;
      assert.deepEqual(countNodeTests({ text, status: 1 }), {
        passed: 2,
        failed: 1,
        skipped: 1,
      });
    }
  });

  test('a run that tested nothing is a failure', () => {
    assert.equal(countNodeTests({ text: '# pass 0', status: 0 }).failed, 1);
    assert.equal(countNodeTests({ text: 'crashed', status: 1 }).failed, 1);
    assert.equal(countJestTests({ report: jest({}), status: 0 }).failed, 1);
    assert.equal(countJestTests({ report: undefined, status: 0 }).failed, 1);
  });

  test('a failure without a failed test is counted', () => {
    const report = jest({ numPassedTests: 3 });
    assert.deepEqual(countJestTests({ report, status: 1 }), {
      passed: 3,
      failed: 1,
      skipped: 0,
    });
    assert.equal(
      countNodeTests({ text: '# pass 3\n# fail 0', status: 1 }).failed,
      1,
    );
  });

  test('a suite that cannot be loaded is a failure', () => {
    const report = jest({ numPassedTests: 3, numRuntimeErrorTestSuites: 2 });
    assert.equal(countJestTests({ report, status: 1 }).failed, 2);
  });

  test('the last line is written and read back', () => {
    const sum = sumCounts([countStatus(0), countStatus(0), countStatus(1)]);
    assert.equal(lastLineOf(sum), '2 passed, 1 failed');
    assert.deepEqual(readLastLine(`x\n${lastLineOf(sum)}\n`), sum);
    assert.equal(readLastLine('all 2 passed, 1 failed today'), undefined);
  });
});
