import { accept } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { registrationSchema } from '@micro-apps/plugin-micro-apps-common';
import { AUDIT_WRITTEN } from '../audit/appendAuditEntry';
import { createApprovals } from '../approvals/createApprovals';
import type { AppRow } from '../registry/AppStore';
import { changeRegistration } from '../registry/changeRegistration';
import { preview } from '../registry/preview';
import { registerApp } from '../registry/registerApp';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  createStack,
  promote,
  withRepository,
  withScans,
  type Stack,
} from './testing';
import { watchPolicy } from './watchPolicy';
import { useDatabases } from '../__testUtils__/databases';

/** As it comes over the wire. */
function sent(changes: Parameters<typeof aRegistration>[0]) {
  return registrationSchema.parse(aRegistration(changes));
}

const databases = useDatabases();

async function setUp() {
  const stack = await createStack(await databases.init());
  const rules = createCompanyRules();
  const portal = stack.portal({ policy: rules });
  const approvals = createApprovals(portal.deps);
  const deps = {
    ...portal.deps,
    approvals,
    directory: { check: async () => accept(true as const) },
    provisioning: {
      routes: () => undefined,
      head: async () => undefined,
      sandboxView: portal.deps.view,
      deploymentViews: async () => [],
      lastScan: async () => undefined,
      liveLinks: async () => new Map(),
      registrationChanged: async () => undefined,
      appHeld: async () => undefined,
      stopTakingBack: async () => true,
      appReleased: async () => ({ restarted: [], left: [] }),
      start: async () => undefined,
      stop: async () => undefined,
    },
  };
  const register = (name: string) =>
    registerApp(deps).run(stack.context(), {
      registration: sent({ name }),
    });
  const change = (
    before: AppRow,
    changes: Parameters<typeof aRegistration>[0],
  ) =>
    changeRegistration(deps).run(stack.context(), {
      id: before.id,
      expectedVersion: before.version,
      registration: sent({ name: before.name, ...changes }),
    });
  const watch = () => watchPolicy(deps);
  return { stack, rules, portal, deps, register, change, watch };
}

async function decisions({ knex }: Stack, gate: string) {
  const rows = await knex('micro_apps_decisions').where({ gate }).orderBy('id');
  return rows.map(row => ({
    ...row,
    allowed: Boolean(row.allowed),
    decision: JSON.parse(row.decision),
  }));
}

describe('registering', () => {
  it('keeps the decision with its revision, engine and what was asked', async () => {
    const { stack, register } = await setUp();
    accepted(await register('Lunch List'));
    expect(await decisions(stack, 'register')).toMatchObject([
      {
        app_id: 'lunch-list',
        app_version: 1,
        allowed: true,
        policy_revision: 'r1',
        engine: 'double',
        input_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('is refused in plain words and stores no app when a rule says no', async () => {
    const { stack, rules, register } = await setUp();
    rules.deny('register', () => 'Lunch is not a business purpose');
    expect(await register('Lunch List')).toMatchObject({
      ok: false,
      refusal: {
        code: 'gate-closed',
        because:
          "Your company's rules do not allow this: Lunch is not a business purpose",
        details: [
          { message: 'Lunch is not a business purpose. Ask the company' },
        ],
      },
    });
    expect(await stack.knex('micro_apps_apps').pluck('id')).toEqual([APP]);
    expect(await stack.knex('micro_apps_versions')).toEqual([]);
    expect(
      await stack.knex('micro_apps_outbox').whereNot({ topic: AUDIT_WRITTEN }),
    ).toEqual([]);
    expect(await decisions(stack, 'register')).toMatchObject([
      { app_id: 'lunch-list', app_version: 0, allowed: false },
    ]);
    expect(await auditActions(stack)).toEqual(['registration.refused']);
  });

  it('gets the answer that the form showed', async () => {
    const { stack, rules, deps, register } = await setUp();
    rules.deny('register', ({ registration }) =>
      registration.name.startsWith('Lunch') ? 'No lunch' : undefined,
    );
    const shown = accepted(
      await preview(deps).run(stack.context(), {
        registration: sent({ name: 'Lunch List' }),
      }),
    );
    expect(shown.decision.violations).toMatchObject([{ because: 'No lunch' }]);
    expect(shown.policyRevision).toBe('r1');
    await register('Lunch List');
    expect(rules.asked).toHaveLength(2);
    expect(rules.asked[0]).toEqual(rules.asked[1]);
    const other = await preview(deps).run(stack.context(), {
      registration: sent({ name: 'Dinner' }),
    });
    expect(accepted(other).decision.allowed).toBe(true);
  });

  it('goes on while nobody answers, and the app waits for the rules', async () => {
    const { stack, rules, portal, deps, register, watch } = await setUp();
    rules.there = false;
    const made = accepted(await register('Lunch List'));
    expect(made.pendingPolicy).toEqual({
      since: stack.now().toISOString(),
      violations: [],
    });
    expect(await decisions(stack, 'register')).toMatchObject([
      {
        allowed: false,
        decision: { violations: [{ code: 'policy-unavailable' }] },
      },
    ]);
    await watch();
    expect(await deps.apps.get(stack.knex, made.id)).toHaveProperty(
      'pendingPolicy.since',
    );
    rules.there = true;
    const environment = { name: 'beta', dataKind: 'real' } as const;
    const gate = await portal.deps.gate.decide({
      connection: stack.knex,
      app: made,
      commit: undefined,
      environment,
      now: stack.now(),
    });
    expect(gate.decision.violations.map(({ code }) => code)).toContain(
      'policy-pending',
    );
    await watch();
    const after = await deps.apps.get(stack.knex, made.id);
    expect(after?.pendingPolicy).toBeUndefined();
    expect(await auditActions(stack)).toContain('registration.answered');
    expect(await stack.knex('micro_apps_outbox').pluck('topic')).toContain(
      'approval.consider',
    );
  });

  it('stays closed with the reasons when the rules say no afterwards', async () => {
    const { stack, rules, deps, register, change, watch } = await setUp();
    rules.there = false;
    const made = accepted(await register('Lunch List'));
    rules.there = true;
    rules.deny('register', ({ registration }) =>
      registration.audience === 'team' ? 'No teams' : undefined,
    );
    await watch();
    await watch();
    const denied = await deps.apps.get(stack.knex, made.id);
    expect(denied?.pendingPolicy?.violations).toMatchObject([
      { because: 'No teams' },
    ]);
    // Said once, however often they are asked.
    const said = (await auditActions(stack)).filter(
      action => action === 'registration.answered',
    );
    expect(said).toHaveLength(1);
    // A change that mends nothing leaves the mark; one that mends lifts it.
    const same = accepted(await change(made, { retentionDays: 30 }));
    expect(same.pendingPolicy?.violations).toHaveLength(1);
    const mended = accepted(await change(same, { audience: 'self' }));
    expect(mended.pendingPolicy).toBeUndefined();
  });
});

describe('changing a registration', () => {
  it('is refused when it adds what a rule forbids', async () => {
    const { stack, rules, register, change, deps } = await setUp();
    const made = accepted(await register('Lunch List'));
    rules.deny('register', ({ registration }) =>
      registration.audience === 'public' ? 'Not for the public' : undefined,
    );
    expect(await change(made, { audience: 'public' })).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
    expect((await deps.apps.get(stack.knex, made.id))?.version).toBe(1);
    expect(accepted(await change(made, { retentionDays: 30 })).version).toBe(2);
  });

  it('is kept while nobody answers', async () => {
    const { rules, register, change } = await setUp();
    const made = accepted(await register('Lunch List'));
    rules.there = false;
    const after = accepted(await change(made, { retentionDays: 30 }));
    expect(after.pendingPolicy).toBeDefined();
  });
});

describe('an OAuth client', () => {
  it('is asked about under its RFC 7591 names before the provider is', async () => {
    const { stack, rules, portal } = await setUp();
    await withRepository(stack, portal);
    accepted(
      await ensureSandbox(portal.deps).run(stack.context(), { id: APP }),
    );
    await portal.drain();
    const asked = rules.asked.find(({ gate }) => gate === 'issue-client');
    expect(asked).toMatchObject({
      app: { id: APP, standing: 'active' },
      environment: { name: 'sandbox', dataKind: 'sanitised' },
      client: {
        client_name: 'Where2Eat (sandbox)',
        scope: expect.stringContaining('people:read'),
        token_endpoint_auth_method: 'private_key_jwt',
        grant_types: ['authorization_code'],
        redirect_uris: [expect.stringMatching(/^https?:/)],
      },
    });
    expect(await decisions(stack, 'issue-client')).toMatchObject([
      { allowed: true, environment: 'sandbox' },
    ]);
  });

  it.each(['say no', 'do not answer'])(
    'is not made when the rules %s, and the sandbox says why',
    async how => {
      const { stack, rules, portal } = await setUp();
      await withRepository(stack, portal);
      if (how === 'say no') rules.deny('issue-client', () => 'Too many scopes');
      else rules.there = false;
      accepted(
        await ensureSandbox(portal.deps).run(stack.context(), { id: APP }),
      );
      await portal.drain();
      expect(stack.ports.world.clients.size).toBe(0);
      const sandbox = await portal.deps.view(APP);
      expect(sandbox.state).toBe('failed');
      expect(sandbox.reason).toContain(
        how === 'say no' ? 'Too many scopes' : 'company rules do not answer',
      );
      expect((await decisions(stack, 'issue-client'))[0]).toMatchObject({
        allowed: false,
      });
    },
  );
});

describe('the promote gate', () => {
  it('keeps what rules that do not enforce yet would have said', async () => {
    const { stack, rules, portal } = await setUp();
    await withRepository(stack, portal);
    await withScans(stack, portal);
    const observation = {
      code: 'pii-heavy-retention',
      because: 'Kept for long',
      mode: 'observe' as const,
    };
    const obligation = { code: 'tell', because: 'Tell IT' };
    rules.also = { observations: [observation], obligations: [obligation] };
    accepted(await promote(stack, portal));
    expect(await decisions(stack, 'promote')).toMatchObject([
      {
        allowed: true,
        decision: { observations: [observation], obligations: [obligation] },
      },
    ]);
  });

  it('asks about the findings that it decides on', async () => {
    const { stack, rules, portal } = await setUp();
    await withRepository(stack, portal);
    await withScans(stack, portal);
    accepted(await promote(stack, portal));
    const asked = rules.asked.find(({ gate }) => gate === 'promote');
    expect(asked?.findings.length).toBeGreaterThan(0);
    expect(new Set(asked?.findings.map(({ state }) => state))).toEqual(
      new Set(['satisfied']),
    );
    expect(asked?.environment).toEqual({ name: 'beta', dataKind: 'real' });
  });

  it('stays closed while nobody answers', async () => {
    const { stack, rules, portal } = await setUp();
    await withRepository(stack, portal);
    await withScans(stack, portal);
    rules.there = false;
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { because: expect.stringContaining('do not answer') },
    });
  });
});
