import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { policyPackFolder } from '../node';

/** Longest wait for the server to be ready, in milliseconds. */
const READY_WITHIN_MS = 20_000;

/** A real OPA server on a free port of this machine. */
export interface OpaServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /**
   * Asks `POST /v1/data/<path>`.
   * @returns what stands under `result`; undefined when OPA has no answer
   * @throws Error when OPA answers with an error
   */
  ask(path: string, input: unknown): Promise<unknown>;
  /** Ends the server. */
  stop(): Promise<void>;
}

/**
 * The `opa` of the PATH, else the one that the repository keeps in
 * `.cache/opa`; undefined where there is none.
 */
export function findOpa(): string | undefined {
  const file = process.platform === 'win32' ? 'opa.exe' : 'opa';
  const cache = join(policyPackFolder(), '..', '..', '.cache', 'opa');
  return [...(process.env.PATH ?? '').split(delimiter), cache]
    .filter(folder => folder !== '')
    .map(folder => join(folder, file))
    .find(path => existsSync(path));
}

/**
 * Runs OPA to its end.
 * @returns what it printed
 * @throws Error with its complaint
 */
export function runOpa(options: {
  opa: string;
  args: readonly string[];
  stdin?: string;
}): string {
  const { status, stdout, stderr, error } = spawnSync(
    options.opa,
    options.args,
    { encoding: 'utf8', input: options.stdin ?? '', maxBuffer: 1e8 },
  );
  if (status !== 0) {
    throw new Error(`opa failed: ${error ?? stderr}${stdout}`);
  }
  return stdout;
}

/**
 * `test` where OPA is there. Elsewhere the tests count as skipped, and that is
 * said loudly.
 */
export function testsWithOpa(): { opa: string; test: jest.It } {
  const opa = findOpa();
  if (opa) return { opa, test };
  process.stderr.write(
    '\n*** OPA was not found, so its tests are SKIPPED. Run `node scripts/ensure-opa.mjs`. ***\n',
  );
  const { skip } = test;
  return { opa: '', test: skip };
}

/**
 * Starts `opa run --server` on loopback.
 *
 * @param options.paths - bundles (`--bundle`), in order
 * @param options.args - what else to pass, e.g. files or `--set`
 * @throws Error with what OPA wrote, when it does not become ready
 */
export async function startOpaServer(options: {
  opa: string;
  bundles?: readonly string[];
  args?: readonly string[];
}): Promise<OpaServer> {
  const port = await freePort();
  const child = spawn(
    options.opa,
    [
      ...['run', '--server', '--addr', `127.0.0.1:${port}`],
      ...['--log-level', 'error', '--disable-telemetry'],
      ...(options.bundles ?? []).flatMap(path => ['--bundle', path]),
      ...(options.args ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let written = '';
  const keep = (text: string) => {
    written = (written + text).slice(-10_000);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', keep);
  }
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', error => {
      written += String(error);
      resolve();
    });
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill();
    await ended;
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while ((await send({ url: `${url}/health?bundles` })).status !== 200) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`OPA did not become ready: ${written}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return {
    url,
    stop,
    async ask(path, input) {
      const { status, text } = await send({
        url: `${url}/v1/data/${path}`,
        body: JSON.stringify({ input }),
      });
      if (status !== 200) throw new Error(`OPA answered ${status}: ${text}`);
      const { result } = JSON.parse(text);
      return result;
    },
  };
}

function send(options: {
  url: string;
  body?: string;
}): Promise<{ status: number; text: string }> {
  return new Promise(resolve => {
    const sent = request(
      options.url,
      {
        method: options.body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', part => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text }),
        );
      },
    );
    sent.once('error', error => resolve({ status: 0, text: String(error) }));
    sent.end(options.body);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
