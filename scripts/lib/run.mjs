import { spawn } from 'node:child_process';
import { say } from './say.mjs';

const HEARTBEAT_MS = 15_000;
const KEPT = 200_000;
const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|getaddrinfo|RequestError/;

/**
 * Runs a command to its end without blocking, so that Ctrl+C works meanwhile.
 * `patient` says every 15 seconds that it goes on; `show` passes the output
 * through.
 * @returns status and the end of what it wrote
 */
export function run(command, args, options) {
  const { cwd, env, patient = false, show = false, timeoutMs } = options;
  const began = Date.now();
  const timer = patient
    ? setInterval(
        () => say(`  … ${Math.round((Date.now() - began) / 1000)} s`),
        HEARTBEAT_MS,
      )
    : undefined;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      timeout: timeoutMs,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', chunk => {
        if (show) process.stdout.write(chunk);
        text = (text + chunk).slice(-KEPT);
      });
    }
    child.once('error', reject);
    child.once('close', code => resolve({ status: code ?? 1, text }));
  }).finally(() => clearInterval(timer));
}

/** Whether a tool complains that something on the network is out of reach. */
export function saysNoNetwork(text) {
  return NETWORK.test(text);
}
