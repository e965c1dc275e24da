import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { resetState } from './resetState.mjs';
import { environmentOf, newPassword, readSecrets } from './secrets.mjs';

let folder;
let state;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'micro-apps-state-'));
  state = join(folder, 'state');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('secrets', () => {
  test('secrets are made once, for their owner alone', () => {
    const first = readSecrets(state);
    assert.equal(first.isNew, true);
    assert.equal(statSync(join(state, 'secrets.json')).mode & 0o777, 0o600);
    assert.equal(statSync(state).mode & 0o777, 0o700);
    const second = readSecrets(state);
    assert.equal(second.isNew, false);
    assert.deepEqual(second.secrets, first.secrets);
  });

  test('passwords can be typed and differ', () => {
    assert.match(newPassword(), /^[a-z]{4}-[a-z]{4}-[a-z]{4}$/);
    assert.notEqual(newPassword(), newPassword());
  });

  test('the credentials key is 32 bytes', () => {
    const { secrets } = readSecrets(state);
    assert.equal(Buffer.from(secrets.credentialsKey, 'base64').length, 32);
  });

  test('every secret reaches its process by the environment', () => {
    const { secrets } = readSecrets(state);
    const env = environmentOf({ secrets, stateDirectory: state, root: '/r' });
    assert.deepEqual(
      JSON.parse(env.MICRO_APPS_PERSONA_PASSWORDS),
      secrets.personas,
    );
    assert.ok(Object.values(env).every(value => typeof value === 'string'));
  });

  test('a damaged file is one sentence and is left as it is', () => {
    mkdirSync(state);
    for (const text of ['{', '{}', 'null']) {
      writeFileSync(join(state, 'secrets.json'), text);
      assert.throws(() => readSecrets(state), /is damaged/);
      assert.equal(readFileSync(join(state, 'secrets.json'), 'utf8'), text);
    }
  });
});

describe('resetState', () => {
  test('what a portal made is deleted', () => {
    readSecrets(state);
    resetState(state);
    assert.equal(existsSync(state), false);
  });

  test('a folder that no portal made is left alone', () => {
    mkdirSync(state);
    writeFileSync(join(state, 'thesis.txt'), 'years of work');
    assert.throws(() => resetState(state), /was left alone/);
    assert.equal(existsSync(join(state, 'thesis.txt')), true);
  });

  test('an absent or empty folder is nothing to delete', () => {
    resetState(state);
    mkdirSync(state);
    resetState(state);
    assert.equal(existsSync(state), true);
  });
});
