import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scrubbedEnvironment } from '@micro-apps/plugin-micro-apps-node';

const run = promisify(execFile);
const INSTALL_MS = 300_000;

/**
 * Installs what the lock file names from one fixed registry, without scripts.
 * Settings of package managers that the project brings are deleted first.
 *
 * @throws Error with a sentence for other sources, or when npm fails
 */
export async function installDependencies(options: {
  release: string;
  home: string;
  registry: () => Promise<string>;
}): Promise<void> {
  const { release, home, registry } = options;
  for (const name of ['.npmrc', '.yarnrc', '.yarnrc.yml', 'node_modules']) {
    await rm(join(release, name), { recursive: true, force: true });
  }
  for (const name of ['package.json', 'package-lock.json']) {
    const found = await lstat(join(release, name)).catch(() => undefined);
    if (found && !found.isFile()) {
      throw new Error(`"${name}" must be a plain file.`);
    }
  }
  if (await readJson(join(release, 'npm-shrinkwrap.json'))) {
    throw new Error('Use package-lock.json in place of npm-shrinkwrap.json.');
  }
  const manifest = await readJson(join(release, 'package.json'));
  if (!manifest) throw new Error('The app has no package.json.');
  const lock = await readJson(join(release, 'package-lock.json'));
  const wanted = Object.keys(record(manifest.dependencies));
  if (!lock && wanted.length === 0) return;
  if (!lock) {
    throw new Error(
      'The app has dependencies but no package-lock.json. Run "npm install" and commit the file.',
    );
  }
  const address = await registry();
  assertRegistrySources({ manifest, lock, registry: address });
  if (Object.keys(record(lock.packages)).filter(Boolean).length === 0) return;
  await mkdir(home, { recursive: true });
  try {
    await run(
      'npm',
      ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'],
      {
        cwd: release,
        timeout: INSTALL_MS,
        maxBuffer: 16 * 1024 * 1024,
        env: scrubbedEnvironment(home, {
          npm_config_registry: address,
          npm_config_cache: join(home, '.npm'),
          npm_config_update_notifier: 'false',
        }),
      },
    );
  } catch {
    throw new Error(
      'The packages of the app could not be installed. Check that package.json and package-lock.json fit together and that the package registry answers.',
    );
  }
}

/** @throws Error with a sentence when a package comes from elsewhere. */
export function assertRegistrySources(options: {
  manifest: Record<string, unknown>;
  lock: Record<string, unknown>;
  registry: string;
}): void {
  const { manifest, lock, registry } = options;
  const version = lock.lockfileVersion;
  if (version !== 2 && version !== 3) {
    throw new Error('Write package-lock.json again with npm 7 or newer.');
  }
  const hosts = ['registry.npmjs.org', new URL(registry).host];
  const packages = Object.entries(record(lock.packages));
  const fields = ['dependencies', 'devDependencies', 'optionalDependencies'];
  for (const [name, value] of [['', manifest] as const, ...packages]) {
    const entry = record(value);
    for (const [dependency, range] of fields.flatMap(field =>
      Object.entries(record(entry[field])),
    )) {
      // Ranges, tags and aliases have neither slash nor any other protocol.
      if (!/^(npm:(@[\w.-]+\/)?[\w.-]+@)?[^/:]*$/.test(String(range))) {
        throw elsewhere(dependency);
      }
    }
    if (name === '') continue;
    const { resolved, link } = entry;
    if (link !== undefined || !name.startsWith('node_modules/')) {
      throw elsewhere(name);
    }
    if (resolved === undefined) continue;
    const url = URL.parse(String(resolved));
    if (!url || !/^https?:$/.test(url.protocol) || !hosts.includes(url.host)) {
      throw elsewhere(name);
    }
  }
}

function elsewhere(name: string): Error {
  return new Error(
    `"${name}" does not come from the package registry. Use a published version.`,
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

async function readJson(file: string) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : record(JSON.parse(text));
}
