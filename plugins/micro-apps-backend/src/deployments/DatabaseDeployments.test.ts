import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  findCurrent,
  finishDeployment,
  getDeployment,
  insertDeployment,
  listRunning,
  redeemToken,
} from './DatabaseDeployments';
import { deploymentView } from './deployment';
import { isUniqueViolation } from '../kernel/database';
import { tablesOf, useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const at = new Date('2026-11-24T10:00:00.000Z');
const place = { appId: 'where2eat', environment: 'beta', commit: 'c' };
const token = { id: 'd1', tokenHash: 'hash-1', now: at };

async function setUp() {
  const knex = await databases.init();
  const directory = resolvePackagePath(
    '@micro-apps/plugin-micro-apps-backend',
    'migrations',
  );
  await knex.migrate.latest({ directory });
  const add = (id: string, commit = 'c') =>
    insertDeployment(knex, {
      ...place,
      id,
      commit,
      envelopeHash: 'e',
      decisionId: 'decision',
      tokenHash: `hash-${id.slice(1)}`,
      tokenExpiresAt: new Date(at.getTime() + 60_000),
      by: 'user:default/maya',
      at,
    });
  await add('d1');
  return { knex, add, directory };
}

describe('stored deployments', () => {
  it('are redeemed by their own token, in time, once', async () => {
    const { knex } = await setUp();
    const late = new Date(at.getTime() + 60_000);
    expect(await redeemToken(knex, { ...token, tokenHash: 'x' })).toBe(false);
    expect(await redeemToken(knex, { ...token, id: 'd2' })).toBe(false);
    expect(await redeemToken(knex, { ...token, now: late })).toBe(false);
    expect(await redeemToken(knex, token)).toBe(true);
    expect(await redeemToken(knex, token)).toBe(false);
    expect(await getDeployment(knex, 'd1')).toMatchObject({
      state: 'deploying',
    });
  });

  it('keep the end they had', async () => {
    const { knex } = await setUp();
    await redeemToken(knex, token);
    expect(await finishDeployment(knex, 'd1', { state: 'running', at })).toBe(
      true,
    );
    const later = { state: 'failed', reason: 'Too late', at } as const;
    expect(await finishDeployment(knex, 'd1', later)).toBe(false);
    expect(await getDeployment(knex, 'd1')).toMatchObject({
      state: 'running',
      reason: undefined,
    });
  });

  it('follow the table of the core', async () => {
    const { knex } = await setUp();
    // Nothing runs that was not being deployed.
    expect(await finishDeployment(knex, 'd1', { state: 'running', at })).toBe(
      false,
    );
    expect(await getDeployment(knex, 'd1')).toMatchObject({
      state: 'requested',
    });
  });

  it('are one at a time in each place', async () => {
    const { knex, add } = await setUp();
    const refused = await add('d2', 'other').catch(error => error);
    expect(isUniqueViolation(refused)).toBe(true);
    await finishDeployment(knex, 'd1', { state: 'failed', at });
    await add('d2', 'other');
  });

  it('are found by what runs or is on its way', async () => {
    const { knex } = await setUp();
    expect(await findCurrent(knex, place)).toMatchObject({ id: 'd1' });
    expect(await findCurrent(knex, { ...place, commit: 'x' })).toBeUndefined();
    await finishDeployment(knex, 'd1', { state: 'failed', at });
    expect(await findCurrent(knex, place)).toBeUndefined();
    expect(await listRunning(knex, ['where2eat'])).toEqual([]);
  });

  it('show people nothing of token and envelope', async () => {
    const { knex } = await setUp();
    const found = await getDeployment(knex, 'd1');
    expect(Object.keys(found ? deploymentView(found) : {}).sort()).toEqual([
      'commit',
      'environment',
      'finishedAt',
      'id',
      'reason',
      'requestedAt',
      'state',
      'url',
    ]);
  });

  it('and everything beside them leave with the migrations', async () => {
    const { knex, directory } = await setUp();
    await knex.migrate.rollback({ directory }, true);
    expect(await tablesOf(knex)).toEqual([]);
  });
});
