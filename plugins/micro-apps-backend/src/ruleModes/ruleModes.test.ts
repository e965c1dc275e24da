import type { JsonObject } from '@backstage/types';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type {
  PolicyResponse,
  RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import {
  audited,
  IVAN,
  MAYA,
  NOAH,
  RITA,
  SAM,
  SECURITY,
  settled,
  usePortals,
  type Portal,
} from '../__testUtils__';

const start = usePortals();
const RULE = 'pii-heavy-retention';
const REASON = 'Everybody had a month to look at it';
/** Much personal data, kept for longer than the rule likes. */
const HEAVY = {
  classification: 'regulated',
  dataTypes: [{ category: 'health', volume: 'over-10000' }],
  retentionDays: 500,
} as const;

/** The shipped rules: this one warns, and enforces in no environment. */
function shippedRules(): PolicyEnginePort {
  const policy = createEmbeddedPolicy(readShippedPolicy());
  const { revision } = policy;
  return {
    engine: 'embedded',
    revision,
    decide: async input => ({ decision: policy.evaluate(input), revision }),
    describe: async () => ({
      engine: 'embedded',
      revision,
      rules: [
        { id: RULE, mode: 'warn' },
        { id: 'vendor-approval', mode: 'enforce' },
      ],
      weakenings: [],
    }),
  };
}

async function setUp(microApps: JsonObject = {}, policy = shippedRules()) {
  const portal = await start({ policy, microApps });
  const register = (name: string, changes: object = {}) =>
    portal
      .as(MAYA)
      .post('/apps', { registration: aRegistration({ name, ...changes }) })
      .expect(201);
  await register('Lunch list');
  await register('Sick notes', HEAVY);
  return portal;
}

async function rules(portal: Portal, ref = MAYA): Promise<PolicyResponse> {
  const { body } = await portal.as(ref).get('/policy').expect(200);
  return body;
}

async function switchTo(
  portal: Portal,
  mode: string,
  { ref = SAM, rule = RULE, ...more }: Record<string, unknown> = {},
) {
  const { revision } = await rules(portal);
  return portal.as(String(ref)).post(`/policy/rules/${rule}/mode`, {
    mode,
    reason: REASON,
    expectedRevision: revision,
    ...more,
  });
}

async function previewOf(
  portal: Portal,
  mode: string,
  ring?: string,
): Promise<RulePreviewView> {
  const { body } = await portal
    .as(SAM)
    .post('/policy/previews', { rule: RULE, mode, ring })
    .expect(202);
  await settled(portal);
  const done = await portal.as(SAM).get(`/policy/previews/${body.id}`);
  expect(done.body.state).toBe('done');
  return done.body;
}

async function enforce(portal: Portal, ring?: string) {
  const { id } = await previewOf(portal, 'enforce', ring);
  const { status, body } = await switchTo(portal, 'enforce', {
    ring,
    previewId: id,
  });
  expect(body.error?.message).toBeUndefined();
  expect(status).toBe(200);
}

/** What company rules say of an app's promotion. */
async function blocked(portal: Portal, id = 'sick-notes'): Promise<boolean> {
  const { body } = await portal.as(MAYA).get(`/apps/${id}`).expect(200);
  return body.gate.violations.some(
    ({ code }: { code: string }) => code === RULE,
  );
}

describe('the preview of a switch', () => {
  it('names what the rule would block, and changes nothing', async () => {
    const portal = await setUp();
    const { result, done, total } = await previewOf(portal, 'enforce');
    expect({ done, total }).toEqual({ done: 2, total: 2 });
    expect(result).toEqual({
      apps: 1,
      // Other rules and controls are the core's; company rules had nothing.
      newlyHeld: 1,
      newlyFree: 0,
      people: 2,
      credentials: 0,
      undecided: 0,
      examples: [{ id: 'sick-notes', name: 'Sick notes' }],
    });
    expect(await blocked(portal)).toBe(false);
    expect((await rules(portal)).rules[0]).toEqual({ id: RULE, mode: 'warn' });
  });

  it('touches nothing where the rule acts so already', async () => {
    const portal = await setUp();
    const { result } = await previewOf(portal, 'warn');
    expect(result).toMatchObject({ apps: 0, people: 0, examples: [] });
  });

  it('counts what it would free', async () => {
    const portal = await setUp();
    await enforce(portal);
    const { result } = await previewOf(portal, 'observe');
    expect(result).toMatchObject({ apps: 1, newlyHeld: 0, newlyFree: 1 });
  });

  it('says when the rules changed under it', async () => {
    const portal = await setUp();
    const { body } = await portal
      .as(SAM)
      .post('/policy/previews', { rule: RULE, mode: 'enforce' });
    await switchTo(portal, 'observe');
    await settled(portal);
    const { body: failed } = await portal
      .as(SAM)
      .get(`/policy/previews/${body.id}`);
    expect(failed).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('Work it out again'),
    });
  });
});

describe('a long preview', () => {
  it('leaves the rules to whoever stands at a gate', async () => {
    const shipped = shippedRules();
    let waiting = 0;
    let most = 0;
    const portal = await setUp(
      {},
      {
        ...shipped,
        async decide(input) {
          waiting += 1;
          most = Math.max(most, waiting);
          // As an engine with a thread of its own, which answers in turn.
          await new Promise(resolve => setTimeout(resolve, 1));
          waiting -= 1;
          return await shipped.decide(input);
        },
      },
    );
    const [row] = await portal
      .knex('micro_apps_apps')
      .where({ id: 'sick-notes' });
    // More than a page of them.
    for (let i = 0; i < 250; i += 1) {
      const id = `more-${i}`;
      await portal
        .knex('micro_apps_apps')
        .insert({ ...row, id, name: id, skeleton: id, sort_name: id });
    }
    most = 0;
    const { total, done, result } = await previewOf(portal, 'enforce');
    expect([total, done]).toEqual([252, 252]);
    expect(result).toMatchObject({ apps: 251, undecided: 0 });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
  });
});

describe('a preview that breaks', () => {
  it('says so, and is no way to switch', async () => {
    const portal = await setUp();
    await portal.knex.schema.renameTable('micro_apps_evidence', 'away');
    const { body } = await portal
      .as(SAM)
      .post('/policy/previews', { rule: RULE, mode: 'enforce' });
    await settled(portal);
    const { body: failed } = await portal
      .as(SAM)
      .get(`/policy/previews/${body.id}`);
    expect(failed).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('on our side'),
    });
    const { status } = await switchTo(portal, 'enforce', {
      previewId: body.id,
    });
    expect(status).toBe(409);
  });

  it('counts an app that the rules give no clear answer on', async () => {
    const engine = shippedRules();
    const portal = await setUp(undefined, {
      ...engine,
      decide: async input => {
        if (input.modes) throw new Error('The engine is away');
        return engine.decide(input);
      },
    });
    const { result } = await previewOf(portal, 'enforce');
    expect(result).toMatchObject({ apps: 2, undecided: 2 });
  });
});

describe('switching a company rule', () => {
  it('enforces it once somebody has seen what that blocks', async () => {
    const portal = await setUp();
    const blind = await switchTo(portal, 'enforce');
    expect(blind.status).toBe(409);
    expect(blind.body.error.message).toMatch(/preview/);
    await enforce(portal);
    expect(await blocked(portal)).toBe(true);
    expect(await blocked(portal, 'lunch-list')).toBe(false);
    const now = await rules(portal);
    expect(now.revision).toMatch(/#1$/);
    expect(now.weakened).toBe(false);
    expect(now.rules[0]).toMatchObject({
      id: RULE,
      mode: 'enforce',
      switches: [{ mode: 'enforce', without: 'warn', by: SAM, reason: REASON }],
    });
    expect(await audited(portal)).toContain('policy.switched');
  });

  it('takes no preview of another mode, environment or revision', async () => {
    const portal = await setUp();
    const other = await previewOf(portal, 'observe');
    const ring = await previewOf(portal, 'enforce', 'beta');
    const stale = await previewOf(portal, 'enforce');
    for (const previewId of [other.id, ring.id, 'made-up']) {
      expect((await switchTo(portal, 'enforce', { previewId })).status).toBe(
        409,
      );
    }
    await switchTo(portal, 'observe');
    await switchTo(portal, 'warn');
    expect(
      (await switchTo(portal, 'enforce', { previewId: stale.id })).status,
    ).toBe(409);
  });

  it('goes by environment', async () => {
    const portal = await setUp();
    await enforce(portal, 'beta');
    expect(await blocked(portal)).toBe(true);
    expect((await rules(portal)).rules[0]).toMatchObject({
      mode: 'warn',
      rings: { beta: 'enforce' },
    });
    const sandbox = await previewOf(portal, 'enforce');
    // Everything that is promoted goes where the rule has a mode of its own.
    expect(sandbox.result).toMatchObject({ apps: 0 });
  });

  it('to something milder shows a banner with the reason, and is taken back', async () => {
    const portal = await setUp();
    expect((await switchTo(portal, 'observe')).status).toBe(200);
    const now = await rules(portal);
    expect(now.weakened).toBe(true);
    expect(now.weakenings).toEqual([
      {
        path: `rules.${RULE}.mode`,
        because: expect.stringContaining(REASON),
      },
    ]);
    expect((await switchTo(portal, 'take-back')).status).toBe(200);
    const after = await rules(portal);
    expect(after.weakened).toBe(false);
    expect(after.rules[0]).toEqual({ id: RULE, mode: 'warn' });
    // It is another revision all the same: what happened can be told apart.
    expect(after.revision).toMatch(/#2$/);
    expect((await switchTo(portal, 'take-back')).status).toBe(409);
  });

  it('is not enforced unseen by taking another switch back', async () => {
    const portal = await setUp();
    await switchTo(portal, 'warn', { ring: 'beta' });
    await enforce(portal);
    const { rules: now } = await rules(portal);
    expect(now[0].switches?.find(({ ring }) => ring)).toMatchObject({
      mode: 'warn',
      // Everywhere is enforced by now, and so would it be here.
      without: 'enforce',
    });
    const back = (more = {}) =>
      switchTo(portal, 'take-back', { ring: 'beta', ...more });
    expect((await back()).status).toBe(409);
    expect(await blocked(portal)).toBe(false);
    const { id, result } = await previewOf(portal, 'enforce', 'beta');
    expect(result).toMatchObject({ apps: 1, newlyHeld: 1 });
    expect((await back({ previewId: id })).status).toBe(200);
    expect(await blocked(portal)).toBe(true);
  });

  it('knows its switches whatever a revision is called', async () => {
    const engine = shippedRules();
    const portal = await setUp(undefined, {
      ...engine,
      describe: async () => ({
        ...(await engine.describe()),
        revision: 'acme~7',
      }),
    });
    expect((await switchTo(portal, 'observe')).status).toBe(200);
    expect((await rules(portal)).revision).toBe('acme~7#1');
  });

  it('leaves no step out, and never switches a screen that is old', async () => {
    const portal = await setUp();
    const { revision } = await rules(portal);
    await switchTo(portal, 'observe');
    const leap = await switchTo(portal, 'enforce');
    expect(leap.status).toBe(409);
    expect(leap.body.error.message).toMatch(/warns before/);
    const old = await switchTo(portal, 'warn', { expectedRevision: revision });
    expect(old.status).toBe(409);
    expect(old.body.error.code).toBe('changed-since-you-looked');
  });

  it('is for security of the company and administrators, by themselves', async () => {
    // Rita reviews for one business unit only.
    const portal = await setUp({
      approvers: {
        security: [`group:default/${SECURITY}`],
        byBusinessUnit: {
          'group:default/product': {
            security: ['group:default/product'],
          },
        },
      },
    });
    expect((await rules(portal, SAM)).maySwitch).toBe(true);
    for (const ref of [MAYA, NOAH, RITA]) {
      expect((await rules(portal, ref)).maySwitch).toBe(false);
      expect((await switchTo(portal, 'observe', { ref })).status).toBe(403);
      await portal
        .as(ref)
        .post('/policy/previews', { rule: RULE, mode: 'observe' })
        .expect(403);
    }
    const { revision } = await rules(portal);
    await portal
      .as(SAM, { actor: 'plugin:scaffolder' })
      .post(`/policy/rules/${RULE}/mode`, {
        mode: 'observe',
        reason: REASON,
        expectedRevision: revision,
      })
      .expect(403);
    expect((await switchTo(portal, 'observe', { ref: IVAN })).status).toBe(200);
  });

  it.each([
    ['a rule that there is not', { rule: 'no-rule' }, 404],
    ['an environment that there is not', { ring: 'moon' }, 400],
    ['no reason', { reason: '' }, 400],
  ])('refuses %s', async (_, changes, status) => {
    const portal = await setUp();
    expect((await switchTo(portal, 'observe', changes)).status).toBe(status);
    expect((await rules(portal)).revision).not.toContain('#');
  });

  it('is followed by the audit log like every change of the rules', async () => {
    const portal = await setUp();
    const told = async () =>
      (await audited(portal)).filter(action => action === 'policy.changed');
    await portal.run('micro-apps-company-rules');
    const before = await told();
    await switchTo(portal, 'observe');
    await portal.run('micro-apps-company-rules');
    expect(await told()).toHaveLength(before.length + 1);
  });
});
