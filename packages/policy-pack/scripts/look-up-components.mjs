// Writes data/approved-components.json from the list that a reviewer keeps by
// hand in data/reviewed-packages.json: name, version and nothing else. What is
// approved is decided there; this only asks npm for the integrity and licence
// of exactly those versions. It never reads a template or an app, so a package
// that a template brings along is not approved by being there.
//
// Usage: node packages/policy-pack/scripts/look-up-components.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const data = new URL('../data/', import.meta.url);
const list = JSON.parse(
  readFileSync(new URL('reviewed-packages.json', data), 'utf8'),
);

/** `pkg:npm/%40types/node@22.20.5`, as the package URL specification says. */
function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

// An alias for each line lets two versions of one package stand side by side.
const dependencies = Object.fromEntries(
  list.packages.map((line, index) => [`reviewed-${index}`, `npm:${line}`]),
);
const folder = mkdtempSync(join(tmpdir(), 'reviewed-packages-'));
let locked;
try {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'reviewed-packages', private: true, dependencies }),
  );
  execFileSync(
    'npm',
    [
      'install',
      '--package-lock-only',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--legacy-peer-deps',
    ],
    { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  locked = JSON.parse(
    readFileSync(join(folder, 'package-lock.json'), 'utf8'),
  ).packages;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const problems = [];
const components = list.packages.map((line, index) => {
  const at = line.lastIndexOf('@');
  const [name, version] = [line.slice(0, at), line.slice(at + 1)];
  const entry = locked[`node_modules/reviewed-${index}`];
  if (entry?.name !== name || entry.version !== version || !entry.integrity) {
    problems.push(`${line}: npm does not know this version`);
  } else if (!list.allowedLicences.includes(entry.license)) {
    problems.push(`${line}: the licence ${entry.license} is not allowed`);
  }
  return {
    purl: purlOf(name, version),
    integrity: entry?.integrity,
    licence: entry?.license,
  };
});
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}

const { revision, reviewedBy, reviewedAt, expiresAt } = list;
components.sort((a, b) => (a.purl < b.purl ? -1 : 1));
writeFileSync(
  new URL('approved-components.json', data),
  `${JSON.stringify(
    { revision, reviewedBy, reviewedAt, expiresAt, components },
    undefined,
    2,
  )}\n`,
);
process.stdout.write(`${components.length} components written\n`);
