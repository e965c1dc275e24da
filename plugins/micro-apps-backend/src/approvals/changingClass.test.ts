import {
  APP,
  approved,
  change,
  consideredByTheRules,
  detail,
  HIGH,
  MAYA,
  MEDIUM,
  PAT,
  registered,
  requested,
  SAM,
  usePortals,
  voted,
  withCode,
} from '../__testUtils__';

const start = usePortals();

jest.setTimeout(60_000);

describe('a class that is lowered after approval', () => {
  it('needs the reviewer of the higher class, green scans or not', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await withCode(portal);
    await approved(portal);
    const lowered = await change(portal, { classification: 'internal' });
    expect(lowered).toMatchObject({
      band: 'low',
      approval: 'void',
      gate: { allowed: false },
    });
    const now = await consideredByTheRules(portal);
    expect(now.approval).toBe('void');
    expect(now.gate.violations).toMatchObject([
      {
        code: 'approval-void',
        because:
          'The data was approved as confidential and is now said to be internal',
      },
    ]);
    const promotion = { environment: 'beta' };
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, promotion)
      .expect(409);
    const asked = await requested(portal);
    expect(asked.requirements).toMatchObject([
      { role: 'security', because: expect.stringMatching(/now said to be/) },
    ]);
    expect(asked.difference.map(({ field }) => field)).toEqual([
      'Class of the data',
      'Class named by the owner',
    ]);
    await voted(portal.as(SAM), asked).expect(200);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, promotion)
      .expect(202);
    const history = await portal.as(MAYA).get(`/apps/${APP}/history`);
    expect(JSON.stringify(history.body)).toContain(
      'class lowered from confidential to internal',
    );
  });

  it('needs the privacy office, too, when it was regulated', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked).expect(200);
    await voted(portal.as(PAT), asked).expect(200);
    await change(portal, MEDIUM);
    const again = await requested(portal);
    expect(again.requirements.map(({ role }) => role).sort()).toEqual([
      'privacy',
      'security',
    ]);
    const { body } = await voted(portal.as(SAM), again).expect(200);
    expect(body.state).toBe('open');
  });

  it('does not get its old approval back by being raised again', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal, MEDIUM);
    await approved(portal);
    await change(portal, { classification: 'internal' });
    const raised = await change(portal, MEDIUM);
    expect(raised).toMatchObject({ envelopeHash, approval: 'void' });
    expect((await requested(portal)).state).toBe('open');
  });

  it('cannot go below what a scope implies', async () => {
    const portal = await start();
    const made = await registered(portal, {
      classification: 'internal',
      scopes: ['payroll:read'],
    });
    expect(made).toMatchObject({
      effectiveClass: 'confidential',
      band: 'medium',
    });
  });
});

describe('many small changes', () => {
  it('are judged by what they add up to, not by the last step', async () => {
    const portal = await start();
    const { score } = await registered(portal, {
      dataTypes: [],
      aiGeneratedShare: 0,
    });
    expect(score).toBe(1);
    await withCode(portal);
    const steps = [
      { dataTypes: [{ category: 'names', volume: 'under-100' }] },
      { dataTypes: [{ category: 'names', volume: 'under-1000' }] },
      { dataTypes: [{ category: 'contact', volume: 'under-1000' }] },
      { dataTypes: [{ category: 'contact', volume: 'under-10000' }] },
      { purpose: 'Recommends places for lunch, a little more' },
    ] as const;
    const scores: number[] = [];
    for (const step of steps) {
      const now = await change(portal, step);
      scores.push(now.score);
      expect(now.band).toBe('low');
    }
    expect(scores).toEqual([2, 2, 2, 3, 3]);
    const low = await consideredByTheRules(portal);
    expect(low.approval).toBe('approved');
    // One point more, inside the envelope that the rules have approved.
    const last = await change(portal, { successor: undefined });
    expect(last).toMatchObject({
      score: 4,
      band: 'medium',
      envelopeHash: low.envelopeHash,
      approval: 'void',
      gate: { allowed: false },
    });
    expect((await requested(portal)).requirements).toMatchObject([
      { role: 'security' },
    ]);
  });
});

describe('settings that change while a request is open', () => {
  it('count where they are stricter', async () => {
    const lax = { oneApproverInMedium: false };
    const first = await start({ microApps: lax });
    await registered(first, {
      ...HIGH,
      classification: 'regulated',
    });
    const asked = await requested(first);
    expect(asked.requirements).toHaveLength(2);
    const { knex, company } = first;
    const strict = await start({
      knex,
      company,
      microApps: { oneApproverInMedium: true },
    });
    await voted(strict.as(SAM), asked).expect(200);
    const { body } = await voted(strict.as(PAT), asked).expect(200);
    expect(body.state).toBe('approved');
  });

  it('do not take back what was asked for when it was stricter', async () => {
    const strict = await start();
    await registered(strict, MEDIUM);
    const asked = await requested(strict);
    const { knex, company } = strict;
    const lax = await start({
      knex,
      company,
      microApps: { oneApproverInMedium: false },
    });
    const { body } = await lax.as(MAYA).get(`/requests/${asked.id}`);
    expect(body.requirements).toMatchObject([{ role: 'security', count: 1 }]);
    expect((await detail(lax)).approval).toBe('open');
  });

  it('void what the rules approved by themselves when a person is asked now', async () => {
    const lax = await start({ microApps: { oneApproverInMedium: false } });
    await registered(lax, { dataTypes: [], scopes: ['crm:write'] });
    await withCode(lax);
    const low = await consideredByTheRules(lax);
    expect(low.request?.automatic).toBe(true);
    const { knex, company } = lax;
    const strict = await start({ knex, company });
    expect(await detail(strict)).toMatchObject({
      approval: 'void',
      gate: { allowed: false },
    });
  });
});
