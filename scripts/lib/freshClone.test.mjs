import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { root } from './workspace.mjs';

/** What a file imports before its first line runs; `import()` comes later. */
function importsOf(file) {
  const statement =
    /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm;
  return [...readFileSync(file, 'utf8').matchAll(statement)].map(
    ([, from]) => from,
  );
}

/** Packages that are imported on the way from `file`, with who imports them. */
function packagesFrom(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  return importsOf(file).flatMap(from => {
    if (from.startsWith('.')) {
      return packagesFrom(join(dirname(file), from), seen);
    }
    return from.startsWith('node:') ? [] : [`${relative(root, file)}: ${from}`];
  });
}

for (const command of [
  ...['start', 'dev', 'test', 'testPostgres', 'testCrash', 'postgres', 'e2e'],
  ...['bench', 'mutation'],
]) {
  test(`${command} begins in a clone where nothing is installed yet`, () => {
    assert.deepEqual(packagesFrom(join(root, `scripts/${command}.mjs`)), []);
  });
}

test('OPA is looked for in a clone where nothing is installed yet', () => {
  assert.deepEqual(packagesFrom(join(root, 'scripts/ensure-opa.mjs')), []);
});
