import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JsonObject } from '@backstage/types';

/** A backend in a process of its own. */
export interface BackendProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** It kills itself at this point of the next command, counted from 1. */
  stopAt(point: number): Promise<void>;
  /** Names of the points that commands have passed, in order. */
  passed(): Promise<readonly string[]>;
  /** Does what is scheduled under this id, once. */
  runTask(id: string): Promise<void>;
  /** It is there, and does what it is asked. */
  isAlive(): Promise<boolean>;
  /** Name of the point where it killed itself; `undefined`: it did not. */
  killedAt(): Promise<string | undefined>;
  /** The end of what it wrote to its log. */
  log(): string;
  /** Ends it at once, as `kill -9` does. */
  kill(): Promise<void>;
}

/** Starts one; it ends with this process at the latest. */
export async function startProcess(options: {
  /** `postgresql:` address or path of a SQLite file. */
  address: string;
  /** File that keeps the fake world; left out: it lives as long as the process. */
  world?: string;
  /** Goes under `microApps` of the configuration. */
  microApps?: JsonObject;
  /**
   * With the shipped company rules, and without the points where it can be
   * killed: those make every statement slower.
   */
  isMeasured?: boolean;
}): Promise<BackendProcess> {
  const child = spawn(
    process.execPath,
    [
      ...[
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      ...[join(__dirname, 'main.ts'), options.address, options.world ?? ''],
      JSON.stringify(options.microApps ?? {}),
      ...(options.isMeasured ? ['measured'] : []),
    ],
    {
      env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let complaints = '';
  child.stderr?.on('data', chunk => {
    complaints = (complaints + chunk).slice(-4_000);
  });
  const ended = once(child, 'exit');
  const said: Record<string, unknown>[] = [];
  let wake = () => {};
  const { stdout } = child;
  if (!stdout) throw new Error('The process has no output');
  const closed = new Promise<void>(resolve => {
    createInterface({ input: stdout })
      .on('line', line => {
        // Drivers write there, too.
        if (line.startsWith('{')) said.push(JSON.parse(line));
        else complaints = `${complaints}${line}\n`.slice(-4_000);
        wake();
      })
      .on('close', resolve);
  });
  const more = () =>
    new Promise<true>(resolve => {
      wake = () => resolve(true);
    });
  /** What it says next under this name. */
  async function heard<T>(name: string): Promise<T> {
    for (;;) {
      const found = said.find(each => name in each);
      if (found) return found[name] as T;
      if (!(await Promise.race([more(), closed.then(() => false)]))) {
        throw new Error(`The backend process ended: ${complaints}`);
      }
    }
  }
  return {
    url: await heard<string>('url'),
    async stopAt(point) {
      child.send({ stopAt: point });
      await heard('armed');
    },
    async passed() {
      child.send('passed');
      return await heard<readonly string[]>('passed');
    },
    async runTask(id) {
      const name = `done ${id}`;
      child.send({ task: id });
      const ok = await heard<boolean>(name);
      // Said again the next time.
      said.splice(
        said.findIndex(each => name in each),
        1,
      );
      if (!ok) throw new Error(`${id} failed`);
    },
    async isAlive() {
      // Whether it can still be reached is told by what it says.
      child.send('passed', () => undefined);
      return await heard('passed').then(
        () => true,
        () => false,
      );
    },
    async killedAt() {
      await closed;
      await ended;
      return said.find(each => 'killedAt' in each)?.killedAt as
        | string
        | undefined;
    },
    log: () => complaints,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
