import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { saysNoNetwork } from './run.mjs';
import { checkNode, suitability, withoutNpmRun } from './toolchain.mjs';

describe('toolchain', () => {
  test('a Node is suitable, good for the scripts, or too old', () => {
    for (const [version, is] of [
      ['18.20.0', 'too old'],
      ['20.20.2', 'scripts only'],
      ['22.17.9', 'scripts only'],
      ['22.18.0', 'suitable'],
      ['23.11.0', 'scripts only'],
      ['24.0.0', 'suitable'],
      ['26.0.0', 'scripts only'],
    ]) {
      assert.equal(suitability(version), is, version);
    }
  });

  test('an old Node gets one sentence that says what to do', () => {
    assert.throws(() => checkNode('18.20.0'), /Install Node 20 or newer/);
    checkNode('20.0.0');
  });

  test('what npm sets for its own script is not handed on', () => {
    const kept = { PATH: '/bin', npm_config_registry: 'kept', HOME: '/home/a' };
    assert.deepEqual(
      withoutNpmRun({
        ...kept,
        npm_lifecycle_event: 'start',
        npm_package_name: 'micro-apps',
        npm_config_local_prefix: '/a',
        NODE_OPTIONS: '--inspect',
        INIT_CWD: '/a',
      }),
      kept,
    );
  });

  test('a missing network is recognised in what tools write', () => {
    assert.ok(saysNoNetwork('npm error code ENOTFOUND'));
    assert.ok(saysNoNetwork('RequestError: getaddrinfo EAI_AGAIN x'));
    assert.ok(!saysNoNetwork('npm error code E404'));
  });
});
