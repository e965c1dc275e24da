import { readFileSync } from 'node:fs';

/** Which process it was: pids are used again, start times are not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** `undefined` when it is gone, or where there is no /proc. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return { pid, startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Ends a left-over process, only when it surely is the one that was started. */
export async function endLeftover(options: {
  identity: ProcessIdentity;
  release: string;
}): Promise<void> {
  const { identity, release } = options;
  const now = identify(identity.pid);
  if (now?.startTime !== identity.startTime) return;
  const command = readFileSync(`/proc/${identity.pid}/cmdline`, 'utf8');
  if (!command.includes(`--allow-fs-read=${release}\0`)) return;
  process.kill(identity.pid, 'SIGKILL');
  for (let i = 0; i < 50 && identify(identity.pid); i += 1) {
    await new Promise(done => setTimeout(done, 50));
  }
}
