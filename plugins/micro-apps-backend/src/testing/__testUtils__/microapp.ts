import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The program as people start it: another process, and no portal. */
const MICROAPP = join(__dirname, '../../../../../packages/cli/bin/microapp');

/** Runs the `microapp` program to its end. */
export function microapp(...args: readonly string[]) {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MICROAPP, ...args],
    { encoding: 'utf8', env, maxBuffer: 50_000_000 },
  );
  return { status, stdout, stderr };
}
