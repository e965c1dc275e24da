import { fork } from 'node:child_process';
import { megabytes, type Row } from './table';

const ROWS = 1_000_000;
const GOAL = 50_000;
/** Shares of the rows at which memory is read. */
export const AUDIT_MARKS = [0.1, 0.5, 1] as const;

/** What the process tells that verifies. */
export interface AuditMeasured {
  /** Spent on reading lines and verifying them, not on making them up. */
  readonly ms: number;
  /** Of the processor; what the time would be on a machine without others. */
  readonly cpuMs: number;
  readonly bytes: number;
  /** At each mark, after a collection, in bytes. */
  readonly heap: readonly number[];
  readonly rss: readonly number[];
}

/** An exported audit log of a million entries, verified line by line. */
export async function measureAudit(): Promise<readonly Row[]> {
  const { ms, cpuMs, bytes, heap, rss } = await runPart();
  const [rate, cpuRate] = [ms, cpuMs].map(time => (ROWS / time) * 1000);
  return [
    {
      what: `audit log of ${ROWS.toLocaleString(
        'en',
      )} entries verified (${megabytes(bytes)})`,
      ...perSecond(rate),
    },
    {
      what: '  the same in time of the processor',
      ...perSecond(cpuRate),
    },
    {
      what: '  heap at 10, 50 and 100 %',
      measured: heap.map(megabytes).join(', '),
      goal: 'flat',
    },
    {
      what: '  resident memory at 10, 50 and 100 %',
      measured: rss.map(megabytes).join(', '),
      goal: 'flat',
    },
  ];
}

function perSecond(rate: number) {
  const text = (count: number) =>
    `${Math.round(count).toLocaleString('en')} entries/s`;
  return {
    measured: text(rate),
    goal: `≥ ${text(GOAL)}`,
    ratio: rate / GOAL,
  };
}

function runPart(): Promise<AuditMeasured> {
  return new Promise((finish, reject) => {
    const child = fork(require.resolve('./auditPart'), [String(ROWS)], {
      execArgv: [
        '--expose-gc',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
    });
    let measured: AuditMeasured | undefined;
    child.on('message', (message: AuditMeasured) => {
      measured = message;
    });
    child.once('error', reject);
    child.once('exit', code =>
      measured
        ? finish(measured)
        : reject(new Error(`Verifying the audit log ended with ${code}`)),
    );
  });
}
