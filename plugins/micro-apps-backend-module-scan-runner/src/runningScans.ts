import type { EvidenceKind } from '@micro-apps/governance-core';
import type {
  OAuthClientPort,
  ScanJob,
  ScanResult,
} from '@micro-apps/plugin-micro-apps-node';
import { concretePath, readDeclaredRoutes } from './app/declaredRoutes';
import { startScannedApp, type ScannedApp } from './app/ScannedApp';
import { signIn } from './app/signIn';
import type { Workspace } from './checkout/Workspace';
import { accessProbe, type ProbeTarget } from './scans/accessProbe';
import { dynamicScan } from './scans/dynamicScan';
import { headerScan } from './scans/headerScan';
import { logCheck, type Secret } from './scans/logCheck';
import { privacyNoticeCheck } from './scans/privacyNoticeCheck';
import { notRun } from './scans/result';
import type { RunnerSettings } from './settings';

/** What needs the app to run. */
export const RUNNING_KINDS = [
  'access-probe',
  'header-scan',
  'dynamic-scan',
  'privacy-notice-check',
  'log-check',
] as const satisfies readonly EvidenceKind[];

const IDENTITIES = [
  { username: 'scan-member', roles: ['member'] },
  { username: 'scan-manager', roles: ['member', 'manager'] },
];

/**
 * Starts a copy of the app with a client of its own, signs the scan
 * identities in and runs every check that needs a running app.
 */
export async function runningScans(options: {
  job: ScanJob;
  workspace: Workspace;
  oauthClients?: OAuthClientPort;
  settings: RunnerSettings;
  signal: AbortSignal;
  onResult: (step: string, done: number) => void;
}): Promise<readonly ScanResult[]> {
  const { job, workspace, oauthClients, settings, signal, onResult } = options;
  const nothing = (because: string) =>
    RUNNING_KINDS.map(kind => notRun(kind, because));
  if (!oauthClients) {
    return nothing('No identity provider is installed for micro apps');
  }
  onResult('Starting the app', 0);
  let app: ScannedApp;
  let target: ProbeTarget;
  try {
    const routes = await readDeclaredRoutes(workspace.checkout);
    app = await startScannedApp({
      appId: job.appId,
      commit: job.commit,
      scopes: job.registration.scopes,
      issuer: settings.issuer,
      workspace,
      oauthClients,
      signal,
    });
    target = { origin: app.origin, routes, visitors: [] };
  } catch (error) {
    signal.throwIfAborted();
    return nothing(sentence(error));
  }
  try {
    onResult('Signing in', 0);
    target = { ...target, visitors: await visitorsOf(target, settings) };
    return await scan({ ...options, app, target });
  } catch (error) {
    signal.throwIfAborted();
    return nothing(sentence(error));
  } finally {
    await app.stop();
  }
}

async function scan(options: {
  job: ScanJob;
  workspace: Workspace;
  app: ScannedApp;
  target: ProbeTarget;
  signal: AbortSignal;
  onResult: (step: string, done: number) => void;
}): Promise<readonly ScanResult[]> {
  const { job, workspace, app, target, signal, onResult } = options;
  onResult('Trying every page without the right to', 0);
  const access = await accessProbe(target);
  onResult('Reading security headers', 1);
  const headers = await headerScan(target, workspace, signal);
  onResult('Reading the privacy notice', 2);
  const privacy = await privacyNoticeCheck(target, job.registration);
  onResult('Attacking pages and forms', 3);
  const dynamic = await dynamicScan({
    target,
    workspace,
    running: app.running,
    signal,
  });
  onResult('Reading the log', 4);
  const log = logCheck({ log: app.log(), secrets: secretsOf(target) });
  return [access, headers, dynamic, privacy, log];
}

/** Signs everybody in at the first page that wants a session. */
async function visitorsOf(target: ProbeTarget, settings: RunnerSettings) {
  const start = target.routes.find(
    ({ access, method, path }) =>
      method === 'GET' && access === 'signed-in' && !path.includes(':'),
  );
  if (!start) {
    throw new Error(
      'routes.json declares no page that needs sign-in, so company sign-in cannot be proven',
    );
  }
  const visitors = [];
  for (const { username, roles } of IDENTITIES) {
    const visitor = await signIn({
      origin: target.origin,
      path: concretePath(start),
      issuer: settings.issuer,
      identity: { username, password: settings.scanPassword, roles },
    });
    visitors.push({ visitor, roles });
  }
  return visitors;
}

/** What the scan identities carried about, and no log line may show. */
function secretsOf(target: ProbeTarget): readonly Secret[] {
  const { hostname } = new URL(target.origin);
  return target.visitors.flatMap(({ visitor }) =>
    [...visitor.cookiesOf(hostname)].map(([name, value]) => ({
      what: `the value of the cookie ${name}`,
      value,
    })),
  );
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
