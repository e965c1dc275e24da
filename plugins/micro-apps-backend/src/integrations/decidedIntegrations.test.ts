import {
  accept,
  refuse,
  type VendorDecision,
} from '@micro-apps/governance-core';
import {
  aRegistration,
  NOW,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import knex from 'knex';
import { createDecidedIntegrations } from './decidedIntegrations';

const connection = knex({ client: 'better-sqlite3', useNullAsDefault: true });
const registration = aRegistration({ vendors: ['mapland'] });
const withdrawn: VendorDecision = {
  name: 'mapland',
  decision: 'withdrawn',
  decidedAt: NOW,
  review: 'none',
};

function catalog(decisions: readonly VendorDecision[]) {
  const asked: unknown[] = [];
  const integrations = createDecidedIntegrations({
    described: { described: async () => accept(SOME_INTEGRATIONS) },
    connection,
    decisions: async given => {
      asked.push(given);
      return decisions;
    },
  });
  return { integrations, asked };
}

describe('the integration catalog with decisions', () => {
  it('asks for the decisions each time, in the transaction of the caller', async () => {
    const decisions: VendorDecision[] = [];
    const { integrations, asked } = catalog(decisions);
    const before = await integrations.forRegistration(registration);
    expect(before.ok && before.value.map(({ name }) => name)).toEqual([
      'people:read',
      'mapland',
    ]);
    decisions.push(withdrawn);
    const other = knex({ client: 'better-sqlite3', useNullAsDefault: true });
    const after = await integrations.forRegistration(registration, other);
    expect(after.ok && after.value.at(-1)?.withdrawnAt).toBe(NOW);
    expect(asked).toEqual([connection, other]);
  });

  it.each([
    { vendors: [], endpoints: ['https://api.mapland.example/tiles'] },
    { vendors: [], libraries: ['@mapland/sdk'] },
  ])('asks for them for %o, which may be a vendor', async uses => {
    const { integrations, asked } = catalog([withdrawn]);
    await integrations.forRegistration(aRegistration(uses));
    expect(asked).toHaveLength(1);
  });

  it('asks for none where no vendor can be used', async () => {
    const { integrations, asked } = catalog([withdrawn]);
    const scopesOnly = aRegistration({
      vendors: [],
      endpoints: [],
      libraries: [],
    });
    const found = await integrations.forRegistration(scopesOnly);
    expect(found.ok && found.value.map(({ name }) => name)).toEqual([
      'people:read',
    ]);
    const now = await integrations.asDecidedNow(
      SOME_INTEGRATIONS.filter(({ kind }) => kind === 'scope'),
      connection,
    );
    expect(now.map(({ name }) => name)).toContain('people:read');
    expect(asked).toEqual([]);
  });

  it('brings what was read before up to date', async () => {
    const { integrations } = catalog([withdrawn]);
    const now = await integrations.asDecidedNow(SOME_INTEGRATIONS, connection);
    expect(now.find(({ name }) => name === 'mapland')?.withdrawnAt).toBe(NOW);
    expect(now).toHaveLength(SOME_INTEGRATIONS.length);
  });

  it('says so when the software catalog is away', async () => {
    const integrations = createDecidedIntegrations({
      described: {
        described: async () => refuse('directory-unavailable', 'Away'),
      },
      connection,
      decisions: async () => [],
    });
    expect((await integrations.list()).ok).toBe(false);
    expect((await integrations.forRegistration(registration)).ok).toBe(false);
  });
});
