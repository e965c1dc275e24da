import { fork } from 'node:child_process';
import { duration, megabytes, type Row } from './table';

const APPS = 100_000;
const PROCESSES = 2;
const GOAL_MS = 20_000;
export const MARKS = [0.1, 0.5, 1] as const;

/** What a part of the fleet tells at each mark. */
export interface Progress {
  readonly mark: number;
  /** In use after a collection, in bytes. */
  readonly heap: number;
  readonly rss: number;
}
/** What a part of the fleet tells at its end. */
export interface Done {
  readonly ms: number;
  /** Of the processor; what the time would be on a machine without others. */
  readonly cpuMs: number;
  readonly open: number;
}

/** Re-scores and re-gates a whole fleet in two processes. */
export async function measureFleet(): Promise<readonly Row[]> {
  const share = APPS / PROCESSES;
  const began = performance.now();
  const parts = await Promise.all(
    Array.from({ length: PROCESSES }, (_, part) =>
      runPart(part * share, share),
    ),
  );
  const whole = performance.now() - began;
  const work = Math.max(...parts.map(({ done }) => done.ms));
  const cpu = parts.reduce((sum, { done }) => sum + done.cpuMs, 0);
  const memory = (what: 'heap' | 'rss') =>
    MARKS.map(mark =>
      megabytes(
        parts.reduce(
          (sum, { progress }) =>
            sum + (progress.find(each => each.mark === mark)?.[what] ?? 0),
          0,
        ) / PROCESSES,
      ),
    ).join(', ');
  return [
    {
      what: `${APPS.toLocaleString(
        'en',
      )} registrations re-scored and re-gated, ${PROCESSES} processes`,
      measured: `${duration(work)} (${duration(whole)} with their start)`,
      goal: `≤ ${duration(GOAL_MS)}`,
      ratio: GOAL_MS / work,
    },
    {
      what: '  the same in time of the processor, halved',
      measured: duration(cpu / PROCESSES),
      goal: `≤ ${duration(GOAL_MS)}`,
      ratio: (GOAL_MS * PROCESSES) / cpu,
    },
    {
      what: '  one registration, from facts to decision',
      measured: duration(cpu / APPS),
    },
    {
      what: '  heap of a process at 10, 50 and 100 %',
      measured: memory('heap'),
      goal: 'flat',
    },
    {
      what: '  resident memory of a process at 10, 50 and 100 %',
      measured: memory('rss'),
      goal: 'flat',
    },
  ];
}

function runPart(
  first: number,
  count: number,
): Promise<{ done: Done; progress: readonly Progress[] }> {
  return new Promise((finish, reject) => {
    const child = fork(
      require.resolve('./fleetPart'),
      [String(first), String(count)],
      {
        execArgv: [
          '--expose-gc',
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
      },
    );
    const progress: Progress[] = [];
    let done: Done | undefined;
    child.on('message', (message: Progress | Done) => {
      if ('mark' in message) progress.push(message);
      else done = message;
    });
    child.once('error', reject);
    child.once('exit', code =>
      done
        ? finish({ done, progress })
        : reject(new Error(`A part of the fleet ended with ${code}`)),
    );
  });
}
