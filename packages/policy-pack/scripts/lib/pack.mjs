import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv/dist/2020.js';
import { runOpa } from './opa.mjs';

/** Folder of the policy pack. */
export const PACK = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What rules are made of; the samples in Rego v0 are not part of it. */
export const REGO_FOLDERS = ['lib', 'policy', 'rules', 'suite'];

/** The two questions that policies answer. */
export const ENTRYPOINTS = ['microapp/suite/decision', 'microapp/policy/deny'];

/** Every Rego file below a folder, tests left out, in a fixed order. */
export function regoFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, name))
    .filter(path => path.endsWith('.rego') && !path.endsWith('_test.rego'))
    .sort();
}

/** The files that the compiled policy is made of: path in the bundle, file. */
export function sources({ pack = PACK, settings, added = [] } = {}) {
  const rego = REGO_FOLDERS.flatMap(folder =>
    regoFiles(join(pack, 'rego', folder)),
  ).map(file => [slashed(relative(pack, file)), file]);
  const own = added.flatMap((folder, index) =>
    regoFiles(folder).map(file => [
      `added/${index}/${slashed(relative(folder, file))}`,
      file,
    ]),
  );
  return [
    ...rego,
    ...own,
    ['data/settings.json', settings ?? join(pack, 'data', 'settings.json')],
  ];
}

/**
 * SHA-256 over names and contents. Line ends do not count, so that a checkout
 * on Windows has the same one.
 */
export function digestOf(files) {
  const hash = createHash('sha256');
  for (const [name, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${name}\0${text}\0`);
  }
  return hash.digest('hex');
}

/**
 * Compiles with OPA: the same sources give the same bytes, because OPA writes
 * bundles without times and the files are handed over in a fixed order.
 * @returns contents of the three files of `compiled/`
 */
export function compile({ opa, opaVersion, files }) {
  const work = mkdtempSync(join(tmpdir(), 'micro-apps-policy-'));
  try {
    const stage = join(work, 'stage');
    let settings = {};
    for (const [name, file] of files) {
      if (name === 'data/settings.json') {
        settings = readSettings(file);
      } else {
        mkdirSync(dirname(join(stage, name)), { recursive: true });
        cpSync(file, join(stage, name));
      }
    }
    const digest = digestOf(files);
    const revision = `${settings.revision}+${digest.slice(0, 12)}`;
    writeFileSync(
      join(stage, 'data.json'),
      JSON.stringify({ microapp: { settings } }),
    );
    writeFileSync(
      join(stage, '.manifest'),
      JSON.stringify({ revision, roots: ['microapp'], rego_version: 1 }),
    );
    const bundle = join(work, 'bundle.tar.gz');
    const compiled = join(work, 'compiled.tar.gz');
    // Relative, because OPA writes the paths into what it compiles.
    const build = (output, ...more) =>
      runOpa(opa, ['build', '--bundle', '.', '--output', output, ...more], {
        cwd: stage,
      });
    build(bundle);
    build(
      compiled,
      ...['--target', 'wasm'],
      ...ENTRYPOINTS.flatMap(entrypoint => ['--entrypoint', entrypoint]),
    );
    return {
      'policy.wasm': readMember(compiled, 'policy.wasm'),
      'bundle.tar.gz': readFileSync(bundle),
      'revision.json': Buffer.from(
        `${JSON.stringify(
          { revision, opaVersion, sources: digest, settings },
          undefined,
          2,
        )}\n`,
      ),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @throws Error with the path of what the schema refuses */
function readSettings(file) {
  const schema = join(PACK, 'schemas', 'settings.json');
  const validate = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync(schema, 'utf8')),
  );
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  if (validate(settings)) return settings;
  const problems = validate.errors.map(
    ({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${
        params.additionalProperty ?? params.allowedValues ?? ''
      }`,
  );
  throw new Error(`${file}: ${problems.join('; ')}`);
}

function slashed(path) {
  return path.split(sep).join('/');
}

/** One file of a gzipped tar archive (blocks of 512 bytes, size in octal). */
export function readMember(archive, wanted) {
  const bytes = gunzipSync(readFileSync(archive));
  for (let at = 0; at + 512 <= bytes.length; ) {
    const name = textOf(bytes, at, 100).replace(/^\//, '');
    const size = parseInt(textOf(bytes, at + 124, 12), 8) || 0;
    if (name === wanted) return bytes.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${wanted} is not in the bundle that OPA wrote`);
}

function textOf(bytes, from, length) {
  return bytes
    .subarray(from, from + length)
    .toString('utf8')
    .split('\0')[0];
}
