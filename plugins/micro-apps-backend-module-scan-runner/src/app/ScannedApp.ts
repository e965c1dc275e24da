import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  canUseOwnUser,
  microAppProcess,
  type OAuthClientPort,
} from '@micro-apps/plugin-micro-apps-node';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Workspace } from '../checkout/Workspace';
import { loopbackRequest } from './loopbackRequest';

/** As root, scanned apps run as a user that owns nothing. */
const SCAN_UID = 61_999;
const START_MS = 30_000;
const MAX_LOG = 2 * 1024 * 1024;

/** A copy of the app that runs for one scan, with its own OAuth client. */
export interface ScannedApp {
  readonly origin: string;
  /** Everything it wrote to its log so far. */
  log(): string;
  running(): boolean;
  stop(): Promise<void>;
}

/** Starts the checkout with sanitised data and a client of its own. */
export async function startScannedApp(options: {
  appId: string;
  commit: string;
  scopes: readonly string[];
  issuer: string;
  workspace: Workspace;
  oauthClients: OAuthClientPort;
  signal?: AbortSignal;
}): Promise<ScannedApp> {
  const { appId, workspace, oauthClients, issuer, signal } = options;
  const port = await freePort();
  const origin = `http://${appId}-scan.localhost:${port}`;
  const keyFile = join(workspace.root, 'key', 'key.json');
  const jwks = await writeKey(keyFile);
  const client = await oauthClients.register({
    softwareId: `micro-apps:${appId}:scan`,
    appId,
    environment: 'scan',
    clientName: `${appId} (scan)`,
    redirectUris: [`${origin}/callback`],
    scopes: ['openid', 'profile', 'email', 'roles', ...options.scopes],
    jwks,
  });
  const { args, env } = microAppProcess({
    release: workspace.checkout,
    keyFile,
    dataDirectory: workspace.data,
    port,
    origin,
    issuer,
    peopleApiUrl: `${issuer}/people`,
    clientId: client.clientId,
    environment: 'scan',
    commit: options.commit,
  });
  const owner = await ownUser(workspace, keyFile);
  const child = spawn(process.execPath, args, {
    cwd: workspace.checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...owner,
  });
  const log = collect(child);
  const stop = async () => {
    await end(child);
    await oauthClients.remove(client);
  };
  try {
    await untilHealthy({ origin, child, signal });
  } catch (error) {
    await stop();
    throw new Error(
      `The app did not start: ${lastLine(log()) ?? String(error)}`,
    );
  }
  return { origin, log, running: () => isRunning(child), stop };
}

async function writeKey(file: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', {
    extractable: true,
  });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const facts = { kid, alg: 'ES256', use: 'sig' };
  await mkdir(join(file, '..'), { mode: 0o711 });
  await writeFile(
    file,
    JSON.stringify({ ...(await exportJWK(privateKey)), ...facts }),
    { mode: 0o600 },
  );
  return { keys: [{ ...(await exportJWK(publicKey)), ...facts }] };
}

/** A user of its own where that is possible; elsewhere the runner's. */
async function ownUser(workspace: Workspace, keyFile: string) {
  if (!(await canUseOwnUser([process.execPath]))) return {};
  await chown(workspace.data, SCAN_UID, SCAN_UID);
  await chown(keyFile, SCAN_UID, SCAN_UID);
  await chmod(workspace.checkout, 0o755);
  return { uid: SCAN_UID, gid: SCAN_UID };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    if (text.length < MAX_LOG) text += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}

async function untilHealthy(options: {
  origin: string;
  child: ChildProcess;
  signal?: AbortSignal;
}): Promise<void> {
  const { origin, child, signal } = options;
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (!isRunning(child)) throw new Error('it ended at once');
    const healthy = await loopbackRequest({
      url: new URL('/health', origin),
      timeoutMs: 2_000,
    }).then(
      answer => answer.status === 200,
      () => false,
    );
    if (healthy) return;
    await sleep(150);
  }
  throw new Error('its /health page did not answer within 30 seconds');
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function lastLine(log: string): string | undefined {
  return log
    .split('\n')
    .map(line => line.trim())
    .filter(line => /error/i.test(line))
    .at(-1)
    ?.slice(0, 300);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
