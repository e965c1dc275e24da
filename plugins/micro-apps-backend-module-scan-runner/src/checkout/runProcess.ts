import { spawn } from 'node:child_process';

const MAX_OUTPUT = 16 * 1024 * 1024;

/** What a tool said. */
export interface ProcessOutput {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a tool to its end, without a shell. Never rejects for an exit code;
 * rejects when the tool cannot start or `signal` ends it.
 */
export function runProcess(
  command: string,
  args: readonly string[],
  options: {
    cwd: string;
    env: Readonly<Record<string, string>>;
    signal?: AbortSignal;
  },
): Promise<ProcessOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      signal: options.signal,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout = bounded(child.stdout);
    const stderr = bounded(child.stderr);
    child.once('error', reject);
    child.once('close', code =>
      resolve({
        code: code ?? undefined,
        stdout: stdout(),
        stderr: stderr(),
      }),
    );
  });
}

/** Collects a stream, up to a limit. */
function bounded(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < MAX_OUTPUT) {
      chunks.push(chunk);
      size += chunk.length;
    }
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
