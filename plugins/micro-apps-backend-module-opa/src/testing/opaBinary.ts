import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join, resolve } from 'node:path';

const NAME = 'opa';

/** The real OPA: on the PATH, or in the repository's `.cache/opa`. */
export function findOpa(): string | undefined {
  const root = resolve(__dirname, '../../../..');
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    join(root, '.cache', 'opa'),
    join(root, '.cache', 'opa', 'bin'),
  ];
  return folders
    .filter(Boolean)
    .map(folder => join(folder, NAME))
    .find(file => existsSync(file));
}

/** `describe` where OPA is there; otherwise the suite counts as skipped. */
export function describeWithOpa(
  title: string,
  suite: (opa: string) => void,
): void {
  const opa = findOpa();
  if (opa) {
    describe(title, () => suite(opa));
    return;
  }
  // Loud on purpose: without OPA these promises are not checked.
  process.stderr.write(
    `\nNOT CHECKED, because there is no ${NAME} on the PATH or in .cache/opa: ${title}\n`,
  );
  const skipped = describe.skip;
  skipped(title, () => {
    it('needs OPA', () => undefined);
  });
}

/** Runs OPA to its end. @throws with what it said */
export function runOpa(
  opa: string,
  args: readonly string[],
  cwd?: string,
): void {
  const { status, stderr, stdout } = spawnSync(opa, args, {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`opa ${args[0]}: ${stderr}${stdout}`);
}

/** A real OPA server on a free port, ready to answer. */
export async function startOpaServer(
  opa: string,
  args: readonly string[],
): Promise<{ url: URL; stop(): Promise<void> }> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}`);
  const child = spawn(
    opa,
    ['run', '--server', '--addr', `127.0.0.1:${port}`, ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', chunk => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const healthy = await fetch(new URL('/health?bundles', url)).catch(
      () => undefined,
    );
    if (healthy?.ok) return { url, stop: () => end(child) };
    if (child.exitCode !== null) break;
    await new Promise(next => setTimeout(next, 100));
  }
  await end(child);
  throw new Error(`The OPA server does not start: ${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(next => child.once('exit', next));
  child.kill();
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(next => {
    server.listen(0, '127.0.0.1', () => next());
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(next => server.close(next));
  return port;
}
