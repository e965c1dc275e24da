import { canonicalJson } from '@micro-apps/governance-core';
import {
  APP,
  approved,
  audited,
  change,
  consideredByTheRules,
  detail,
  HIGH,
  MAYA,
  MEDIUM,
  PAT,
  refuseAuditEntries,
  refusedDecisions,
  registered,
  requested,
  SAM,
  SUE,
  usePortals,
  voted,
  withCode,
  type Portal,
} from '../__testUtils__';
import { sha256 } from '../audit/sha256';
import { createCompanyRules } from '../flows/testing/companyRules';

const start = usePortals();

/** What company rules said at votes, oldest first. */
async function decisionsAtVotes({ knex }: Portal) {
  const rows = await knex('micro_apps_decisions')
    .whereNotNull('request_id')
    .orderBy('at');
  return rows.map(row => ({ ...row, decision: JSON.parse(row.decision) }));
}

function digestOf(question: unknown): string {
  return sha256(canonicalJson(question));
}

const PUBLIC_NEEDS_PRIVACY = [
  { code: 'approval:privacy', because: 'Everybody may see it' },
];

describe('company rules', () => {
  it('are asked again at a yes: what they deny nobody approves, and the reason is told', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    policy.revision = 'r2';
    policy.deny('promote', () => 'No customer data outside');
    const { body } = await voted(portal.as(SAM), request).expect(409);
    expect(body.error).toMatchObject({
      code: 'gate-closed',
      message: expect.stringContaining('No customer data outside'),
    });
    expect((await detail(portal, SAM)).request).toMatchObject({
      state: 'open',
      votes: [],
      policyRevision: { asked: 'r1', now: 'r2' },
    });
    expect(await audited(portal)).not.toContain('request.voted');
    const [denial] = await decisionsAtVotes(portal);
    expect(denial).toMatchObject({
      ...{ request_id: request.id, engine: 'double', policy_revision: 'r2' },
      decision: { allowed: false, violations: [{ code: 'company-rule' }] },
    });
    expect(policy.asked.map(digestOf)).toContain(denial.input_digest);
    expect(await refusedDecisions(portal)).toMatchObject([
      {
        ...{ requestId: request.id, decisionId: denial.id, actor: SAM },
        ...{ code: 'gate-closed', policyRevision: 'r2' },
        violations: ['company-rule'],
      },
    ]);
    // A no needs no rule to agree, so none is asked.
    await voted(portal.as(SAM), request, { choice: 'reject' }).expect(200);
    expect(await decisionsAtVotes(portal)).toHaveLength(1);
  });

  it('leave their answer at a yes: engine, revision and what they were asked', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    expect(await decisionsAtVotes(portal)).toEqual([]);
    await voted(portal.as(SAM), request).expect(200);
    const [decision, ...others] = await decisionsAtVotes(portal);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({
      ...{ app_id: APP, app_version: 1, request_id: request.id },
      ...{ gate: 'promote', engine: 'double', policy_revision: 'r1' },
      decision: { allowed: true },
    });
    expect(policy.asked.map(digestOf)).toContain(decision.input_digest);
    const entry = await portal
      .knex('micro_apps_audit')
      .where({ action: 'request.voted' })
      .first('details');
    expect(JSON.parse(entry.details).decisionId).toBe(decision.id);
  });

  it('leave neither answer nor vote where one of them cannot be kept', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    const allow = await refuseAuditEntries(portal.knex);
    await voted(portal.as(SAM), request).expect(500);
    policy.deny('promote', () => 'No customer data outside');
    await voted(portal.as(SAM), request).expect(500);
    await allow();
    expect(await decisionsAtVotes(portal)).toEqual([]);
    expect(await portal.knex('micro_apps_request_votes')).toEqual([]);
  });

  it('that do not answer hold a yes back, and no other choice', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    policy.there = false;
    await voted(portal.as(SAM), request).expect(503);
    const { body } = await voted(portal.as(SAM), request, {
      choice: 'ask-for-changes',
      items: ['Say more'],
    }).expect(200);
    expect(body.state).toBe('changes-requested');
  });

  it('tell nobody who may not decide what they think', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    policy.deny('promote', () => 'A secret of the company');
    const { body } = await voted(portal.as(MAYA), request).expect(403);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('ask for more people by their duties, when asked and at the vote', async () => {
    const policy = createCompanyRules();
    policy.also = { obligations: PUBLIC_NEEDS_PRIVACY };
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    expect(request.requirements).toMatchObject([
      { role: 'security', count: 1 },
      { role: 'privacy', count: 1, because: 'Everybody may see it' },
    ]);
    // The duty is gone by now; the stricter of then and now counts.
    policy.also = {};
    const first = await voted(portal.as(SAM), request).expect(200);
    expect(first.body.state).toBe('open');
    const second = await voted(portal.as(PAT), request).expect(200);
    expect(second.body.state).toBe('approved');
  });

  it('that became stricter since somebody asked count at the vote', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    policy.revision = 'r2';
    policy.also = {
      obligations: [{ code: 'approval:security:2', because: 'New' }],
    };
    const { body } = await voted(portal.as(SAM), request).expect(200);
    expect(body).toMatchObject({ state: 'open' });
    const last = await voted(portal.as(SUE), request).expect(200);
    expect(last.body).toMatchObject({
      state: 'approved',
      requirements: [{ role: 'security', count: 2, because: 'New' }],
      policyRevision: { asked: 'r1', decided: 'r2' },
    });
  });

  it('void no approval that was given before (R12)', async () => {
    const policy = createCompanyRules();
    const portal = await start({ policy });
    await registered(portal, MEDIUM);
    await approved(portal);
    policy.also = { obligations: PUBLIC_NEEDS_PRIVACY };
    expect((await detail(portal)).approval).toBe('approved');
  });

  it('keep a Low app from being approved by itself when somebody has to agree', async () => {
    const policy = createCompanyRules();
    policy.also = { obligations: PUBLIC_NEEDS_PRIVACY };
    const portal = await start({ policy });
    await registered(portal);
    await withCode(portal);
    expect((await consideredByTheRules(portal)).approval).toBe('missing');
    const request = await requested(portal);
    const { body } = await voted(portal.as(PAT), request).expect(200);
    expect(body.state).toBe('approved');
  });
});

describe('steps', () => {
  const approvals = { steps: [['security'], ['privacy']] };

  it('ask the privacy office after the security reviewers', async () => {
    const portal = await start({ microApps: approvalsOf(approvals) });
    await registered(portal, HIGH);
    const request = await requested(portal);
    const early = await voted(portal.as(PAT), request).expect(409);
    expect(early.body.error.message).toContain(
      'Others decide before you: the security reviewers',
    );
    const { body } = await portal.as(PAT).get('/requests').expect(200);
    expect(body.items).toMatchObject([
      { waitingFor: ['security'], mayVote: false },
    ]);
    await voted(portal.as(SAM), request).expect(200);
    const then = await portal
      .as(PAT)
      .get(`/requests/${request.id}`)
      .expect(200);
    expect(then.body.viewer).toMatchObject({
      mayVote: true,
      roles: ['privacy'],
    });
    const last = await voted(portal.as(PAT), request).expect(200);
    expect(last.body.state).toBe('approved');
  });

  it('let an earlier reviewer still change her mind', async () => {
    const portal = await start({ microApps: approvalsOf(approvals) });
    await registered(portal, HIGH);
    const request = await requested(portal);
    await voted(portal.as(SAM), request).expect(200);
    const { body } = await voted(portal.as(SAM), request, {
      choice: 'reject',
    }).expect(200);
    expect(body.state).toBe('rejected');
  });

  it('need as many people as the settings say', async () => {
    const portal = await start({
      microApps: approvalsOf({ medium: { security: 2 } }),
    });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    await voted(portal.as(SAM), request).expect(200);
    const again = await voted(portal.as(SAM), request).expect(200);
    expect(again.body).toMatchObject({
      state: 'open',
      tally: { waitingFor: [{ role: 'security', have: 1, count: 2 }] },
    });
    const { body } = await voted(portal.as(SUE), request).expect(200);
    expect(body.state).toBe('approved');
  });
});

describe('approvers of a business unit', () => {
  it('decide on its apps, and those of the organisation do not', async () => {
    const portal = await start({
      microApps: {
        approvers: {
          security: ['group:default/security-reviewers'],
          byBusinessUnit: {
            'group:default/product': { security: ['group:default/red-team'] },
          },
        },
      },
    });
    portal.company.hire('rob', { groups: ['red-team'] });
    await registered(portal, MEDIUM);
    const request = await requested(portal);
    await voted(portal.as(SAM), request).expect(403);
    const { body } = await voted(portal.as('user:default/rob'), request).expect(
      200,
    );
    expect(body.state).toBe('approved');
  });
});

function approvalsOf(approvals: Record<string, object>) {
  return { approvals: JSON.parse(JSON.stringify(approvals)) };
}

it('an app that was changed inside its envelope keeps its request and wants a fresh look', async () => {
  const portal = await start();
  await registered(portal, MEDIUM);
  const request = await requested(portal);
  await change(portal, { purpose: 'Finds a place to eat, and says so.' });
  await voted(portal.as(SAM), request).expect(409);
  const { body } = await portal.as(SAM).get(`/apps/${APP}`).expect(200);
  await voted(portal.as(SAM), body.request).expect(200);
});
