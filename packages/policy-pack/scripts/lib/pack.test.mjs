import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findTool } from './opa.mjs';
import { compile, digestOf, PACK, readMember, sources } from './pack.mjs';

function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-sources-'));
  try {
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the sources are the rules and the settings, without tests and samples', () => {
  const names = sources().map(([name]) => name);
  assert.ok(names.includes('rego/suite/suite.rego'));
  assert.ok(names.includes('data/settings.json'));
  assert.deepEqual(
    names.filter(name => /_test\.rego$|samples/.test(name)),
    [],
  );
});

test('an organisation adds rules and takes its own settings', () =>
  inFolder(folder => {
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, '{}');
    writeFileSync(join(folder, 'queue.rego'), 'package microapp.policy\n');
    const files = new Map(sources({ settings, added: [folder] }));
    assert.equal(files.get('data/settings.json'), settings);
    assert.ok(files.has('added/0/queue.rego'));
  }));

test('a digest changes with content and name, not with order or line ends', () =>
  inFolder(folder => {
    const [a, b] = ['a', 'b'].map(name => join(folder, name));
    writeFileSync(a, 'one\ntwo\n');
    writeFileSync(b, 'one\r\ntwo\r\n');
    assert.equal(digestOf([['x', a]]), digestOf([['x', b]]));
    assert.notEqual(digestOf([['x', a]]), digestOf([['y', a]]));
    assert.equal(
      digestOf([
        ['x', a],
        ['y', b],
      ]),
      digestOf([
        ['y', b],
        ['x', a],
      ]),
    );
    writeFileSync(b, 'one\nthree\n');
    assert.notEqual(digestOf([['x', a]]), digestOf([['x', b]]));
  }));

test('a file is read out of the bundle, and a missing one is an error', () => {
  const bundle = join(PACK, 'compiled', 'bundle.tar.gz');
  const { microapp } = JSON.parse(readMember(bundle, 'data.json').toString());
  assert.equal(microapp.settings.exceptions.maxDays, 14);
  assert.throws(() => readMember(bundle, 'policy.rego'), /not in the bundle/);
  inFolder(folder => {
    const empty = join(folder, 'empty.tar.gz');
    writeFileSync(empty, gzipSync(Buffer.alloc(1024)));
    assert.throws(() => readMember(empty, 'x'), /not in the bundle/);
  });
});

test('a tool that is nowhere is not found', () => {
  assert.equal(findTool('no-such-tool', ''), undefined);
});

test('settings that the schema refuses are not built', () =>
  inFolder(folder => {
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, '{"revision": "x", "rule": {}}');
    assert.throws(
      () => compile({ opa: 'opa', files: sources({ settings }) }),
      /settings\.json: .*additional properties rule/s,
    );
  }));
