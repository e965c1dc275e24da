import { aRegistration } from '@micro-apps/governance-core/testing';
import type { Knex } from 'knex';
import { createFakePorts } from '../../flows/testing/fakePorts';
import { startBareBackend } from '../process/bareBackend';
import type { Sizes } from './fillDatabase';

/** One line of the printed table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal?: string;
  /** How many times better than the goal; below 1 it is missed. */
  readonly ratio?: number;
}

const ROUNDS = 40;
const GOAL_MS = 200;
const CLIENTS = 4;
const REGISTRATIONS = 400;
/** Of PostgreSQL; SQLite is for trying out, and has one writer. */
const GOAL_PER_SECOND = 100;

/** What people look at, as their pages ask for it. */
const QUESTIONS: readonly (readonly [what: string, path: string])[] = [
  ['first page', '/apps'],
  ['by name', '/apps?sort=name'],
  ['by risk, High alone', '/apps?sort=score&band=high'],
  [
    'by name, active and Regulated',
    '/apps?sort=name&standing=active&class=regulated',
  ],
  ['one business unit by name', '/apps?sort=name&unit=group:default/unit7'],
  ['in quarantine', '/apps?standing=quarantined'],
  ['names that look alike', '/apps?flag=looks-alike'],
  ['one owner', '/apps?owner=user:default/person7'],
  ['a word that many have', '/apps?q=lunch'],
  ['a word that nobody has', '/apps?q=xylophone'],
  ['review queue', '/requests?state=open'],
];

/**
 * Lists, the queue and registrations over HTTP, by the real plugin on a filled
 * database. It measures; nothing fails because of a time.
 */
export async function measureRegistry(
  knex: Knex,
  sizes: Sizes,
): Promise<readonly Row[]> {
  const backend = await startBareBackend({ knex, ports: createFakePorts() });
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${backend.url}/api/micro-apps/v1${path}`, {
      ...init,
      headers: {
        authorization: 'Bearer user:default/ivan',
        'content-type': 'application/json',
      },
    });
    const body = await answer.text();
    if (!answer.ok)
      throw new Error(`${path} answers ${answer.status}: ${body}`);
    return body;
  };
  try {
    const rows: Row[] = [];
    for (const [what, path] of QUESTIONS) {
      rows.push({
        what: `${what}, p50 (p95)`,
        ...(await timesOf(() => ask(path))),
      });
    }
    rows.push({
      what: 'far into the list, p50 (p95)',
      ...(await timesOf(await pages(ask))),
    });
    rows.push(await registrations(ask));
    const size = (count: number) => count.toLocaleString('en');
    return rows.map(row => ({
      ...row,
      what: `${size(sizes.apps)} apps, ${size(
        sizes.auditRows,
      )} audit entries: ${row.what}`,
    }));
  } finally {
    await backend.stop();
  }
}

/** Walks on, a page each time. */
async function pages(ask: (path: string) => Promise<string>) {
  let cursor = '';
  return async () => {
    const { nextCursor = '' } = JSON.parse(
      await ask(`/apps?sort=name${cursor && `&cursor=${cursor}`}`),
    );
    cursor = nextCursor;
  };
}

async function timesOf(work: () => Promise<unknown>) {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))];
  const text = (ms: number) => `${ms.toFixed(0)} ms`;
  return {
    measured: `${text(at(0.5))} (${text(at(0.95))})`,
    goal: `≤ ${GOAL_MS} ms`,
    ratio: GOAL_MS / at(0.95),
  };
}

async function registrations(
  ask: (path: string, init: RequestInit) => Promise<string>,
): Promise<Row> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (next < REGISTRATIONS) {
        next += 1;
        const registration = aRegistration({ name: `Measured ${next}` });
        await ask('/apps', {
          method: 'POST',
          body: JSON.stringify({ registration }),
        });
      }
    }),
  );
  const perSecond = (REGISTRATIONS / (performance.now() - began)) * 1_000;
  return {
    what: `registrations with audit, ${CLIENTS} clients`,
    measured: `${perSecond.toFixed(0)}/s`,
    goal: `≥ ${GOAL_PER_SECOND}/s on PostgreSQL`,
    ratio: perSecond / GOAL_PER_SECOND,
  };
}
