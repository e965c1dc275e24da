import { spawn, type ChildProcess } from 'node:child_process';
import { get } from 'node:http';
import {
  microAppProcess,
  type MicroAppProcessOptions,
} from '@micro-apps/plugin-micro-apps-node';
import { appendLog } from './logFile';

const HEALTH_MS = 20_000;
const STOP_MS = 5_000;

/**
 * Starts a copy and waits until it answers `/health`.
 *
 * @throws Error with a sentence; then nothing is left running
 */
export async function startProcess(options: {
  app: MicroAppProcessOptions;
  logFile: string;
  uid?: number;
  onExit: (lastLine: string) => void;
}): Promise<ChildProcess> {
  const { app, logFile, uid, onExit } = options;
  const { args, env } = microAppProcess(app);
  const child = spawn(process.execPath, [...args], {
    cwd: app.release,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let lastLine = '';
  let healthy = false;
  const keep = (chunk: Buffer, isError: boolean) => {
    const text = chunk.toString();
    if (isError) {
      const lines = text.split('\n').map(line => line.trim());
      const error = lines.find(line => /Error\b.*:/.test(line));
      // Node ends its complaint with its own version, which helps nobody; and
      // what came with an error's name is not overwritten by what did not.
      const others = lines.filter(line => line && !/^Node\.js v/.test(line));
      const known = /Error\b.*:/.test(lastLine) ? lastLine : others.at(-1);
      lastLine = (error ?? known ?? lastLine).slice(0, 300);
    }
    appendLog(logFile, text, new Date());
  };
  child.stdout.on('data', chunk => keep(chunk, false));
  child.stderr.on('data', chunk => keep(chunk, true));
  child.on('error', error => {
    lastLine = error.message;
  });
  child.on('exit', () => {
    if (healthy) onExit(lastLine);
  });
  const deadline = Date.now() + HEALTH_MS;
  while (Date.now() < deadline && isAlive(child)) {
    if (await isHealthy(app.port, app.origin)) {
      if (!isAlive(child)) break;
      healthy = true;
      return child;
    }
    await new Promise(done => setTimeout(done, 100));
  }
  const ended = !isAlive(child);
  await stopProcess(child);
  throw new Error(
    ended
      ? `The app ended while it was starting. Its last message: ${
          lastLine || 'none'
        }`
      : 'The app did not answer /health within 20 seconds.',
  );
}

/** SIGTERM, and SIGKILL when it is still there after 5 seconds. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  const gone = new Promise<void>(done => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}

function isAlive(child: ChildProcess): boolean {
  return (
    child.pid !== undefined &&
    child.exitCode === null &&
    child.signalCode === null
  );
}

/** Connects to 127.0.0.1: not every resolver knows names below localhost. */
function isHealthy(port: number, origin: string): Promise<boolean> {
  return new Promise(resolve => {
    get(
      {
        host: '127.0.0.1',
        port,
        path: '/health',
        timeout: 2000,
        headers: { host: new URL(origin).host },
      },
      response => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    )
      .on('error', () => resolve(false))
      .on('timeout', function abort(this: { destroy(): void }) {
        this.destroy();
        resolve(false);
      });
  });
}
