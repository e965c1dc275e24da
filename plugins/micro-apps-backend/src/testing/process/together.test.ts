import { aRegistration } from '@micro-apps/governance-core/testing';
import { MAYA, PAT, SAM, SUE } from '../../__testUtils__/people';
import {
  APP,
  consideredByTheRules,
  HIGH,
  MEDIUM,
  registered,
  settled,
  withCode,
} from '../../__testUtils__/steps';
import type { SitePortal } from './sites';
import {
  asked,
  bothVote,
  IN_FULL,
  requireSound,
  stateOf,
  useTogether,
} from './together';

/** `npm run test:crash` takes the numbers of reliability A2 and F2. */
const PAIRS = IN_FULL ? 50 : 40;
const WRITERS = 4;
const ENTRIES_EACH = IN_FULL ? 2_500 : 25;

const together = useTogether();

/** Nothing that was noted was done twice, by whichever process. */
async function requireOnceEach({ knex }: SitePortal): Promise<void> {
  const again = await knex('micro_apps_outbox')
    .where({ state: 'done' })
    .andWhere('attempts', '>', 1)
    .select('message_key', 'attempts', 'reason');
  expect(again).toEqual([]);
}

describe('several processes at once', () => {
  it('write one chain of audit entries', async () => {
    const portals = await together(WRITERS);
    const [{ knex }] = portals;
    await Promise.all(
      portals.map(async (portal, writer) => {
        for (let i = 0; i < ENTRIES_EACH; i += 1) {
          const name = `App ${i} of ${writer}`;
          const registration = aRegistration({ name });
          await portal.as(MAYA).post('/apps', { registration }).expect(201);
        }
      }),
    );
    const registrations = knex('micro_apps_audit').where({
      action: 'app.registered',
    });
    expect(await registrations).toHaveLength(WRITERS * ENTRIES_EACH);
    await requireSound(portals[0]);
  });

  it('count two approvals of one step once', async () => {
    const portals = await together(2);
    const requests = await asked(portals[0], {
      count: PAIRS,
      changes: MEDIUM,
    });
    for (const request of requests) {
      const statuses = await bothVote(portals, request, [
        { ref: SAM, choice: 'approve' },
        { ref: SUE, choice: 'approve' },
      ]);
      expect([...statuses].sort()).toEqual([200, 409]);
      expect(await stateOf(portals[1], request)).toEqual({
        state: 'approved',
        votes: ['approve'],
        told: 1,
      });
    }
    await requireSound(portals[0]);
  });

  it('count approvals of two steps both, and decide once', async () => {
    const portals = await together(2);
    const requests = await asked(portals[0], { count: PAIRS, changes: HIGH });
    for (const request of requests) {
      expect(
        await bothVote(portals, request, [
          { ref: SAM, choice: 'approve' },
          { ref: PAT, choice: 'approve' },
        ]),
      ).toEqual([200, 200]);
      const { state, votes } = await stateOf(portals[1], request);
      expect({ state, votes }).toEqual({
        state: 'approved',
        votes: ['approve', 'approve'],
      });
      const decided = await portals[0]
        .knex('micro_apps_audit')
        .where({ action: 'request.voted' })
        .andWhere('details', 'like', `%${request.id}%`)
        .andWhere('details', 'like', '%"state":"approved"%');
      expect(decided).toHaveLength(1);
    }
    await requireSound(portals[0]);
  });

  it('let the first of approve and reject win', async () => {
    const portals = await together(2);
    const requests = await asked(portals[0], { count: PAIRS, changes: MEDIUM });
    for (const request of requests) {
      const statuses = await bothVote(portals, request, [
        { ref: SAM, choice: 'approve' },
        { ref: SUE, choice: 'reject' },
      ]);
      expect([...statuses].sort()).toEqual([200, 409]);
      const won = statuses[0] === 200 ? 'approve' : 'reject';
      expect(await stateOf(portals[1], request)).toEqual({
        state: won === 'approve' ? 'approved' : 'rejected',
        votes: [won],
        told: 1,
      });
    }
  });

  it('lose no rejection where two people have to agree', async () => {
    const portals = await together(2);
    const requests = await asked(portals[0], { count: PAIRS, changes: HIGH });
    for (const request of requests) {
      const [approve, reject] = await bothVote(portals, request, [
        { ref: SAM, choice: 'approve' },
        { ref: PAT, choice: 'reject' },
      ]);
      expect(reject).toBe(200);
      expect([200, 409]).toContain(approve);
      const { state, votes } = await stateOf(portals[1], request);
      expect(state).toBe('rejected');
      expect(votes).toContain('reject');
    }
  });

  it('register once under one key', async () => {
    const portals = await together(2);
    for (let i = 0; i < PAIRS; i += 1) {
      const body = {
        registration: aRegistration({ name: `Keyed ${i}` }),
        idempotencyKey: `key-${i}`,
      };
      const answers = await Promise.all(
        [...portals, ...portals].map(portal =>
          portal.as(MAYA).post('/apps', body),
        ),
      );
      if (answers.some(a => a.status > 201))
        throw new Error(
          answers.map(a => JSON.stringify(a.body.error ?? '')).join() +
            portals.map(p => p.process?.log()).join('\n'),
        );
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1);
    }
    const { knex } = portals[0];
    expect(await knex('micro_apps_apps')).toHaveLength(PAIRS);
    await requireSound(portals[0]);
  });

  it('give one address to one of two apps of the same name', async () => {
    const portals = await together(2);
    for (let i = 0; i < PAIRS; i += 1) {
      const registration = aRegistration({ name: `Same ${i}` });
      const answers = await Promise.all(
        portals.map(portal => portal.as(MAYA).post('/apps', { registration })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
  });

  it('promote once, and do what is noted once', async () => {
    const portals = await together(2);
    await registered(portals[0]);
    await withCode(portals[0]);
    await consideredByTheRules(portals[0]);
    const answers = await Promise.all(
      [...portals, ...portals].map(portal =>
        portal
          .as(MAYA)
          .post(`/apps/${APP}/promotions`, { environment: 'beta' }),
      ),
    );
    if (answers.some(a => a.status > 202))
      throw new Error(
        answers.map(a => JSON.stringify(a.body.error ?? '')).join() +
          portals.map(p => p.process?.log()).join('\n'),
      );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1);
    await settled(portals[0]);
    const { knex } = portals[0];
    const deployments = await knex('micro_apps_deployments').select('state');
    expect(deployments).toEqual([{ state: 'running' }]);
    const registeredClients = await knex('micro_apps_audit').where({
      action: 'client.registered',
    });
    expect(registeredClients).toHaveLength(1);
    await requireOnceEach(portals[0]);
    await requireSound(portals[0]);
  });
});
