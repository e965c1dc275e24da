import type { Knex } from 'knex';
import { MAYA } from '../../__testUtils__/people';
import type { BackendProcess } from '../process/startProcess';
import { clientOf, type Row } from './measure';

const LOOKS = 'micro_apps_retention_looks';
const GOAL_MS = 60_000;
/** Requests during a sweep may take this many times as long as without one. */
const GOAL_TIMES = 2;
const IDLE_CALLS = 300;
const PAUSE_MS = 20;
const LIST = '/apps?limit=50';

/** Every app is due to be looked at, and somebody looks at her list meanwhile. */
export async function measureSweep(options: {
  backend: BackendProcess;
  knex: Knex;
  database: string;
}): Promise<readonly Row[]> {
  const { backend, knex, database } = options;
  const send = clientOf(backend.url);
  const at = new Date(0).toISOString();
  await knex(LOOKS).delete();
  await knex.raw(
    `INSERT INTO ${LOOKS} (app_id, due_at) SELECT id, '${at}' FROM micro_apps_apps`,
  );
  await knex.raw('ANALYZE');
  const [{ count }] = await knex(LOOKS).count({ count: '*' });
  let calls = 0;
  const idle = await timesOf(send, () => {
    calls += 1;
    return calls <= IDLE_CALLS;
  });
  const began = performance.now();
  let took: number | undefined;
  const sweep = backend.runTask('micro-apps-retention').then(() => {
    took = performance.now() - began;
  });
  const busy = await timesOf(send, () => took === undefined);
  await sweep;
  const ms = took ?? 0;
  const times = p95(busy) / p95(idle);
  return [
    {
      what: `${database}: ${Number(count).toLocaleString(
        'en',
      )} apps looked at for data that is due`,
      measured: `${(ms / 1000).toFixed(1)} s`,
      goal: `${GOAL_MS / 1000} s`,
      ratio: GOAL_MS / ms,
    },
    {
      what: `${database}: list of apps during that, 95 of 100 within`,
      measured: `${p95(busy).toFixed(1)} ms, ${times.toFixed(1)} times as long`,
      goal: `${GOAL_TIMES} times`,
      ratio: GOAL_TIMES / times,
    },
  ];
}

/** How long each answer takes, one after the other, in milliseconds. */
async function timesOf(
  send: ReturnType<typeof clientOf>,
  goesOn: () => boolean,
): Promise<readonly number[]> {
  const times: number[] = [];
  while (goesOn()) {
    const began = performance.now();
    await send(MAYA, LIST);
    times.push(performance.now() - began);
    // Whoever reads a list does not ask for the next at once.
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  return times;
}

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}
