import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import {
  exceptionAsked,
  requestFor,
  withOneOpenControl,
} from '../../__testUtils__/exceptionSteps';
import { IVAN, MAYA, RITA, SAM, SUE } from '../../__testUtils__/people';
import { ballot, MEDIUM } from '../../__testUtils__/steps';
import type { SitePortal } from './sites';
import {
  asked,
  bothVote,
  IN_FULL,
  requireSound,
  stateOf,
  useTogether,
} from './together';

const TIMES = IN_FULL ? 50 : 15;
const together = useTogether();

/** Actions that are on record about something, in their order. */
async function actionsOf(
  { knex }: SitePortal,
  { id }: { readonly id: string },
): Promise<readonly string[]> {
  return await knex('micro_apps_audit')
    .where('details', 'like', `%${id}%`)
    .whereNot({ action: 'decision.refused' })
    .orderBy('seq')
    .pluck('action');
}

const votes = ({ id }: RequestView) => `/requests/${id}/votes`;

describe('several processes at once', () => {
  it('let no vote stand for what is edited meanwhile (A4)', async () => {
    const [one, other] = await together(2);
    const requests = await asked(one, { count: TIMES, changes: MEDIUM });
    for (const request of requests) {
      const path = `/apps/${request.subjectId}`;
      const { body: app } = await one.as(MAYA).get(path).expect(200);
      const [vote, edit] = await Promise.all([
        one.as(SAM).post(votes(request), ballot(request)),
        other.as(MAYA).put(`${path}/registration`, {
          registration: { ...app.registration, scopes: ['profile:read'] },
          expectedVersion: 1,
        }),
      ]);
      expect(edit.status).toBe(200);
      expect([200, 409]).toContain(vote.status);
      expect((await stateOf(one, request)).state).toBe('void');
      const { body: after } = await one.as(MAYA).get(path).expect(200);
      expect(after.approval).not.toBe('approved');
      expect(await actionsOf(one, request)).toEqual([
        'request.opened',
        ...(vote.status === 200 ? ['request.voted'] : []),
        'request.void',
      ]);
    }
    await requireSound(one);
  });

  it('take back or decide, and not both (A13)', async () => {
    const [one, other] = await together(2);
    const requests = await asked(one, { count: TIMES, changes: MEDIUM });
    for (const request of requests) {
      const [vote, withdrawal] = await Promise.all([
        one.as(SAM).post(votes(request), ballot(request)),
        other.as(MAYA).post(`/requests/${request.id}/withdraw`),
      ]);
      expect([vote.status, withdrawal.status].sort()).toEqual([200, 409]);
      const { state } = await stateOf(one, request);
      expect(state).toBe(vote.status === 200 ? 'approved' : 'withdrawn');
      expect(await actionsOf(one, request)).toHaveLength(2);
    }
    await requireSound(one);
  });

  it('approve in an emergency or as usual, once (A9)', async () => {
    const [one, other] = await together(2);
    const requests = await asked(one, { count: TIMES, changes: MEDIUM });
    for (const request of requests) {
      const { envelopeHash, version } = request;
      const reason = 'The payment service is down and this mends it';
      const [vote, override] = await Promise.all([
        one.as(SAM).post(votes(request), ballot(request)),
        other.as(IVAN).post(`/requests/${request.id}/override`, {
          ...{ reason, envelopeHash, expectedVersion: version },
        }),
      ]);
      expect([vote.status, override.status].sort()).toEqual([200, 409]);
      const { state, votes: cast } = await stateOf(one, request);
      expect([state, cast.length]).toEqual([
        'approved',
        vote.status === 200 ? 1 : 0,
      ]);
      const overrides = await one
        .knex('micro_apps_request_overrides')
        .where({ request_id: request.id });
      expect(overrides).toHaveLength(override.status === 200 ? 1 : 0);
    }
    await requireSound(one);
  });

  it('tell the loser of a yes and a no what won (A3)', async () => {
    const [one, other] = await together(2);
    const requests = await asked(one, { count: TIMES, changes: MEDIUM });
    for (const request of requests) {
      const answers = await Promise.all([
        one.as(SAM).post(votes(request), ballot(request)),
        other
          .as(SUE)
          .post(votes(request), ballot(request, { choice: 'reject' })),
      ]);
      const [won] = answers.filter(({ status }) => status === 200);
      const [lost] = answers.filter(({ status }) => status === 409);
      expect(['approved', 'rejected']).toContain(won.body.state);
      expect(lost.body.error).toMatchObject({
        code: 'not-in-this-state',
        message: expect.stringContaining(`is ${won.body.state} by now`),
      });
    }
  });

  it('count both votes where one role needs two, and decide once (A2)', async () => {
    const portals = await together(2, {
      approvals: { medium: { security: 2 } },
    });
    const [one] = portals;
    const requests = await asked(one, { count: TIMES, changes: MEDIUM });
    for (const request of requests) {
      expect(
        await bothVote(portals, request, [
          { ref: SAM, choice: 'approve' },
          { ref: SUE, choice: 'approve' },
        ]),
      ).toEqual([200, 200]);
      expect(await stateOf(one, request)).toMatchObject({
        state: 'approved',
        votes: ['approve', 'approve'],
      });
      const decided = await one
        .knex('micro_apps_audit')
        .where({ action: 'request.voted' })
        .andWhere('details', 'like', `%${request.id}%`)
        .andWhere('details', 'like', '%"state":"approved"%');
      expect(decided).toHaveLength(1);
    }
    await requireSound(one);
  });

  it('grant an exception once', async () => {
    const portals = await together(2);
    const [one] = portals;
    await withOneOpenControl(one);
    const exception = await exceptionAsked(one);
    const request = await requestFor(one, exception);
    const [first, ...others] = (
      await Promise.all(
        [...portals, ...portals, ...portals].map(portal =>
          portal.as(IVAN).post(votes(request), ballot(request)),
        ),
      )
    )
      .map(({ status }) => status)
      .sort();
    expect([first, new Set(others)]).toEqual([200, new Set([409])]);
    expect(await actionsOf(one, exception)).toEqual([
      'request.opened',
      'exception.asked',
      'exception.granted',
    ]);
    await requireSound(one);
  });

  it('ask for a vendor once, for both who want it', async () => {
    const [one, other] = await together(2);
    for (let i = 0; i < TIMES; i += 1) {
      const wanted = {
        title: `Lunch Board ${i}`,
        kind: 'general',
        purpose: 'Shows the menus of the places nearby',
        dataClasses: ['public'],
        hosts: [`api${i}.lunchboard.example`],
        sdkPackages: [],
      };
      const answers = await Promise.all([
        one.as(MAYA).post('/vendors', wanted),
        other.as(RITA).post('/vendors', wanted),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
      const [{ name }] = answers.map(({ body }) => body);
      const { knex } = one;
      expect(await knex('micro_apps_vendors').where({ name })).toHaveLength(1);
      const requests = await knex('micro_apps_requests').where({
        ...{ kind: 'vendor', subject_id: name, state: 'open' },
      });
      expect(requests).toHaveLength(1);
      const people = await knex('micro_apps_vendor_requesters')
        .where({ vendor: name })
        .orderBy('person')
        .pluck('person');
      expect(people).toEqual([MAYA, RITA]);
    }
    await requireSound(one);
  });
});
