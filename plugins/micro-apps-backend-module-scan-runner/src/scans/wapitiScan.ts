import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceProblem } from '@micro-apps/governance-core';
import { scrubbedEnvironment } from '@micro-apps/plugin-micro-apps-node';
import { runProcess } from '../checkout/runProcess';
import type { Workspace } from '../checkout/Workspace';
import type { ProbeTarget } from './accessProbe';

const MODULES = 'xss,permanentxss,file,exec,redirect,sql,crlf';
const MAX_SECONDS = 60;

/** What wapiti found, and which wapiti it was. */
export interface WapitiOutcome {
  readonly version: string;
  /** Whether it attacked behind sign-in too, or the public pages only. */
  readonly signedIn: boolean;
  readonly problems: readonly EvidenceProblem[];
}

interface WapitiFinding {
  readonly method?: unknown;
  readonly path?: unknown;
  readonly info?: unknown;
  readonly level?: unknown;
}

/**
 * Runs wapiti, where it is installed, with the session of the last visitor.
 * Sign-out is left out of the attack, or it would end that session. Wapiti
 * 3.0.4 (Debian 12) cannot leave anything out under Python 3.11: it ends
 * without a report, and then attacks the public pages only.
 * @returns `undefined` where there is no wapiti or it gave no report
 */
export async function wapitiScan(
  target: ProbeTarget,
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<WapitiOutcome | undefined> {
  const { hostname, port } = new URL(target.origin);
  const cookie = target.visitors.at(-1)?.visitor.cookieHeader(hostname) ?? '';
  const signedIn = [
    ...(cookie ? ['--header', `Cookie: ${cookie}`] : []),
    ...['--exclude', `http://127.0.0.1:${port}/logout`],
  ];
  return (
    (await attack(target, workspace, { args: signedIn, signal })) ??
    (await attack(target, workspace, { args: [], signal }))
  );
}

async function attack(
  target: ProbeTarget,
  workspace: Workspace,
  options: { args: readonly string[]; signal?: AbortSignal },
): Promise<WapitiOutcome | undefined> {
  const { args, signal } = options;
  const { host, port } = new URL(target.origin);
  const sessions = join(workspace.home, 'wapiti');
  const report = join(workspace.home, 'wapiti.json');
  await mkdir(sessions, { recursive: true });
  try {
    await runProcess(
      'wapiti',
      [
        ...['--url', `http://127.0.0.1:${port}/`],
        ...['--header', `Host: ${host}`],
        ...args,
        ...['--module', MODULES, '--scope', 'domain'],
        ...['--flush-session', '--store-session', sessions],
        ...['--format', 'json', '--output', report],
        ...['--max-scan-time', String(MAX_SECONDS)],
        ...['--no-bugreport', '--verbose', '0'],
      ],
      {
        cwd: workspace.home,
        signal,
        env: scrubbedEnvironment(workspace.home),
      },
    );
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
  const found = await readReport(report);
  return found && { ...found, signedIn: args.length > 0 };
}

async function readReport(
  file: string,
): Promise<Omit<WapitiOutcome, 'signedIn'> | undefined> {
  try {
    const report: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isRecord(report) || !isRecord(report.infos)) return undefined;
    return {
      version: String(report.infos.version ?? 'unknown'),
      problems: [
        ...problemsOf(report.vulnerabilities, 'error'),
        // Slow answers and the like: worth reading, no hole by themselves.
        ...problemsOf(report.anomalies, 'warning'),
      ],
    };
  } catch {
    return undefined;
  }
}

function problemsOf(
  categories: unknown,
  level: EvidenceProblem['level'],
): readonly EvidenceProblem[] {
  if (!isRecord(categories)) return [];
  return Object.entries(categories).flatMap(([category, findings]) =>
    (Array.isArray(findings) ? findings : []).map(
      ({ method, path, info }: WapitiFinding) => ({
        code: `wapiti/${category.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
        level,
        message: `${category}: ${String(info ?? '').slice(0, 300)}`,
        location: `${String(method ?? '')} ${String(path ?? '')}`.trim(),
      }),
    ),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
