import { refuse } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { PolicyEnginePort } from '@micro-apps/plugin-micro-apps-node';
import { createPromoteGate } from '../gates/createPromoteGate';
import { noRules } from '../policy/noRules';
import { startScan } from '../scans/startScan';
import {
  accepted,
  APP,
  createStack,
  passingResults,
  push,
  withRepository,
  withScans,
  type Portal,
  type PortalOptions,
  type Stack,
} from '../flows/testing';
import { considerAutomatic } from './considerAutomatic';
import { isPostgres, useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();

/** A low-risk app with code and green scans. */
async function setUp(options?: PortalOptions) {
  const stack = await createStack(await databases.init());
  const portal = stack.portal(options);
  await withRepository(stack, portal);
  await withScans(stack, portal);
  return { stack, portal };
}

async function consider({ deps }: Portal) {
  await considerAutomatic(deps)({ appId: APP });
}

async function approvals({ knex }: Stack) {
  return await knex('micro_apps_requests').select(
    'state',
    'automatic',
    'commit_id',
    'requested_by',
  );
}

describe('the rules', () => {
  it('approve a low-risk app whose scans are green, and say so in the history', async () => {
    const { stack, portal } = await setUp();
    await consider(portal);
    expect(await approvals(stack)).toEqual([
      {
        state: 'approved',
        automatic: isPostgres(stack.knex) ? true : 1,
        commit_id: await stack.ports.repository.head(APP),
        requested_by: 'system:micro-apps',
      },
    ]);
    const last = await stack
      .knex('micro_apps_audit')
      .orderBy('seq', 'desc')
      .first();
    expect(last).toMatchObject({ action: 'request.approved', app_id: APP });
    expect(JSON.parse(last.words)).toEqual({
      summary: expect.stringMatching(/Approved automatically: Low risk/),
    });
    expect(JSON.parse(last.details)).toMatchObject({
      decisionId: expect.any(String),
    });
    expect(await stack.knex('micro_apps_decisions')).toMatchObject([
      { allowed: isPostgres(stack.knex) ? true : 1, gate: 'promote' },
    ]);
  });

  it('approve the same code once, however often they are asked', async () => {
    const { stack, portal } = await setUp();
    await Promise.all([consider(portal), consider(portal)]);
    await consider(portal);
    expect(await approvals(stack)).toHaveLength(1);
    expect(await stack.knex('micro_apps_decisions')).toHaveLength(1);
  });

  it.each<
    [string, (made: { stack: Stack; portal: Portal }) => Promise<unknown>]
  >([
    [
      'has no code',
      async ({ stack }) => stack.ports.world.repositories.clear(),
    ],
    [
      'has newer code than was scanned',
      async ({ stack }) => push(stack, 'unseen();'),
    ],
    [
      'is registered nowhere',
      async ({ stack }) => stack.knex('micro_apps_apps').delete(),
    ],
    [
      'has no evidence',
      async ({ stack }) => stack.knex('micro_apps_evidence').delete(),
    ],
    [
      'lacks one result',
      async ({ stack }) =>
        stack
          .knex('micro_apps_evidence')
          .where({ kind: 'component-scan' })
          .delete(),
    ],
    [
      'has one result that could not tell',
      async ({ stack }) =>
        stack
          .knex('micro_apps_evidence')
          .where({ kind: 'component-scan' })
          .update({ outcome: 'unknown' }),
    ],
    [
      'has results of its own only',
      async ({ stack }) =>
        stack
          .knex('micro_apps_evidence')
          .update({ provenance: 'self-reported' }),
    ],
    ['has old results', async ({ stack }) => stack.later(31 * 24 * 60)],
    ...(['restricted', 'quarantined', 'suspended', 'retired'] as const).map(
      (standing): [string, (made: { stack: Stack }) => Promise<unknown>] => [
        `is ${standing}`,
        async ({ stack }) => stack.knex('micro_apps_apps').update({ standing }),
      ],
    ),
    [
      'has no known band',
      async ({ stack }) => stack.knex('micro_apps_apps').update({ band: '' }),
    ],
    [
      'has a score that is no number',
      async ({ stack: { knex } }) => {
        if (isPostgres(knex)) {
          // A column of integers takes nothing else there.
          await knex.raw(
            'ALTER TABLE micro_apps_apps ALTER COLUMN score TYPE double precision',
          );
        }
        await knex('micro_apps_apps').update({
          score: isPostgres(knex) ? 'NaN' : 'absurd',
        });
      },
    ],
    [
      'has no class',
      async ({ stack }) =>
        stack.knex('micro_apps_apps').update({ effective_class: '' }),
    ],
  ])('do not approve an app that %s', async (_, spoil) => {
    const made = await setUp();
    await spoil(made);
    await consider(made.portal);
    expect(await approvals(made.stack)).toEqual([]);
  });

  it.each(['an empty list', 'an unknown outcome'])(
    'do not take %s of the scanner for green',
    async what => {
      const stack = await createStack(await databases.init());
      const portal = stack.portal();
      stack.scanRunner.run.mockResolvedValue(
        what === 'an empty list'
          ? []
          : passingResults().map(result => ({ ...result, outcome: 'unknown' })),
      );
      await withRepository(stack, portal);
      accepted(await startScan(portal.deps).run(stack.context(), { id: APP }));
      await portal.drain();
      await consider(portal);
      expect(await approvals(stack)).toEqual([]);
    },
  );

  it('do not approve what a person has to agree to', async () => {
    for (const changes of [
      { classification: 'confidential' },
      { scopes: ['crm:write'] },
      { classification: 'regulated' },
    ] as const) {
      const registration = aRegistration(changes);
      const stack = await createStack(await databases.init(), registration);
      const portal = stack.portal();
      await withRepository(stack, portal);
      await withScans(stack, portal);
      await consider(portal);
      expect(await approvals(stack)).toEqual([]);
    }
  });

  it.each<[string, Partial<Parameters<typeof createPromoteGate>[0]>]>([
    [
      'company rules throw',
      { policy: policy(() => Promise.reject(new Error('rules are broken'))) },
    ],
    [
      'company rules say no',
      {
        policy: policy(async () => ({
          revision: 'test',
          decision: {
            gate: 'promote',
            allowed: false,
            violations: [{ code: 'company', because: 'Not on a Friday' }],
            obligations: [],
          },
        })),
      },
    ],
    [
      'company rules hang',
      { policy: policy(() => new Promise(() => {})), policyTimeoutMs: 20 },
    ],
    [
      'scopes and vendors cannot be looked up',
      {
        integrations: {
          described: async () => refuse('directory-unavailable', 'Away'),
          list: async () => refuse('directory-unavailable', 'Away'),
          asDecidedNow: async () => [],
          forRegistration: async () => refuse('directory-unavailable', 'Away'),
        },
      },
    ],
  ])('do not approve while %s', async (_, changed) => {
    const { stack, portal } = await setUp();
    const gate = () =>
      createPromoteGate({ ...noRulesGate(portal), ...changed });
    await consider(stack.portal({ gate }));
    expect(await approvals(stack)).toEqual([]);
    await consider(portal);
    expect(await approvals(stack)).toHaveLength(1);
  });
});

function policy(decide: PolicyEnginePort['decide']): PolicyEnginePort {
  return { ...noRules, revision: 'test', decide };
}

function noRulesGate({ deps }: Portal) {
  const { settings, integrations, newId } = deps;
  return { settings, integrations, newId, policy: noRules };
}
