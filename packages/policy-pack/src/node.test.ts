/** @jest-environment node */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedPolicy } from './engine/createEmbeddedPolicy';
import { readShippedPolicy } from './node';
import { DEFAULT_POLICY_SETTINGS } from './settings/defaultSettings';

test('the shipped policy names its revision, its sources and the OPA that built it', () => {
  const { revision, opaVersion, sources } = readShippedPolicy();
  expect(sources).toMatch(/^[0-9a-f]{64}$/);
  expect(revision).toBe(
    `${DEFAULT_POLICY_SETTINGS.revision}+${sources.slice(0, 12)}`,
  );
  expect(opaVersion).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a folder without a readable revision is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-pack-'));
  try {
    expect(() => readShippedPolicy({ folder })).toThrow(/revision\.json/);
    writeFileSync(join(folder, 'revision.json'), '{"revision": 3}');
    expect(() => readShippedPolicy({ folder })).toThrow(/names no revision/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('bytes that are no compiled policy are refused', () => {
  const empty = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  for (const wasm of [new Uint8Array(), Uint8Array.from([1, 2, 3]), empty]) {
    expect(() => createEmbeddedPolicy({ wasm, revision: 'x' })).toThrow();
  }
});

test('the shipped policy was built with the shipped settings', () => {
  expect(readShippedPolicy().data.settings).toEqual(DEFAULT_POLICY_SETTINGS);
});
