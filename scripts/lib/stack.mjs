import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from './say.mjs';
import { lastLine } from './toolchain.mjs';
import { root } from './workspace.mjs';

const START_MS = 180_000;

/**
 * A part of the stack: a process of its own whose output goes to a log file.
 * It ends with this process.
 */
export function startPart({ name, args, cwd = root, env, stateDirectory }) {
  const logs = join(stateDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const log = createWriteStream(join(logs, `${name}.log`), { flags: 'a' });
  const child = spawn('node', args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
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
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
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
    const answer = await fetch(url, { redirect: 'manual' }).catch(
      () => undefined,
    );
    if (answer && statuses.includes(answer.status)) return;
    await sleep(300);
  }
  throw new Stop(
    `${part.name} did not answer within three minutes. Its log is ${part.logFile}`,
  );
}

/** The identity provider; the portal needs it before it starts. */
export async function startIdentityProvider({ env, stateDirectory }) {
  const part = startPart({
    name: 'identity-provider',
    args: [
      '--disable-sigusr1',
      '--disable-warning=ExperimentalWarning',
      'packages/identity-provider/src/index.ts',
    ],
    env,
    stateDirectory,
  });
  await untilReady(part, 'http://localhost:7010/healthz');
  return part;
}

/** Portal and backend in one process, from source. */
export async function startPortal({ env, stateDirectory, configs }) {
  const part = startPart({
    name: 'portal',
    cwd: join(root, 'packages/backend'),
    args: [
      '--disable-sigusr1',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'src/index.ts',
      ...configs.flatMap(config => ['--config', join(root, config)]),
    ],
    env: { NODE_ENV: 'development', ...env },
    stateDirectory,
  });
  await untilReady(
    part,
    'http://localhost:7007/.backstage/health/v1/readiness',
  );
  return part;
}
