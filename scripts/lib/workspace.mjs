import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, saysNoNetwork } from './run.mjs';
import { Stop } from './say.mjs';
import { announce, lastLine } from './toolchain.mjs';

/** Folder of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const INSTALL_MARK = 'node_modules/.micro-apps-installed';
const BUILD_MARK = 'packages/app/dist/.micro-apps-built';
/** What the browser's bundle is made of. */
const BUNDLED = [
  'packages/app',
  'packages/governance-core',
  'plugins/micro-apps',
  'plugins/micro-apps-common',
  'plugins/micro-apps-react',
];
const LEFT_OUT = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/** Installs packages when a manifest or the lock file changed. */
export async function ensureInstalled(env) {
  const manifests = ['package.json', 'yarn.lock', '.yarnrc.yml'];
  for (const folder of ['packages', 'plugins']) {
    for (const name of readdirSync(join(root, folder))) {
      const manifest = join(folder, name, 'package.json');
      if (existsSync(join(root, manifest))) manifests.push(manifest);
    }
  }
  const digest = digestOf(manifests);
  if (readMark(INSTALL_MARK) === digest) return;
  announce('Installing packages (a few minutes the first time)');
  const { status, text } = await run('yarn', ['install', '--immutable'], {
    cwd: root,
    env,
    patient: true,
  });
  if (status !== 0) {
    const complaint = text
      .split('\n')
      .filter(line => /YN\d{4}.*(rror|fail|couldn)/i.test(line));
    throw new Stop(
      saysNoNetwork(text)
        ? 'The package registry cannot be reached. Check your network and run the command again.'
        : `Packages could not be installed: ${
            complaint.at(-1) ?? lastLine(text)
          }`,
    );
  }
  writeMark(INSTALL_MARK, digest);
}

/** Builds the browser's part when its sources changed. */
export async function ensureBuilt(env) {
  const digest = digestOf([
    'yarn.lock',
    'app-config.yaml',
    ...BUNDLED.flatMap(folder => filesBelow(folder)),
  ]);
  if (readMark(BUILD_MARK) === digest) return;
  announce('Building the portal (about a minute)');
  const { status, text } = await run('yarn', ['workspace', 'app', 'build'], {
    cwd: root,
    env,
    patient: true,
  });
  if (status !== 0) {
    throw new Stop(`The portal could not be built:\n${text.slice(-4_000)}`);
  }
  writeMark(BUILD_MARK, digest);
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(entry => !LEFT_OUT.has(entry.name))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function readMark(file) {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function writeMark(file, digest) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, digest);
}
