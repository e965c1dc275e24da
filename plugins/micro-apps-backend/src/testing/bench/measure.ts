import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { IVAN, MAYA, SAM } from '../../__testUtils__/people';

/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal?: string;
  /** How many times better than the goal. */
  readonly ratio?: number;
}

const LIST_GOAL_MS = 200;
const CALLS = 40;

/**
 * Sends one request; throws when it is not answered with success. Not by
 * `fetch`: that would take several percent of the processors from what is measured.
 */
export function clientOf(url: string) {
  const agent = new Agent({ keepAlive: true });
  return async function send(
    ref: string,
    path: string,
    body?: object,
  ): Promise<Record<string, unknown>> {
    const sent = request(`${url}/api/micro-apps/v1${path}`, {
      agent,
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${ref}`,
        'content-type': 'application/json',
      },
    });
    sent.end(body && JSON.stringify(body));
    const [answer]: IncomingMessage[] = await once(sent, 'response');
    const content = await text(answer);
    const { statusCode = 0 } = answer;
    if (statusCode < 200 || statusCode > 299) {
      throw new Error(`${path}: ${statusCode} ${content}`);
    }
    return JSON.parse(content);
  };
}

/** Registrations a second, each with its audit entry, from some clients at once. */
export async function measureRegistrations(options: {
  url: string;
  database: string;
  clients: number;
  each: number;
  /** Registrations a second; left out: no goal is set. */
  goal?: number;
}): Promise<Row> {
  const { url, database, clients, each, goal } = options;
  const send = clientOf(url);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let i = 0; i < each; i += 1) {
        // The round before had another number of clients, so names differ.
        const name = `Of ${clients} clients, ${client} app ${i}`;
        await send(MAYA, '/apps', { registration: aRegistration({ name }) });
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const rate = (clients * each) / seconds;
  return {
    what: `${database}: registrations from ${clients} clients`,
    measured: `${Math.round(rate)} a second`,
    ...(goal !== undefined && {
      goal: `${goal} a second`,
      ratio: rate / goal,
    }),
  };
}

/** What people look at, and who looks. */
const LISTS: readonly (readonly [what: string, ref: string, path: string])[] = [
  ['list of apps', MAYA, '/apps?limit=50'],
  ['list of apps by name', MAYA, '/apps?limit=50&sort=name'],
  [
    'list of high-risk apps by score',
    MAYA,
    '/apps?limit=50&band=high&sort=score',
  ],
  ['list of apps with a word', MAYA, '/apps?limit=50&q=kind%20500'],
  [
    'list of active regulated apps by name',
    MAYA,
    '/apps?limit=50&sort=name&standing=active&class=regulated',
  ],
  [
    'list of one business unit by name',
    MAYA,
    '/apps?limit=50&sort=name&unit=group:default/unit-7',
  ],
  ['list of apps in quarantine', MAYA, '/apps?limit=50&standing=quarantined'],
  ['list of look-alike names', MAYA, '/apps?limit=50&flag=looks-alike'],
  ['list of apps with a word of nobody', MAYA, '/apps?limit=50&q=xylophone'],
  ['list of own apps', MAYA, '/apps?limit=50&owner=me'],
  ['review queue', SAM, '/requests?limit=50'],
  ['review queue with everything decided', SAM, '/requests?limit=50&state=all'],
  ['history of an app', MAYA, '/apps/bench-500/history'],
  ['posture, checklist and key metrics', SAM, '/numbers'],
  [
    'list of apps whose logs nothing proves',
    SAM,
    '/numbers/apps?limit=50&check=logging&state=unknown',
  ],
  ['board of the first 90 days', IVAN, '/numbers/rollout'],
  ['audit log of an app', IVAN, '/audit/entries?limit=50&appId=bench-500'],
];

/** 95 of 100 answers come within this, for each list; the second page counts, too. */
export async function measureLists(
  url: string,
  database: string,
): Promise<readonly Row[]> {
  const send = clientOf(url);
  const rows: Row[] = [];
  for (const [what, ref, path] of LISTS) {
    const times: number[] = [];
    let cursor: string | undefined;
    for (let i = 0; i < CALLS; i += 1) {
      const began = performance.now();
      const page = await send(
        ref,
        cursor
          ? `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`
          : path,
      );
      times.push(performance.now() - began);
      const { nextCursor } = page;
      cursor = typeof nextCursor === 'string' ? nextCursor : undefined;
    }
    times.sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)];
    rows.push({
      what: `${database}: ${what}, 95 of 100 within`,
      measured: `${p95.toFixed(1)} ms`,
      goal: `${LIST_GOAL_MS} ms`,
      ratio: LIST_GOAL_MS / p95,
    });
  }
  return rows;
}
