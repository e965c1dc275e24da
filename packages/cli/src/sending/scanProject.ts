import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpmAudit, scanSarif } from '@micro-apps/policy-pack';
import { problem, type Read } from '../input/problem';

const LOCK_FILES = ['npm-shrinkwrap.json', 'package-lock.json'];
const MAX_OUTPUT = 64 * 1024 * 1024;

/** One report that was written, or why there is none. */
export interface ScanFile {
  readonly kind: 'component-scan' | 'vulnerability-scan';
  /** Path of the report; absent when the tool made none. */
  readonly file?: string;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'listed';
  readonly summary: string;
}

/** Runs npm in a folder; tests pass their own. */
export type RunNpm = (
  args: readonly string[],
  folder: string,
) => { readonly stdout: string; readonly status: number | null };

/** The npm of this machine, without a shell. */
export const runNpm: RunNpm = (args, cwd) =>
  spawnSync('npm', [...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/**
 * Looks at the lock file of a project: a bill of materials of what ships, and
 * what the registry knows of holes in it. npm works on copies of
 * `package.json` and the lock file in an empty folder: a project's own
 * `.npmrc` that points at a fake registry made `npm audit` report nothing.
 */
export function scanProject(
  options: { folder: string; output: string },
  npm: RunNpm = runNpm,
): Read<readonly ScanFile[]> {
  const { folder, output } = options;
  const lockFile = LOCK_FILES.find(name => existsSync(join(folder, name)));
  if (!lockFile || !existsSync(join(folder, 'package.json'))) {
    return problem(
      'There is no package.json with a package-lock.json, so nobody can tell what ships. Run npm install and commit the file',
      { file: folder },
    );
  }
  const copy = mkdtempSync(join(tmpdir(), 'microapp-scan-'));
  try {
    for (const name of ['package.json', lockFile]) {
      copyFileSync(join(folder, name), join(copy, name));
    }
    mkdirSync(output, { recursive: true });
    return { ok: true, value: [listing(copy), auditing(copy)] };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }

  function listing(project: string): ScanFile {
    const kind = 'component-scan';
    const { stdout, status } = npm(
      [
        ...['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
        '--omit=dev',
      ],
      project,
    );
    const count = status === 0 ? componentsIn(stdout) : undefined;
    if (count === undefined) {
      const summary = 'npm could not list what ships; npm 10 or newer can';
      return { kind, outcome: 'unknown', summary };
    }
    return {
      kind,
      file: written(`${kind}.cdx.json`, stdout),
      outcome: 'listed',
      summary: `${count} ${
        count === 1 ? 'component' : 'components'
      } listed; the portal compares them with the approved ones`,
    };
  }

  function auditing(project: string): ScanFile {
    const kind = 'vulnerability-scan';
    const { stdout } = npm(
      ['audit', '--json', '--package-lock-only', '--omit=dev'],
      project,
    );
    const verdict = readNpmAudit(stdout) ?? {
      outcome: 'unknown' as const,
      summary: 'The package registry gives no advisories here',
      problems: [],
    };
    const log = scanSarif({ tool: { name: 'npm audit' }, ...verdict });
    const { outcome, summary } = verdict;
    const file = written(`${kind}.sarif`, JSON.stringify(log, undefined, 2));
    return { kind, file, outcome, summary };
  }

  function written(name: string, text: string): string {
    const file = join(output, name);
    writeFileSync(file, text);
    return file;
  }
}

function componentsIn(text: string): number | undefined {
  try {
    const { bomFormat, components = [] } = JSON.parse(text);
    return bomFormat === 'CycloneDX' && Array.isArray(components)
      ? components.length
      : undefined;
  } catch {
    return undefined;
  }
}
