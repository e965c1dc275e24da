import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { MAYA, SAM, SUE } from '../../__testUtils__/people';
import { ballot, MEDIUM } from '../../__testUtils__/steps';
import { verifyAudit } from '../../audit/verifyAudit';
import { portalElsewhere, useSites, type SitePortal } from './sites';

const IN_FULL = process.env.MICRO_APPS_CRASH === 'all';
const ACTIONS = IN_FULL ? 1_000 : 60;
const KILLS = IN_FULL ? 50 : 3;
const APPS = 5;

jest.setTimeout(IN_FULL ? 1_800_000 : 180_000);
const createSite = useSites();

type RequestState =
  | 'none'
  | 'open'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'void';

/** All that the model knows of one app. */
interface Known {
  readonly version: number;
  readonly request: RequestState;
}

const ACTION_NAMES = [
  'register',
  'reword',
  'widen',
  'ask',
  'approve',
  'reject',
  'withdraw',
] as const;
type Action = (typeof ACTION_NAMES)[number];

/** The model: what an action makes of an app; `undefined`: it is refused. */
function next(known: Known | undefined, action: Action): Known | undefined {
  if (!known) {
    return action === 'register' ? { version: 1, request: 'none' } : undefined;
  }
  const { version, request } = known;
  switch (action) {
    case 'register':
      return undefined;
    case 'reword':
      return { version: version + 1, request };
    case 'widen':
      return {
        version: version + 1,
        // Outside of what was asked or agreed.
        request:
          request === 'open' || request === 'approved' ? 'void' : request,
      };
    case 'ask':
      return request === 'open' || request === 'approved'
        ? undefined
        : { version, request: 'open' };
    case 'approve':
      return request === 'open' ? { version, request: 'approved' } : undefined;
    case 'reject':
      return request === 'open' ? { version, request: 'rejected' } : undefined;
    case 'withdraw':
      return request === 'open' ? { version, request: 'withdrawn' } : undefined;
    default:
      throw new Error(`The model does not know ${action satisfies never}`);
  }
}

/** Numbers that a seed gives, the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return sides => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const idOf = (app: number) => `random-${app}`;

/** What the database holds of one app. */
async function stored(
  { knex }: SitePortal,
  app: number,
): Promise<(Known & { requestId?: string; envelopeHash: string }) | undefined> {
  const row = await knex('micro_apps_apps')
    .where({ id: idOf(app) })
    .first();
  if (!row) return undefined;
  const request = await knex('micro_apps_requests')
    .where({ app_id: idOf(app) })
    .orderBy('seq', 'desc')
    .first();
  return {
    version: Number(row.version),
    request: request?.state ?? 'none',
    requestId: request?.id,
    envelopeHash: row.envelope_hash,
  };
}

async function send(
  portal: SitePortal,
  options: { app: number; action: Action; step: number },
): Promise<number> {
  const { app, action, step } = options;
  const known = await stored(portal, app);
  const maya = portal.as(MAYA);
  const name = `Random ${app}`;
  const path = `/apps/${idOf(app)}`;
  const change = async (changes: object) => {
    const { body } = await maya.get(path);
    return await maya.put(`${path}/registration`, {
      registration: { ...body.registration, ...changes },
      expectedVersion: body.version,
    });
  };
  const decide = async (ref: string, choice: string) => {
    if (!known?.requestId) return { status: 404 };
    return await portal
      .as(ref)
      .post(`/requests/${known.requestId}/votes`, ballot(known, { choice }));
  };
  switch (action) {
    case 'register':
      return (
        await maya.post('/apps', {
          registration: aRegistration({ name, ...MEDIUM }),
        })
      ).status;
    case 'reword':
      return known
        ? (await change({ purpose: `Reworded in step ${step} of a run` }))
            .status
        : 404;
    case 'widen':
      return known ? (await change({ retentionDays: 100 + step })).status : 404;
    case 'ask':
      return (
        await maya.post(`${path}/requests`, {
          expectedVersion: known?.version ?? 1,
        })
      ).status;
    case 'approve':
      return (await decide(SAM, 'approve')).status;
    case 'reject':
      return (await decide(SUE, 'reject')).status;
    case 'withdraw':
      return known?.requestId
        ? (await maya.post(`/requests/${known.requestId}/withdraw`)).status
        : 404;
    default:
      throw new Error(`Nobody sends ${action satisfies never}`);
  }
}

/** Answered as the model says; `undefined`: killed before there was an answer. */
async function attempt(
  work: Promise<number>,
  kill: (() => Promise<void>) | undefined,
): Promise<number | undefined> {
  const answered = work.catch(() => undefined);
  if (kill) await kill();
  return await answered;
}

function pick({ version, request }: Known): Known {
  return { version, request };
}

describe('a random run with sudden ends', () => {
  it('leaves what the model says, and a sound audit log', async () => {
    const seed = IN_FULL ? randomInt(2 ** 31) : 20_261_125;
    const roll = dice(seed);
    const site = await createSite();
    const model = new Map<number, Known>();
    let portal = await portalElsewhere(site);
    let undecided = 0;
    for (let step = 1; step <= ACTIONS; step += 1) {
      const at = `seed ${seed}, step ${step}`;
      const app = roll(APPS);
      const action = ACTION_NAMES[roll(ACTION_NAMES.length)];
      const known = model.get(app);
      const expected = next(known, action);
      const dies = step % Math.floor(ACTIONS / KILLS) === 0;
      const later = roll(60);
      const { process: backend } = portal;
      const status = await attempt(
        send(portal, { app, action, step }),
        dies
          ? async () => {
              await sleep(later);
              await backend.kill();
            }
          : undefined,
      );
      if (dies) {
        await portal.leave();
        portal = await portalElsewhere(site);
      }
      const found = await stored(portal, app);
      if (status === undefined) undecided += 1;
      const answered = status === undefined ? 'killed' : status < 300;
      const done = expected !== undefined;
      expect([at, action, ['killed', done].includes(answered)]).toEqual([
        at,
        action,
        true,
      ]);
      expect(status ?? 0).toBeLessThan(500);
      // Killed: done or not begun, and nothing in between.
      const possible = [
        ...(answered === 'killed' || !done ? [known] : []),
        ...(done ? [expected] : []),
      ];
      expect([at, action, possible]).toEqual([
        at,
        action,
        expect.arrayContaining([found && pick(found)]),
      ]);
      if (found) model.set(app, pick(found));
    }
    // As many entries as there were changes.
    const { knex } = portal;
    for (const [app, { version }] of model) {
      const entries = await knex('micro_apps_audit')
        .where({ app_id: idOf(app) })
        .whereIn('action', ['app.registered', 'app.changed']);
      expect([app, entries.length]).toEqual([app, version]);
    }
    expect(await verifyAudit(knex)).toMatchObject({ ok: true });
    expect(model.size).toBeGreaterThan(1);
    expect(undecided).toBeLessThanOrEqual(KILLS);
    await portal.leave();
  });
});
