import type { Integration } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { DAY } from '@micro-apps/governance-core';
import {
  APP,
  audited,
  change,
  detail,
  IVAN,
  MAYA,
  NOAH,
  registered,
  RITA,
  SAM,
  SECURITY,
  SUE,
  usePortals,
  type Portal,
} from '../__testUtils__';
import {
  approvedVendor,
  asked,
  CRM,
  decide,
  openRequest,
  vendor,
} from './__testUtils__/vendorSteps';

const start = usePortals();

const inDays = (days: number) =>
  new Date(Date.now() + days * DAY).toISOString();

async function offered(portal: Portal, name: string) {
  const { body } = await portal.as(MAYA).get('/integrations').expect(200);
  return body.items.find((each: Integration) => each.name === name);
}

function register(portal: Portal, vendors: readonly string[]) {
  return portal
    .as(MAYA)
    .post('/apps', { registration: aRegistration({ vendors: [...vendors] }) });
}

describe('deciding on a vendor', () => {
  it('approves it for a year, and the form offers it with what was approved', async () => {
    const portal = await start();
    expect((await register(portal, ['lunch-board'])).status).toBe(400);
    const approved = await approvedVendor(portal);
    expect(approved).toMatchObject({
      state: 'approved',
      decidedIn: 'registry',
    });
    expect(Date.parse(approved.approvedUntil ?? '')).toBeGreaterThan(
      Date.now() + 364 * DAY,
    );
    expect(await offered(portal, 'lunch-board')).toMatchObject({
      kind: 'vendor',
      title: 'Lunch Board',
      preAuthorised: true,
      minimumClass: 'public',
      hosts: ['api.lunchboard.example'],
      sdkPackages: ['lunchboard-sdk'],
      approvedUntil: approved.approvedUntil,
    });
    expect((await register(portal, ['lunch-board'])).status).toBe(201);
    const { findings } = await detail(portal);
    expect(
      findings.find(({ controlId }) => controlId === 'approved-vendors')?.state,
    ).toBe('satisfied');
    expect((await audited(portal)).slice(-3)).toContain('vendor.approved');
  });

  it('takes the date that the reviewer names, two years on at most', async () => {
    const portal = await start();
    await asked(portal);
    const until = (approvedUntil: string) =>
      decide(portal, 'lunch-board', { decision: { approvedUntil } });
    for (const wrong of [inDays(-1), inDays(733), 'soon', '2027-01-31']) {
      const { status, body } = await until(wrong);
      expect([wrong, status, body.error.code]).toEqual([
        wrong,
        400,
        'invalid-input',
      ]);
    }
    const chosen = inDays(90);
    expect((await until(chosen)).status).toBe(200);
    expect(await vendor(portal, 'lunch-board')).toMatchObject({
      state: 'approved',
      approvedUntil: chosen,
    });
  });

  it('shows until when with the vote, and says nothing beside other decisions', async () => {
    const portal = await start();
    await asked(portal);
    const refused = await decide(portal, 'lunch-board', {
      choice: 'reject',
      decision: { approvedUntil: inDays(90) },
    });
    expect(refused.status).toBe(400);
    const { body } = await decide(portal, 'lunch-board', {
      decision: { approvedUntil: inDays(90), minimumClass: 'internal' },
    });
    expect(body.votes[0].terms).toMatchObject({ minimumClass: 'internal' });
    expect((await vendor(portal, 'lunch-board')).minimumClass).toBe('internal');
  });

  it.each(['crm', 'hr'] as const)(
    'does not let a %s system in without the authorisation of IT',
    async kind => {
      const portal = await start();
      const { name } = await asked(portal, { ...CRM, kind });
      const first = await decide(portal, name, {
        decision: { approvedUntil: inDays(200) },
      });
      expect(first.body.state).toBe('open');
      expect(first.body.tally.waitingFor).toMatchObject([{ role: 'it' }]);
      expect((await vendor(portal, name)).state).toBe('in-review');
      expect(await offered(portal, name)).toBeUndefined();
      expect((await register(portal, [name])).status).toBe(400);
      // Another reviewer of the same role is not the other role.
      const second = await decide(portal, name, { by: SUE });
      expect(second.body.state).toBe('open');
      const third = await decide(portal, name, {
        by: IVAN,
        decision: { approvedUntil: inDays(400) },
      });
      expect(third.body.state).toBe('approved');
      const { approvedUntil } = await vendor(portal, name);
      // The earliest date that any of them named.
      expect(Date.parse(approvedUntil ?? '')).toBeLessThan(
        Date.now() + 201 * DAY,
      );
      expect(await offered(portal, name)).toMatchObject({
        preAuthorised: false,
        privileged: true,
      });
    },
  );

  it.each(['crm', 'hr'] as const)(
    'opens the way to a %s system with the yes of IT, until it is taken back',
    async kind => {
      const portal = await start();
      const { name } = await asked(portal, { ...CRM, kind });
      await decide(portal, name);
      await decide(portal, name, { by: IVAN });
      expect((await register(portal, [name])).status).toBe(201);
      const leave = async () => {
        const { findings } = await detail(portal);
        const { state, because } =
          findings.find(
            ({ controlId }) => controlId === 'crm-hr-authorisation',
          ) ?? {};
        return [state, because];
      };
      expect(await leave()).toEqual([
        'satisfied',
        'The connection is authorised today',
      ]);
      await portal
        .as(SAM)
        .post(`/vendors/${name}/withdraw`, { reason: 'It was broken into' })
        .expect(200);
      expect(await leave()).toEqual([
        'not-satisfied',
        'Nobody has authorised the connection to Acme CRM',
      ]);
    },
  );

  it.each(['payment', 'health', 'identity'] as const)(
    'wants to read what the security review of a %s service found',
    async kind => {
      const portal = await start();
      const { name } = await asked(portal, { kind });
      const bare = await decide(portal, name);
      expect(bare.status).toBe(400);
      expect(bare.body.error.message).toContain(
        'what the security review found',
      );
      expect((await vendor(portal, name)).state).toBe('requested');
      const findings =
        'Read the report of the last test; two remarks, both mended';
      const { body } = await decide(portal, name, { decision: { findings } });
      expect(body.state).toBe('approved');
      expect((await vendor(portal, name)).findings).toBe(findings);
    },
  );

  it('keeps a "no", which wins over what the catalog says', async () => {
    const portal = await start();
    await approvedVendor(portal);
    await portal
      .knex('micro_apps_vendors')
      .update({ approved_until: inDays(20) });
    // A renewal that is refused leaves the approval to its date.
    await asked(portal);
    await decide(portal, 'lunch-board', { choice: 'reject' });
    expect((await vendor(portal, 'lunch-board')).state).toBe('approved');
    await portal
      .knex('micro_apps_vendors')
      .update({ approved_until: inDays(-1) });
    await asked(portal);
    const { body } = await decide(portal, 'lunch-board', { choice: 'reject' });
    expect(body.state).toBe('rejected');
    expect((await vendor(portal, 'lunch-board')).state).toBe('rejected');
    expect(await offered(portal, 'lunch-board')).toMatchObject({
      preAuthorised: false,
      withdrawnAt: expect.any(String),
    });
  });

  it('goes back to whoever asked, who mends it and hands it in again', async () => {
    const portal = await start();
    await asked(portal);
    await decide(portal, 'lunch-board', {
      choice: 'ask-for-changes',
      items: ['Say which places'],
    });
    expect((await vendor(portal, 'lunch-board')).state).toBe('in-review');
    const request = await openRequest(portal.as(MAYA), 'lunch-board');
    const tick = (ref: string) =>
      portal
        .as(ref)
        .post(`/requests/${request.id}/items/${request.items[0].id}`, {
          done: true,
        });
    expect((await tick(NOAH)).status).toBe(403);
    expect((await tick(MAYA)).status).toBe(200);
    await portal.as(MAYA).post(`/requests/${request.id}/resubmit`).expect(200);
    const { body } = await decide(portal, 'lunch-board');
    expect(body.state).toBe('approved');
  });

  it('can be taken back by who asked, and asked for again', async () => {
    const portal = await start();
    const { openRequestId } = await asked(portal);
    await portal
      .as(RITA)
      .post(`/requests/${openRequestId}/withdraw`)
      .expect(403);
    await portal
      .as(MAYA)
      .post(`/requests/${openRequestId}/withdraw`)
      .expect(200);
    expect(await vendor(portal, 'lunch-board')).toMatchObject({
      state: 'taken-back',
      viewer: { mayRequest: true },
    });
    expect((await asked(portal, {}, RITA)).state).toBe('requested');
  });

  it('tells everybody who asked, each once', async () => {
    const portal = await start();
    await asked(portal);
    await asked(portal, {}, RITA);
    await decide(portal, 'lunch-board');
    const told: string[] = await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'notice' })
      .pluck('payload');
    const decided = told
      .map(text => JSON.parse(text))
      .filter(({ kind }) => kind.endsWith('.decided'));
    expect(decided.map(({ to }) => to.people).sort()).toEqual([[MAYA], [RITA]]);
    expect(decided.map(({ link }) => link)).toEqual([
      '/micro-apps/vendors/lunch-board',
      '/micro-apps/vendors/lunch-board',
    ]);
  });

  it('is refused on what was seen before it changed', async () => {
    const portal = await start();
    await asked(portal);
    const seen = await openRequest(portal.as(SAM), 'lunch-board');
    await asked(portal, { hosts: ['eu.lunchboard.example'] });
    const { status } = await portal.as(SAM).post(`/requests/${seen.id}/votes`, {
      choice: 'approve',
      reason: 'Looks fine',
      envelopeHash: seen.envelopeHash,
      expectedVersion: seen.version,
    });
    expect(status).toBe(409);
  });
});

describe('who may not decide on a vendor', () => {
  it('is whoever asked, or joined, whatever group she is in', async () => {
    const portal = await start();
    portal.company.hire('maya', { groups: [SECURITY] });
    await asked(portal);
    await asked(portal, {}, SUE);
    for (const by of [MAYA, SUE]) {
      const { status, body } = await decide(portal, 'lunch-board', { by });
      expect([by, status]).toEqual([by, 403]);
      expect(body.error.message).toContain('you asked for this approval');
    }
    expect((await decide(portal, 'lunch-board')).status).toBe(200);
  });

  it('is a second account of hers', async () => {
    const portal = await start();
    portal.company.hire('maya2', { subject: 'sub-maya', groups: [SECURITY] });
    await asked(portal);
    const { status } = await decide(portal, 'lunch-board', {
      by: 'user:default/maya2',
    });
    expect(status).toBe(403);
  });

  it('is the owner of the app that it is asked for, also after handing it over', async () => {
    const portal = await start();
    portal.company.hire('maya', { groups: ['product', SECURITY] });
    await registered(portal, { successor: RITA });
    await asked(portal, { appId: APP }, RITA);
    const { status, body } = await decide(portal, 'lunch-board', { by: MAYA });
    expect(status).toBe(403);
    expect(body.error.message).toContain('you own this app');
    await change(portal, { owner: RITA, successor: undefined });
    expect((await decide(portal, 'lunch-board', { by: MAYA })).status).toBe(
      403,
    );
  });

  it('is a template or a tool that acts for a reviewer', async () => {
    const portal = await start();
    await asked(portal);
    const seen = await openRequest(portal.as(SAM), 'lunch-board');
    const { status } = await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post(`/requests/${seen.id}/votes`, {
        choice: 'approve',
        reason: 'Looks fine',
        envelopeHash: seen.envelopeHash,
        expectedVersion: seen.version,
      });
    expect(status).toBe(403);
  });

  it('is anybody without the role', async () => {
    const portal = await start();
    await asked(portal);
    expect((await decide(portal, 'lunch-board', { by: NOAH })).status).toBe(
      403,
    );
    expect((await decide(portal, 'lunch-board', { by: IVAN })).status).toBe(
      403,
    );
  });
});
