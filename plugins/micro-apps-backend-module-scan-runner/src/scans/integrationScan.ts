import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  EvidenceProblem,
  Integration,
  Registration,
} from '@micro-apps/governance-core';
import type { ScanResult } from '@micro-apps/plugin-micro-apps-node';
import type { LockedPackage } from '../checkout/lockFile';
import { count, outcomeOf, PROBE, result } from './result';

const SOURCE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|html|json)$/i;
const NOT_SOURCE =
  /(^|\/)(node_modules|\.git)(\/|$)|(^|\/)(package-lock|npm-shrinkwrap|micro-app(\.example)?)\.json$/;
const MAX_FILE = 2 * 1024 * 1024;
/** `https://host`, `wss://host:8080`; the host alone is kept. */
const ADDRESS =
  /\b(?:https?|wss?):\/\/(?:[^\s/@'"`]{1,200}@)?([a-z0-9.-]{1,253})/gi;
/** Names that reach nobody: this machine, and RFC 2606 / 6761 examples. */
const NOBODY =
  /^(localhost|127\.0\.0\.1|0\.0\.0\.0)$|\.(localhost|test|invalid|example)$|^example\.(com|org|net)$|\.example\.(com|org|net)$/;
/** Name spaces of documents, which nothing ever calls. */
const NAMESPACES = new Set([
  'www.w3.org',
  'json.schemastore.org',
  'schemas.xmlsoap.org',
]);

/**
 * Compares what the code names with what the registration names: hosts in
 * sources, and packages that talk to a vendor (requirements R2: a vendor that a
 * scan finds and the registration does not name blocks automatic approval).
 */
export async function integrationScan(options: {
  checkout: string;
  registration: Registration;
  integrations: readonly Integration[];
  packages: readonly LockedPackage[];
}): Promise<ScanResult> {
  const { checkout, registration, integrations, packages } = options;
  const named = new Set([...registration.scopes, ...registration.vendors]);
  const declared = integrations.filter(({ name }) => named.has(name));
  const allowedHosts = [
    ...registration.endpoints.map(hostOf),
    ...declared.flatMap(({ hosts }) => hosts),
  ];
  const files = await sourceFiles(checkout);
  const problems: EvidenceProblem[] = [];
  for (const file of files) {
    for (const host of await hostsIn(join(checkout, file))) {
      if (isCovered(host, allowedHosts)) continue;
      const owner = integrations.find(({ hosts }) => isCovered(host, hosts));
      problems.push({
        code: 'integration/undeclared-host',
        level: 'error',
        message: owner
          ? `The code names ${host}, which belongs to ${owner.title}; the registration does not name ${owner.title}`
          : `The code names ${host}, which the registration does not`,
        location: file,
      });
    }
  }
  for (const { name: installed } of packages) {
    const owner = integrations.find(({ sdkPackages }) =>
      sdkPackages.includes(installed),
    );
    if (owner && !named.has(owner.name)) {
      problems.push({
        code: 'integration/undeclared-sdk',
        level: 'error',
        message: `The package ${installed} talks to ${owner.title}; the registration does not name ${owner.title}`,
        location: 'package-lock.json',
      });
    }
  }
  const outcome = files.length === 0 ? 'unknown' : outcomeOf(problems);
  return result({
    kind: 'integration-scan',
    tool: PROBE,
    outcome,
    summary: summaryOf(files.length, problems.length),
    problems,
  });
}

function summaryOf(files: number, problems: number): string {
  if (files === 0) return 'There are no source files to read';
  return problems
    ? `${count(problems, 'connection')} not named in the registration`
    : `${count(
        files,
        'source file',
      )} read: every connection is in the registration`;
}

async function sourceFiles(checkout: string): Promise<readonly string[]> {
  const entries = await readdir(checkout, { recursive: true });
  return entries
    .map(entry => entry.replaceAll('\\', '/'))
    .filter(entry => SOURCE.test(entry) && !NOT_SOURCE.test(entry))
    .sort();
}

async function hostsIn(file: string): Promise<ReadonlySet<string>> {
  const { size } = await stat(file);
  if (size > MAX_FILE) return new Set(['a file too large to read']);
  const text = await readFile(file, 'utf8');
  const hosts = [...text.matchAll(ADDRESS)]
    .map(([, host = '']) => host.toLowerCase().replace(/\.$/, ''))
    .filter(host => host.includes('.'))
    .filter(host => !NOBODY.test(host) && !NAMESPACES.has(host));
  return new Set(hosts);
}

function hostOf(endpoint: string): string {
  try {
    return new URL(
      endpoint.includes('://') ? endpoint : `https://${endpoint}`,
    ).hostname.toLowerCase();
  } catch {
    return '';
  }
}

/** The host itself, or a name below it. */
function isCovered(host: string, allowed: readonly string[]): boolean {
  return allowed.some(
    name => name !== '' && (host === name || host.endsWith(`.${name}`)),
  );
}
