import type { PolicyInput } from '@micro-apps/governance-core';
import { refuse } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { createEmbeddedPolicy } from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { verifyAudit } from '../audit/verifyAudit';
import { noRules } from '../policy/noRules';
import { useDatabases } from '../__testUtils__/databases';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  createStack,
  MAYA,
  NOAH,
  withRepository,
  withSandbox,
  type Stack,
} from './testing';
import { endingPortal, keep, retire } from './testing/endSteps';
import { leftOf } from './testing/holdSteps';

const databases = useDatabases();

async function setUp(
  policy: PolicyEnginePort,
  registration: Parameters<typeof aRegistration>[0] = {},
) {
  const stack = await createStack(
    await databases.init(),
    aRegistration(registration),
  );
  const portal = stack.portal({ policy });
  const ending = endingPortal(portal);
  return { stack, portal, ending };
}

async function decisions({ knex }: Stack) {
  const rows = await knex('micro_apps_decisions').where({ gate: 'retire' });
  return rows.map(row => ({
    ...row,
    allowed: Boolean(row.allowed),
    decision: JSON.parse(row.decision),
    findings: JSON.parse(row.findings),
  }));
}

async function lastEntry({ knex }: Stack, action: string) {
  const row = await knex('micro_apps_audit').where({ action }).first();
  return { ...row, entry: JSON.stringify(row) };
}

async function standing({ knex }: Stack): Promise<string> {
  return (await knex('micro_apps_apps').where({ id: APP }).first()).standing;
}

const stateOf = (input: PolicyInput, control: string) =>
  input.findings?.find(({ controlId }) => controlId === control)?.state;

describe('the gate in front of the end of an app', () => {
  it('asks company rules with what the app would leave behind, and keeps the decision', async () => {
    const rules = createCompanyRules();
    rules.also = {
      obligations: [{ code: 'archive', because: 'Archive the numbers' }],
    };
    const { stack, portal, ending } = await setUp(rules);
    await withRepository(stack, portal);
    await withSandbox(stack, portal);
    keep(stack, { 'sandbox:records': 's' });
    await ending.sweep();
    accepted(await retire(stack, ending));
    const asked = rules.asked.filter(({ gate }) => gate === 'retire');
    expect(asked).toHaveLength(1);
    expect(asked[0].app).toEqual({ id: APP, standing: 'active' });
    expect(
      ['credentials-revoked', 'data-disposed'].map(each =>
        stateOf(asked[0], each),
      ),
    ).toEqual(['not-satisfied', 'not-satisfied']);
    const [kept, ...more] = await decisions(stack);
    expect(more).toEqual([]);
    expect(kept).toMatchObject({
      app_id: APP,
      app_version: 1,
      allowed: true,
      engine: 'double',
      policy_revision: 'r1',
      input_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    // The core forbids nobody to end an app; what is left behind is a duty.
    expect(
      kept.decision.obligations.map(({ code }: { code: string }) => code),
    ).toEqual(
      expect.arrayContaining([
        'credentials-revoked',
        'data-disposed',
        'archive',
      ]),
    );
    expect((await lastEntry(stack, 'app.retired')).entry).toContain(kept.id);
  });

  it('says of an app that nothing was ever put in place that nothing is left', async () => {
    const rules = createCompanyRules();
    const { stack, ending } = await setUp(rules);
    accepted(await retire(stack, ending));
    expect(stateOf(rules.asked[0], 'data-disposed')).toBe('satisfied');
    expect(stateOf(rules.asked[0], 'credentials-revoked')).toBe('satisfied');
  });

  it('takes a place where nobody has looked yet for one that keeps data', async () => {
    const rules = createCompanyRules();
    const { stack, portal, ending } = await setUp(rules);
    await withRepository(stack, portal);
    await withSandbox(stack, portal);
    rules.asked.length = 0;
    accepted(await retire(stack, ending));
    expect(stateOf(rules.asked[0], 'data-disposed')).toBe('not-satisfied');
  });

  it('ends nothing when rules say no, says why, and keeps that it was asked', async () => {
    const rules = createCompanyRules();
    rules.deny('retire', () => 'The auditors have not been here yet');
    const { stack, portal, ending } = await setUp(rules);
    await withRepository(stack, portal);
    await withSandbox(stack, portal);
    const running = leftOf(stack).running.length;
    expect(running).toBe(1);
    expect(await retire(stack, ending)).toMatchObject({
      refusal: {
        code: 'gate-closed',
        because: 'Not yet: The auditors have not been here yet',
        details: [
          { message: 'The auditors have not been here yet. Ask the company' },
        ],
      },
    });
    await ending.drain();
    expect(await standing(stack)).toBe('active');
    expect(await stack.knex('micro_apps_retirements')).toEqual([]);
    expect(leftOf(stack).running).toHaveLength(running);
    const [kept] = await decisions(stack);
    expect(kept.allowed).toBe(false);
    const { actor, entry } = await lastEntry(stack, 'retirement.refused');
    expect(actor).toBe(MAYA.ref);
    expect(entry).toContain(kept.id);
    expect(await verifyAudit(stack.knex)).toMatchObject({ ok: true });
    // Nothing sticks: once they agree, it goes.
    rules.allow('retire');
    accepted(await retire(stack, ending));
  });

  it.each([
    [
      'rules do not answer',
      'The company rules do not answer',
      (rules: ReturnType<typeof createCompanyRules>) => {
        rules.there = false;
      },
    ],
    [
      'rules answer about another gate',
      'The company rules gave no clear answer',
      (rules: ReturnType<typeof createCompanyRules>) => {
        const { decide } = rules;
        rules.decide = input => decide({ ...input, gate: 'promote' });
      },
    ],
  ])('stays closed when %s', async (_, because, spoil) => {
    const rules = createCompanyRules();
    const { stack, ending } = await setUp(rules);
    spoil(rules);
    expect(await retire(stack, ending)).toMatchObject({
      refusal: { code: 'gate-closed', because: `Not yet: ${because}` },
    });
    expect(await standing(stack)).toBe('active');
  });

  it('stays closed when it is not known what the app uses', async () => {
    const { stack, ending } = await setUp(createCompanyRules());
    const integrations = {
      ...ending.deps.integrations,
      forRegistration: async () =>
        refuse<never>('busy', 'The catalog of services does not answer'),
    };
    const deps = { ...ending.deps, integrations };
    expect(await retire(stack, { deps })).toMatchObject({
      refusal: { because: 'Not yet: The catalog of services does not answer' },
    });
    expect(await standing(stack)).toBe('active');
  });

  it('stays closed when what rules were told of has changed by the commit', async () => {
    const rules = createCompanyRules();
    const { stack, portal, ending } = await setUp(rules);
    await withRepository(stack, portal);
    await withSandbox(stack, portal);
    const { decide } = rules;
    rules.decide = async input => {
      await stack
        .knex('micro_apps_resources')
        .where({ kind: 'client' })
        .update({ state: 'failed' });
      return await decide(input);
    };
    expect(await retire(stack, ending)).toMatchObject({
      refusal: {
        because: 'Not yet: The app changed while this was being decided',
      },
    });
    rules.decide = decide;
    accepted(await retire(stack, ending));
  });

  it('is asked for nobody who may not end the app', async () => {
    const rules = createCompanyRules();
    const { stack, ending } = await setUp(rules);
    expect(await retire(stack, ending, {}, NOAH)).toMatchObject({
      refusal: { code: 'not-eligible' },
    });
    expect(rules.asked).toEqual([]);
    expect(await decisions(stack)).toEqual([]);
  });

  it('does it once for a key, also when the answer was lost', async () => {
    const rules = createCompanyRules();
    const { stack, ending } = await setUp(rules);
    const idempotencyKey = 'once';
    accepted(await retire(stack, ending, { idempotencyKey }));
    rules.there = false;
    const again = accepted(await retire(stack, ending, { idempotencyKey }));
    expect(again.standing).toBe('retired');
    expect(await decisions(stack)).toHaveLength(1);
    expect(
      (await auditActions(stack)).filter(each => each === 'app.retired'),
    ).toHaveLength(1);
  });
});

describe('the shipped rules at this gate', () => {
  const shipped = (mode?: 'enforce'): PolicyEnginePort => {
    const policy = createEmbeddedPolicy(readShippedPolicy());
    return {
      ...noRules,
      revision: policy.revision,
      decide: async input => ({
        decision: policy.evaluate(
          mode ? { ...input, modes: { 'data-disposition': { mode } } } : input,
        ),
        revision: policy.revision,
      }),
    };
  };
  const SENSITIVE = { classification: 'confidential' } as const;
  const somethingKept = ({ knex, now }: Stack) =>
    knex('micro_apps_kept_things').insert({
      app_id: APP,
      environment: 'beta',
      name: 'records',
      kind: 'data',
      digest: 'b',
      received_at: now().toISOString(),
    });

  it('let an app with sensitive data end, and say what is missing', async () => {
    const { stack, ending } = await setUp(shipped(), SENSITIVE);
    await somethingKept(stack);
    accepted(await retire(stack, ending));
    const [{ decision }] = await decisions(stack);
    expect(JSON.stringify(decision.observations)).toContain('data-disposition');
  });

  it('keep it where they are enforced, until its data is gone', async () => {
    const { stack, ending } = await setUp(shipped('enforce'), SENSITIVE);
    await somethingKept(stack);
    expect(await retire(stack, ending)).toMatchObject({
      refusal: {
        code: 'gate-closed',
        because: expect.stringContaining('could not be archived or deleted'),
      },
    });
    await stack.knex('micro_apps_kept_things').delete();
    accepted(await retire(stack, ending));
  });
});
