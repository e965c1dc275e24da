import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { scrubbedEnvironment } from '@micro-apps/plugin-micro-apps-node';

/** Largest answer of git that is read into memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Runs git without a shell, without hooks and without anybody's settings.
 *
 * @throws Error with the first line that git said
 */
export function git(options: {
  directory: string;
  args: readonly string[];
  input?: Buffer | string;
  env?: Readonly<Record<string, string>>;
}): Promise<Buffer> {
  const { directory, args, input, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(
      'git',
      [
        '-c',
        'core.hooksPath=/dev/null',
        '-c',
        'safe.directory=*',
        '-c',
        'core.fsmonitor=false',
        '--git-dir',
        directory,
        ...args,
      ],
      { cwd: tmpdir(), env: scrubbedEnvironment(tmpdir(), env) },
    );
    const out: Buffer[] = [];
    let size = 0;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) child.kill('SIGKILL');
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString();
    });
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`git: ${complaint.split('\n')[0] || 'failed'}`));
    });
    child.stdin.end(input);
  });
}
