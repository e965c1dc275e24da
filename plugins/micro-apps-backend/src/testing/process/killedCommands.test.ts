import { audited, everybodyTold } from '../../__testUtils__/steps';
import { verifyAudit } from '../../audit/verifyAudit';
import { KILLED_COMMANDS, type Sent } from './killedCommands';
import {
  portalElsewhere,
  portalHere,
  useSites,
  type Site,
  type SitePortal,
} from './sites';
import { difference, SAME, snapshot } from './snapshot';

/** `npm run test:crash` goes to every point; otherwise a few are enough. */
const EVERY_POINT = process.env.MICRO_APPS_CRASH === 'all';
const SAMPLE = ['register', 'approve', 'grant', 'promote', 'retire'];
/** More than any command has. */
const MOST = 200;
/** Points looked at side by side: most of the time goes into starting. */
const LANES = EVERY_POINT ? 2 : 1;

jest.setTimeout(EVERY_POINT ? 1_800_000 : 180_000);
const createSite = useSites();

/** Sends it; `undefined` when the process ended before it answered. */
async function send(
  portal: SitePortal,
  { ref, method, path, body }: Sent,
): Promise<number | undefined> {
  try {
    return (await portal.as(ref)[method](path, body)).status;
  } catch {
    return undefined;
  }
}

/** Lets claims of a killed process end, and works off what is due. */
async function settle(portal: SitePortal): Promise<void> {
  await portal
    .knex('micro_apps_outbox')
    .where({ state: 'waiting' })
    .andWhere('attempts', '>', 0)
    .update({ due_at: new Date().toISOString() });
  await everybodyTold(portal);
}

/** What is stored before the command, and when it was done with nobody dying. */
async function model(name: string) {
  const site = await createSite();
  const preparing = await portalHere(site);
  const sent = await KILLED_COMMANDS[name](preparing);
  await settle(preparing);
  const before = await snapshot(preparing.knex);
  await preparing.leave();
  const copy = await site.copy();
  const undisturbed = await portalHere(copy);
  expect([200, 201, 202]).toContain(await send(undisturbed, sent));
  await settle(undisturbed);
  const after = await snapshot(undisturbed.knex);
  await undisturbed.leave();
  expect(after).not.toEqual(before);
  return { site, sent, before, after };
}

type Model = Awaited<ReturnType<typeof model>>;

/** Kills the command at a point; the name of it, or that it came to its end. */
async function killAt(site: Site, { sent }: Model, stopAt: number) {
  const dying = await portalElsewhere(site);
  await dying.process.stopAt(stopAt);
  const status = await send(dying, sent);
  // It may have answered and been killed right after.
  const ended = status !== undefined && (await dying.process.isAlive());
  const killedAt = ended ? undefined : await dying.process.killedAt();
  // Killed at a point, or at its end; a process that just fell over is neither.
  expect(killedAt === undefined).toBe(ended);
  await dying.leave();
  return { killedAt };
}

/** After the next start: done or not begun, and done once when it is asked for again. */
async function recovers(site: Site, { sent, before, after }: Model) {
  const portal = await portalHere(site);
  try {
    await settle(portal);
    const found = await snapshot(portal.knex);
    const done = difference(found, after).missing.length === 0;
    expect(difference(found, done ? after : before)).toEqual(SAME);
    const again = await send(portal, sent);
    // What was decided already is refused, or answered with what was decided.
    expect(again).toBeLessThan(500);
    if (!done || 'idempotencyKey' in sent.body) {
      expect(again).toBeLessThan(300);
    }
    await settle(portal);
    expect(difference(await snapshot(portal.knex), after)).toEqual(SAME);
    if (sent.path.endsWith('/votes')) {
      const voted = (await audited(portal)).filter(
        action => action === 'request.voted',
      );
      expect(voted).toHaveLength(1);
    }
    expect(await verifyAudit(portal.knex)).toMatchObject({ ok: true });
    return done;
  } finally {
    await portal.leave();
  }
}

/** All, or: the first of all, the commit, right after it, and one in between. */
async function pointsOf(made: Model): Promise<readonly number[]> {
  if (EVERY_POINT) return Array.from({ length: MOST }, (_, i) => i + 1);
  const copy = await made.site.copy();
  const portal = await portalElsewhere(copy);
  await send(portal, made.sent);
  const names = await portal.process.passed();
  await portal.leave();
  const commit = names.indexOf('before COMMIT') + 1;
  expect(commit).toBeGreaterThan(4);
  return [1, commit - 3, commit, names.indexOf('after COMMIT was sent') + 1];
}

/**
 * Takes one point after the other, until the command comes to its end or one of
 * them fails; then the other lane takes no more, either.
 */
async function lane(made: Model, points: number[]) {
  const outcomes: boolean[] = [];
  for (
    let point = points.shift();
    point !== undefined;
    point = points.shift()
  ) {
    const site = await made.site.copy();
    const { killedAt } = await killAt(site, made, point);
    if (killedAt === undefined) {
      points.length = 0;
      return { outcomes, ended: true };
    }
    try {
      outcomes.push(await recovers(site, made));
    } catch (error) {
      points.length = 0;
      throw new Error(`Killed at point ${point}, ${killedAt}: ${error}`);
    }
    await site.remove();
  }
  return { outcomes, ended: false };
}

describe('a process that is killed', () => {
  const names = Object.keys(KILLED_COMMANDS).filter(
    name => EVERY_POINT || SAMPLE.includes(name),
  );

  it.each(names)(
    'in the middle of "%s" has done all of it or nothing',
    async name => {
      const made = await model(name);
      const points = [...(await pointsOf(made))];
      const lanes = Array.from({ length: LANES }, () => lane(made, points));
      // Nothing goes on behind the back of the next command.
      await Promise.allSettled(lanes);
      const done = await Promise.all(lanes);
      const outcomes = done.flatMap(each => each.outcomes);
      // Every point means: until there was none any more.
      expect(done.some(({ ended }) => ended)).toBe(EVERY_POINT);
      // The points lie on both sides of the commit.
      expect(outcomes.length).toBeGreaterThan(EVERY_POINT ? 5 : 2);
      expect(outcomes).toContain(false);
    },
  );
});
