import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { accept, DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { usePortals } from '../__testUtils__';
import { appKind } from '../approvals/appKind';
import { requestApproval } from '../approvals/requestApproval';
import { vote } from '../approvals/vote';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  createStack,
  MAYA,
  promote,
  push,
  SAM,
  withRepository,
  withScans,
  type Stack,
} from './testing';
import {
  insertRuleSwitch,
  readRuleSwitches,
} from '../policy/DatabaseRuleSwitches';
import { createSwitchedRules } from '../policy/switchedRules';
import { watchPolicy } from './watchPolicy';
import { useDatabases } from '../__testUtils__/databases';

const start = usePortals();
const databases = useDatabases();

async function setUp(registration = aRegistration()) {
  const knex = await databases.init();
  const stack = await createStack(knex, registration);
  const rules = createCompanyRules();
  const portal = stack.portal({ policy: rules });
  const watch = () => watchPolicy(portal.deps);
  return { stack, rules, portal, watch };
}

async function running() {
  const made = await setUp();
  const { stack, portal, watch } = made;
  await withRepository(stack, portal);
  await withScans(stack, portal);
  accepted(await promote(stack, portal));
  await portal.drain();
  await watch();
  const app = async () => {
    const row = await portal.deps.apps.get(stack.knex, APP);
    if (!row) throw new Error('The app is gone');
    return row;
  };
  return { ...made, app };
}

async function entries({ knex }: Stack, action: string) {
  const rows = await knex('micro_apps_audit').where({ action }).orderBy('seq');
  return rows.map(row => ({
    ...JSON.parse(row.details),
    ...JSON.parse(row.words),
  }));
}

describe('stricter company rules', () => {
  it('let what runs go on running, with 30 days for a new approval', async () => {
    const { stack, rules, watch, app } = await running();
    rules.revision = 'r2';
    rules.deny('promote', () => 'No more lunch');
    await watch();
    const marked = await app();
    expect(marked.reapproval).toEqual({
      dueAt: '2026-12-24T10:00:00.000Z',
      because: 'No more lunch',
    });
    expect(marked.standing).toBe('active');
    const [place] = stack.ports.world.places.values();
    expect(place.runtime).toMatchObject({ state: 'running' });
    expect(await entries(stack, 'reapproval.due')).toMatchObject([
      { policyRevision: 'r2', because: 'No more lunch' },
    ]);
  });

  it('come from a switch in the portal, too', async () => {
    const { stack, rules, portal, app } = await running();
    rules.deny('promote', ({ modes }) =>
      modes?.['lunch-hours']?.mode === 'enforce' ? 'No more lunch' : undefined,
    );
    const policy = createSwitchedRules(rules, () =>
      readRuleSwitches(stack.knex),
    );
    const switched = stack.portal({ policy });
    await watchPolicy(switched.deps);
    expect((await app()).reapproval).toBeUndefined();
    await portal.deps.database.transaction(tx =>
      insertRuleSwitch(tx, {
        rule: 'lunch-hours',
        mode: 'enforce',
        reason: 'Everybody has seen it',
        actor: SAM,
        at: portal.deps.clock(),
      }),
    );
    await watchPolicy(switched.deps);
    expect((await app()).reapproval).toMatchObject({
      because: 'No more lunch',
      dueAt: '2026-12-24T10:00:00.000Z',
    });
    expect((await app()).standing).toBe('active');
    expect(await entries(stack, 'reapproval.due')).toMatchObject([
      { policyRevision: 'r1#1' },
    ]);
  });

  it('do not move the day, whatever comes after', async () => {
    const { stack, rules, watch, app } = await running();
    rules.revision = 'r2';
    rules.deny('promote');
    await watch();
    stack.later(24 * 60);
    rules.revision = 'r3';
    await watch();
    await watch();
    expect((await app()).reapproval?.dueAt).toBe('2026-12-24T10:00:00.000Z');
    expect(await entries(stack, 'reapproval.due')).toHaveLength(1);
  });

  it('keep the next promotion closed, and lift the mark once they allow it', async () => {
    const { stack, rules, portal, watch, app } = await running();
    rules.revision = 'r2';
    rules.deny('promote', () => 'No more lunch');
    await watch();
    await push(stack, 'next();');
    await withScans(stack, portal);
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { because: expect.stringContaining('No more lunch') },
    });
    rules.allow('promote');
    await watch();
    expect((await app()).reapproval).toBeUndefined();
    expect(await entries(stack, 'reapproval.lifted')).toHaveLength(1);
    accepted(await promote(stack, portal));
  });

  it('lift the mark at the promotion that they allow', async () => {
    const { stack, rules, portal, watch, app } = await running();
    rules.revision = 'r2';
    rules.deny('promote');
    await watch();
    rules.allow('promote');
    await push(stack, 'next();');
    await withScans(stack, portal);
    accepted(await promote(stack, portal));
    expect((await app()).reapproval).toBeUndefined();
  });

  it('take the number of days from the settings', async () => {
    const { rules, watch, app } = await running();
    rules.revision = 'r2';
    rules.described = { reapprovalDays: 10 };
    rules.deny('promote');
    await watch();
    expect((await app()).reapproval?.dueAt).toBe('2026-12-04T10:00:00.000Z');
  });

  it('mark nothing while the engine is away, and all of it afterwards', async () => {
    const { rules, watch, app } = await running();
    rules.revision = 'r2';
    rules.deny('promote');
    rules.there = false;
    await watch();
    expect((await app()).reapproval).toBeUndefined();
    rules.there = true;
    await watch();
    expect((await app()).reapproval).toBeDefined();
  });

  it('mark nothing that the same rules let through', async () => {
    const { rules, watch, app } = await running();
    // The facts changed, the rules did not.
    rules.described = { acknowledgement: 'Something else changed' };
    rules.deny('promote');
    await watch();
    expect((await app()).reapproval).toBeUndefined();
  });
});

describe('a request in flight', () => {
  it('shows the rules of then and now, and the gate takes those of now', async () => {
    const { stack, rules, portal } = await setUp(
      aRegistration({ scopes: ['people:read', 'crm:write'] }),
    );
    const deps = {
      ...portal.deps,
      kinds: new Map([['app' as const, appKind(portal.deps)]]),
      findActor: async ({ ref }: { ref: string }) =>
        accept({ ref, subject: `sub-${ref}`, direct: true }),
    };
    const asked = accepted(
      await requestApproval(deps).run(stack.context(), {
        id: APP,
        expectedVersion: 1,
      }),
    );
    expect(asked.policyRevision).toEqual({ asked: 'r1', now: 'r1' });
    rules.revision = 'r2';
    rules.deny('promote', () => 'No customer data');
    const ballot = {
      id: asked.id,
      choice: 'approve' as const,
      reason: 'It is needed',
      envelopeHash: asked.envelopeHash,
      expectedVersion: 1,
    };
    expect(await vote(deps).run(stack.context(SAM), ballot)).toMatchObject({
      ok: false,
      refusal: {
        code: 'gate-closed',
        because: expect.stringContaining('No customer data. Ask the company'),
      },
    });
    rules.allow('promote');
    const decided = accepted(await vote(deps).run(stack.context(SAM), ballot));
    expect(decided).toMatchObject({
      state: 'approved',
      policyRevision: { asked: 'r1', decided: 'r2', now: 'r2' },
    });
    expect(await entries(stack, 'request.voted')).toMatchObject([
      { policyRevision: 'r2', policyRevisionAsked: 'r1' },
    ]);
    rules.deny('promote', () => 'No customer data');
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: {
        details: expect.arrayContaining([
          { message: 'No customer data. Ask the company' },
        ]),
      },
    });
  });
});

describe('the audit log', () => {
  it('names the rules at the first start and whenever they change, once', async () => {
    const { stack, rules, watch } = await setUp();
    await Promise.all([watch(), watch()]);
    await watch();
    rules.described = {
      weakenings: [{ path: 'rules.x.mode', because: 'observe, not enforce' }],
      acknowledgement: 'We try it first',
      pinnedRevision: 'r1',
    };
    await watch();
    await watch();
    const named = await entries(stack, 'policy.changed');
    expect(named).toMatchObject([
      { engine: 'double', revision: 'r1', weakenings: [] },
      {
        weakenings: [{ path: 'rules.x.mode' }],
        acknowledgement: 'We try it first',
        pinnedRevision: 'r1',
        summary: expect.stringContaining('1 value is looser than shipped'),
      },
    ]);
    expect(named).toHaveLength(2);
  });

  it('waits until there are rules', async () => {
    const { stack, rules, watch } = await setUp();
    rules.revision = 'none yet';
    await watch();
    expect(await auditActions(stack)).toEqual([]);
  });
});

describe('GET /v1/policy', () => {
  it('says which rules decide and what is looser than shipped', async () => {
    const rules = createCompanyRules();
    rules.described = {
      rules: [{ id: 'x', mode: 'warn', rings: { beta: 'enforce' } }],
      weakenings: [{ path: 'rules.x.mode', because: 'warn, not enforce' }],
      acknowledgement: 'We try it first',
    };
    const portal = await start({ policy: rules });
    const { body } = await portal.as(MAYA.ref).get('/policy').expect(200);
    expect(body).toEqual({
      engine: 'double',
      maySwitch: false,
      coreRulesOnly: false,
      revision: 'r1',
      rules: [{ id: 'x', mode: 'warn', rings: { beta: 'enforce' } }],
      weakened: true,
      weakenings: [{ path: 'rules.x.mode', because: 'warn, not enforce' }],
      riskModel: { revision: DEFAULT_RISK_MODEL.revision, weakenings: [] },
      acknowledgement: 'We try it first',
    });
  });

  it('says when only the rules of the core decide', async () => {
    const portal = await start();
    const { body } = await portal.as(MAYA.ref).get('/policy').expect(200);
    expect(body).toMatchObject({
      engine: 'none',
      coreRulesOnly: true,
      weakened: false,
    });
  });
});

it('the tables of company rules go and come with what is in them', async () => {
  const { stack } = await running();
  const { knex } = stack;
  const directory = resolvePackagePath(
    '@micro-apps/plugin-micro-apps-backend',
    'migrations',
  );
  const before = await knex('micro_apps_decisions');
  // One step at a time, the newest first, as an operator goes back.
  while (await knex.schema.hasTable('micro_apps_policy_state')) {
    await knex.migrate.down({ directory });
  }
  expect(await knex.schema.hasTable('micro_apps_policy_state')).toBe(false);
  expect(await knex('micro_apps_decisions')).toHaveLength(before.length);
  await knex.migrate.latest({ directory });
  expect(await knex('micro_apps_decisions')).toMatchObject(
    before.map(({ id }) => ({ id, input_digest: null, engine: null })),
  );
});
