import { fork } from 'node:child_process';
import type { Row } from './table';

/**
 * Lists, the review queue and registrations by the real backend plugin, in a
 * process of its own.
 *
 * @param program - the backend's measurement, which tells its rows
 * @param address - `sqlite`, or the address of an empty PostgreSQL database
 */
export function measureRegistry(
  program: string,
  address = 'sqlite',
): Promise<readonly Row[]> {
  return new Promise((finish, reject) => {
    const child = fork(program, [address], {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
    });
    let rows: readonly Row[] | undefined;
    child.on('message', (message: readonly Row[]) => {
      rows = message;
    });
    child.once('error', reject);
    child.once('exit', code =>
      rows
        ? finish(rows)
        : reject(new Error(`The registry's part ended with ${code}`)),
    );
  });
}
