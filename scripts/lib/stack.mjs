import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from './say.mjs';
import { lastLine } from './toolchain.mjs';
import { root } from './workspace.mjs';

const START_MS = 180_000;
/** Long enough for the portal to stop the running micro apps. */
const STOP_MS = 20_000;

// Without SIGUSR1 no other process can make Node open its debugger.
const HARDENED = [
  '--disable-sigusr1',
  '--require',
  join(root, 'scripts', 'lib', 'endWithParent.cjs'),
];

/**
 * A part of the stack: a process of its own whose output goes to a log file.
 * It ends with this process, however that ends (endWithParent.cjs), and has a
 * group of its own, so that Ctrl+C reaches it through us and in our order.
 */
export function startPart({ name, args, cwd = root, env, stateDirectory }) {
  const logs = join(stateDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const log = createWriteStream(join(logs, `${name}.log`), {
    flags: 'w',
    mode: 0o600,
  });
  const child = spawn('node', [...HARDENED, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let recent = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      log.write(chunk);
      recent = (recent + chunk).slice(-4_000);
    });
  }
  const ended = new Promise(resolve => child.once('close', resolve));
  return {
    name,
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    complaint: () => lastLine(recent),
    logFile: join(logs, `${name}.log`),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Waits until an address answers with one of the statuses. */
export async function untilReady(part, url, statuses = [200]) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (!part.running()) {
      throw new Stop(
        `${part.name} ended while it started: ${part.complaint()}\nIts log is ${
          part.logFile
        }`,
      );
    }
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
    if (answer && statuses.includes(answer.status)) return;
    await sleep(300);
  }
  throw new Stop(
    `${part.name} did not answer within three minutes. Its log is ${part.logFile}`,
  );
}

/** The identity provider; the portal needs it before it starts. */
export async function startIdentityProvider({
  env,
  stateDirectory,
  add = () => {},
}) {
  const part = startPart({
    name: 'identity-provider',
    args: [
      '--disable-warning=ExperimentalWarning',
      'packages/identity-provider/src/index.ts',
    ],
    env,
    stateDirectory,
  });
  add(part);
  await untilReady(part, 'http://localhost:7010/healthz');
  return part;
}

/**
 * Portal and backend in one process, from source.
 * @param entry - what starts it, from the backend's folder
 */
export async function startPortal({
  env,
  stateDirectory,
  configs,
  entry = 'src/index.ts',
  add = () => {},
}) {
  const part = startPart({
    name: 'portal',
    cwd: join(root, 'packages/backend'),
    args: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      entry,
      ...configs.flatMap(config => ['--config', join(root, config)]),
    ],
    env: { NODE_ENV: 'development', ...env },
    stateDirectory,
  });
  add(part);
  await untilReady(
    part,
    'http://localhost:7007/.backstage/health/v1/readiness',
  );
  return part;
}
