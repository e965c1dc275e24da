import { accept } from '@micro-apps/governance-core';
import {
  anIntegration,
  aRegistration,
} from '@micro-apps/governance-core/testing';
import { considerAutomatic } from '../approvals/considerAutomatic';
import { revokeException } from '../exceptions/revokeException';
import { assess } from '../registry/assess';
import { insertApp } from '../registry/DatabaseAppStore';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  createStack,
  promote,
  push,
  SAM,
  type Portal,
  type Stack,
} from './testing';
import {
  ask,
  DAY_MINUTES,
  decide,
  exceptionDeps,
  granted,
  inDays,
  OPEN,
  proofOf,
  setUpOn,
  WITH_APPROVERS,
  withOneOpenControl,
} from './testing/exceptionSteps';
import { requireClientAllowed } from './issueClientGate';
import { markReapprovals } from './markReapprovals';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const setUp = setUpOn(databases);
const WEEK_MINUTES = 7 * DAY_MINUTES;
const MS = 1 / 60_000;

/** The codes for which a promotion is refused now; `open` when it is not. */
async function gate(stack: Stack, portal: Portal): Promise<string> {
  const app = await portal.deps.apps.get(stack.knex, APP);
  if (!app) throw new Error('There is no app');
  const { decision } = await portal.deps.gate.decide({
    connection: stack.knex,
    app,
    commit: await stack.ports.repository.head(APP),
    environment: { name: 'beta', dataKind: 'real' },
    now: stack.now(),
  });
  return decision.allowed
    ? 'open'
    : decision.violations
        .map(({ controlId, code }) => controlId ?? code)
        .join();
}

function revoke(stack: Stack, portal: Portal, id: string) {
  return revokeException(exceptionDeps(portal)).run(stack.context(SAM), {
    id,
    reason: 'The scanner reaches the page by now',
  });
}

describe('an exception from the only open control', () => {
  it('opens the promote gate, to the last millisecond and no longer, with no job running', async () => {
    const { stack, portal } = await setUp();
    expect(await gate(stack, portal)).toBe(OPEN);
    const asked = accepted(await ask(stack, portal));
    expect(await gate(stack, portal)).toBe(OPEN);
    accepted(await decide(stack, portal, { exceptionId: asked.id }));
    expect(await gate(stack, portal)).toBe('open');
    stack.later(WEEK_MINUTES - MS);
    expect(await gate(stack, portal)).toBe('open');
    stack.later(MS);
    expect(await gate(stack, portal)).toBe(OPEN);
    stack.later(MS);
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed', details: [{ path: OPEN }] },
    });
    // Nothing has run in between: what the exception left is still to be done.
    expect(
      await stack
        .knex('micro_apps_outbox')
        .where({ topic: 'exception.overdue', state: 'waiting' }),
    ).toHaveLength(1);
  });

  it('lets the app be promoted, and the decision names what it rests on', async () => {
    const { stack, portal } = await setUp();
    const { id } = await granted(stack, portal);
    accepted(await promote(stack, portal));
    const [decision] = await stack
      .knex('micro_apps_decisions')
      .where({ gate: 'promote' });
    expect(Boolean(decision.allowed)).toBe(true);
    expect(JSON.parse(decision.findings)).toContainEqual({
      controlId: OPEN,
      state: 'not-applicable',
      code: 'excepted',
      evidenceIds: [],
      exceptionId: id,
    });
  });

  it('begins when it was asked to begin', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal, { startsAt: inDays(stack, 1) });
    expect(await gate(stack, portal)).toBe(OPEN);
    stack.later(24 * 60 - MS);
    expect(await gate(stack, portal)).toBe(OPEN);
    stack.later(MS);
    expect(await gate(stack, portal)).toBe('open');
  });

  it('closes the gate at once when it is taken back', async () => {
    const { stack, portal } = await setUp();
    const { id } = await granted(stack, portal);
    accepted(await revoke(stack, portal, id));
    expect(await gate(stack, portal)).toBe(OPEN);
    expect(await promote(stack, portal)).toMatchObject({ ok: false });
  });

  it('is refused to the deployment that another one was prepared for', async () => {
    const { stack, portal } = await setUp();
    const { id } = await granted(stack, portal);
    const app = await portal.deps.apps.get(stack.knex, APP);
    if (!app) throw new Error('There is no app');
    const about = {
      connection: stack.knex,
      app,
      commit: await stack.ports.repository.head(APP),
      environment: { name: 'beta', dataKind: 'real' as const },
    };
    const prepared = await portal.deps.gate.prepare({
      ...about,
      now: stack.now(),
    });
    accepted(await revoke(stack, portal, id));
    const { decision } = await portal.deps.gate.decide({
      ...about,
      now: stack.now(),
      prepared,
    });
    expect(decision.violations.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['checks-changed-meanwhile']),
    );
  });
});

describe('what makes up for an exception', () => {
  it('has to stay met: the gate closes with it, and says which', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    expect(await gate(stack, portal)).toBe('open');
    await stack
      .knex('micro_apps_evidence')
      .where({ kind: 'header-scan' })
      .update({ outcome: 'fail' });
    expect((await gate(stack, portal)).split(',').sort()).toEqual([
      'compensating-controls-proven',
      OPEN,
      'security-headers',
    ]);
  });

  it('has to be about the code that ships, where it is proof of code', async () => {
    const { stack, portal } = await setUp();
    const compensation = {
      statement: 'The headers keep the browser from doing harm',
      evidenceIds: [await proofOf(stack, 'header-scan')],
    };
    await granted(stack, portal, { compensation });
    expect(await gate(stack, portal)).toBe('open');
    await push(stack, 'other();');
    expect(await gate(stack, portal)).toContain(OPEN);
  });
});

describe('an exception', () => {
  it('is of one app: another with the same open control stays where it is', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const [row] = await stack.knex('micro_apps_exceptions');
    const registration = aRegistration({ name: 'Elsewhere' });
    await stack.knex.transaction(tx =>
      insertApp(tx, {
        id: 'elsewhere',
        registration,
        lookAlikes: [],
        standing: 'active',
        assessment: assess({
          registration,
          integrations: [],
          now: stack.now(),
        }),
        createdBy: 'user:default/maya',
        at: stack.now().toISOString(),
      }),
    );
    await stack
      .knex('micro_apps_exceptions')
      .where({ id: row.id })
      .update({ app_id: 'elsewhere' });
    expect(await gate(stack, portal)).toBe(OPEN);
  });

  it('does not lift what only looks granted', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const exceptions = () => stack.knex('micro_apps_exceptions');
    await exceptions().update({ granted_by: null });
    expect(await gate(stack, portal)).toBe(OPEN);
    await exceptions().update({ granted_by: 'user:default/ivan' });
    expect(await gate(stack, portal)).toBe('open');
    await exceptions().update({ ends_at: '9999-01-01T00:00:00.000Z' });
    stack.later(2 * WEEK_MINUTES);
    expect(await gate(stack, portal)).toBe(OPEN);
  });

  it('lifts no approval: in Medium a reviewer still has to agree', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    await stack.knex('micro_apps_apps').update({ band: 'medium', score: 5 });
    expect(await gate(stack, portal)).toContain('approval-missing');
  });
});

describe('company rules', () => {
  it('are told what is excepted, and may say no all the same', async () => {
    const rules = createCompanyRules();
    const { stack, portal } = await setUp({ policy: rules });
    await granted(stack, portal);
    rules.asked.length = 0;
    expect(await gate(stack, portal)).toBe('open');
    expect(rules.asked[0].findings).toContainEqual({
      controlId: OPEN,
      state: 'not-applicable',
      code: 'excepted',
    });
    expect(rules.asked[0].requiredControls).toContain(
      'compensating-controls-proven',
    );
    rules.deny('promote', ({ findings }) =>
      findings.some(({ code }) => code === 'excepted')
        ? 'No exceptions in December'
        : undefined,
    );
    expect(await gate(stack, portal)).toBe('company-rule');
  });

  it('that are newer do not mark what runs under an exception, and do once it ended', async () => {
    const rules = createCompanyRules();
    const { stack, portal } = await setUp({ policy: rules });
    await granted(stack, portal);
    accepted(await promote(stack, portal));
    await portal.drain();
    rules.revision = 'r2';
    rules.deny('promote', ({ findings }) =>
      findings.some(
        ({ controlId, state }) =>
          controlId === OPEN &&
          state !== 'satisfied' &&
          state !== 'not-applicable',
      )
        ? 'Scan it'
        : undefined,
    );
    const dueAt = async () =>
      (await portal.deps.apps.get(stack.knex, APP))?.reapproval?.dueAt;
    await markReapprovals(portal.deps, { onlyDue: false });
    expect(await dueAt()).toBeUndefined();
    stack.later(WEEK_MINUTES);
    await markReapprovals(portal.deps, { onlyDue: false });
    expect(await dueAt()).toBeDefined();
  });
});

describe('approval by the rules', () => {
  it('counts what is excepted, and does not call it met', async () => {
    const { stack, portal } = await setUp();
    const consider = () => considerAutomatic(portal.deps)({ appId: APP });
    await consider();
    expect(await auditActions(stack)).not.toContain('request.approved');
    await granted(stack, portal);
    await consider();
    const last = await stack
      .knex('micro_apps_audit')
      .where({ action: 'request.approved' })
      .first();
    expect(JSON.parse(last.words).summary).toMatch(
      /^Approved automatically: Low risk, and \d+ of \d+ required controls are met, the others excepted for a while$/,
    );
  });

  it('does not come after the end', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    stack.later(WEEK_MINUTES);
    await considerAutomatic(portal.deps)({ appId: APP });
    expect(await auditActions(stack)).not.toContain('request.approved');
  });
});

describe('the gate in front of sign-in', () => {
  it('asks the same ledger', async () => {
    const stack = await createStack(
      await databases.init(),
      aRegistration({ scopes: ['crm:write'] }),
    );
    const plain = stack.portal({ settings: WITH_APPROVERS });
    const crm = anIntegration({
      name: 'crm:write',
      privileged: true,
      preAuthorised: false,
      vendorKind: 'crm',
    });
    const integrations: Portal['deps']['integrations'] = {
      described: async () => accept([crm]),
      list: async () => accept([crm]),
      asDecidedNow: async known => known,
      forRegistration: async () => accept([crm]),
    };
    const portal = { ...plain, deps: { ...plain.deps, integrations } };
    const commit = await withOneOpenControl(stack, portal);
    const app = await portal.deps.apps.get(stack.knex, APP);
    if (!app) throw new Error('There is no app');
    const issue = () =>
      requireClientAllowed(portal.deps, {
        app,
        environment: { name: 'beta', dataKind: 'real' },
        client: {},
        commit,
      });
    await expect(issue()).rejects.toThrow(/^No sign-in for this app/);
    stack.later(1);
    await granted(stack, portal, { controlId: 'crm-hr-authorisation' });
    await expect(issue()).resolves.toBeUndefined();
    stack.later(WEEK_MINUTES);
    await expect(issue()).rejects.toThrow(/^No sign-in for this app/);
    const decisions = await stack
      .knex('micro_apps_decisions')
      .where({ gate: 'issue-client' })
      .orderBy('at');
    expect(decisions.map(({ allowed }) => Boolean(allowed))).toEqual([
      false,
      true,
      false,
    ]);
  });
});
