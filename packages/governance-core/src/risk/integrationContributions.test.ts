import type { Integration } from '../classification/dataClass';
import type { IntegrationMatch } from '../classification/integrationsOf';
import { anIntegration } from '../testing';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';
import { integrationContributions } from './integrationContributions';

type Through = IntegrationMatch['used'][number]['through'];

const NOTHING: IntegrationMatch = {
  used: [],
  unknownScopes: [],
  unknownVendors: [],
  otherHosts: [],
};

/** What the use of one integration contributes. */
function contributionOf(
  changes: Partial<Integration>,
  options: { through?: Through; now?: string } = {},
) {
  const { through = 'scope', now } = options;
  const used = [{ integration: anIntegration(changes), through }];
  const [only, ...others] = integrationContributions({
    match: { ...NOTHING, used },
    model,
    now,
  });
  expect(others).toEqual([]);
  return only;
}

const MAPLAND: Partial<Integration> = {
  kind: 'vendor',
  name: 'mapland',
  title: 'Mapland',
  vendorKind: 'general',
};

describe('integrationContributions', () => {
  it.each<[string, Partial<Integration>, number, number | undefined, string]>([
    ['a pre-authorised scope', {}, 0, undefined, 'pre-authorised'],
    [
      'a scope that is not',
      { preAuthorised: false },
      1,
      undefined,
      'not pre-authorised',
    ],
    [
      'a scope of which it is not said',
      { preAuthorised: undefined },
      1,
      undefined,
      'not pre-authorised',
    ],
    [
      'a privileged scope',
      { privileged: true },
      2,
      4,
      'privileged, pre-authorised',
    ],
    [
      'a scope that may be privileged',
      { privileged: undefined },
      2,
      4,
      'privileged, pre-authorised',
    ],
  ])('counts %s', (_, changes, points, floor, words) => {
    expect(contributionOf(changes)).toEqual({
      code: 'scope:people:read',
      points,
      floor,
      reason: `Read the people directory (${words})`,
      source: 'R3',
    });
  });

  it.each<[string, string]>([
    ['crm', 'a customer system (CRM)'],
    ['hr', 'a personnel system (HR)'],
    ['payment', 'a payment system'],
    ['health', 'a health system'],
    ['identity', 'an identity provider'],
  ])('keeps a vendor of the kind %s from Low', (vendorKind, words) => {
    const changes = { ...MAPLAND, vendorKind } as Partial<Integration>;
    expect(contributionOf(changes, { through: 'vendor' })).toEqual({
      code: 'vendor:mapland',
      points: 0,
      floor: 4,
      reason: `Mapland (${words}, pre-authorised)`,
      source: 'R6',
    });
  });

  it.each([undefined, 'HR', 'personnel', ''])(
    'takes a vendor of the kind %j for one that may be any of them',
    vendorKind => {
      const changes = { ...MAPLAND, vendorKind } as Partial<Integration>;
      expect(contributionOf(changes, { through: 'vendor' })).toMatchObject({
        floor: 4,
        reason:
          'Mapland (a service of a kind that nobody told, pre-authorised)',
      });
    },
  );

  it.each<[Through, string]>([
    ['vendor', ''],
    ['endpoint', ', reached through an address that the app calls'],
    ['library', ', reached through a library of the app'],
  ])('says how a vendor is used: %s', (through, words) => {
    expect(contributionOf(MAPLAND, { through })).toEqual({
      code: 'vendor:mapland',
      points: 0,
      floor: undefined,
      reason: `Mapland (pre-authorised)${words}`,
      source: 'R6',
    });
  });

  it('counts an ended approval as the worst, once the time is known', () => {
    const ended = { ...MAPLAND, approvedUntil: '2026-01-01T00:00:00.000Z' };
    const now = '2026-11-24T10:00:00.000Z';
    expect(contributionOf(ended, { through: 'vendor' }).points).toBe(0);
    expect(contributionOf(ended, { through: 'vendor', now })).toMatchObject({
      points: 2,
      floor: 4,
      reason: 'Mapland (its approval has ended, pre-authorised)',
    });
    const worst = { ...ended, privileged: true, preAuthorised: false };
    expect(contributionOf(worst, { through: 'vendor', now })).toMatchObject({
      points: 2,
      floor: 4,
      reason:
        'Mapland (its approval has ended, privileged, not pre-authorised)',
    });
  });

  it('takes the points of the model for each kind, and the highest floor', () => {
    const own = {
      ...model,
      scopePoints: { preAuthorised: 1, other: 2, privileged: 3 },
      vendorPoints: { preAuthorised: 4, other: 5, privileged: 6 },
      floors: {
        ...model.floors,
        privileged: 5,
        sensitiveVendor: 6,
        notInCatalog: 7,
        vendorApprovalEnded: 4,
      },
    };
    const hr = anIntegration({
      ...MAPLAND,
      vendorKind: 'hr',
      privileged: true,
      withdrawnAt: '2026-01-01T00:00:00.000Z',
    });
    const contributions = integrationContributions({
      match: {
        used: [
          { integration: anIntegration(), through: 'scope' },
          { integration: anIntegration(MAPLAND), through: 'vendor' },
          { integration: hr, through: 'vendor' },
        ],
        unknownScopes: ['odd:scope'],
        unknownVendors: ['newcorp'],
        otherHosts: [],
      },
      model: own,
      now: '2026-11-24T10:00:00.000Z',
    });
    expect(
      contributions.map(({ code, points, floor }) => [code, points, floor]),
    ).toEqual([
      ['scope:people:read', 1, undefined],
      ['vendor:mapland', 4, undefined],
      ['vendor:mapland', 6, 6],
      ['scope:odd:scope', 3, 7],
      ['vendor:newcorp', 6, 7],
    ]);
  });

  it('says which names the catalog does not hold', () => {
    expect(
      integrationContributions({
        match: {
          ...NOTHING,
          unknownScopes: ['odd:scope'],
          unknownVendors: ['newcorp'],
        },
        model,
      }),
    ).toEqual([
      {
        code: 'scope:odd:scope',
        points: 2,
        floor: 4,
        reason: 'The scope "odd:scope" is not in the integration catalog',
        source: 'R6',
      },
      {
        code: 'vendor:newcorp',
        points: 2,
        floor: 4,
        reason: 'The vendor "newcorp" is not in the integration catalog',
        source: 'R6',
      },
    ]);
  });
});
