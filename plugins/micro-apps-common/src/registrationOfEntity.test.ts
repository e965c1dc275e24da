import type { Entity } from '@backstage/catalog-model';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { registrationOfEntity } from './registrationOfEntity';
import { registrationSchema } from './wire/registration';

function entity(changes: {
  metadata?: Partial<Entity['metadata']>;
  spec?: Record<string, unknown>;
}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'lunch-picker', ...changes.metadata },
    spec: { type: 'micro-app', owner: 'user:default/maya', ...changes.spec },
  } as Entity;
}

describe('registrationOfEntity', () => {
  it('reads a whole registration from spec.microApp', () => {
    const { name, ...rest } = aRegistration();
    const read = registrationOfEntity(
      entity({ metadata: { title: name }, spec: { microApp: { ...rest } } }),
    );
    expect(read).toEqual({
      registration: aRegistration(),
      stated: aRegistration(),
      unclear: [],
      missing: [],
    });
  });

  it('takes what is not said at its most careful, and says what to complete', () => {
    const { registration, missing, stated } = registrationOfEntity(entity({}));
    expect(stated).toEqual({
      name: 'lunch-picker',
      owner: 'user:default/maya',
    });
    expect(registration).toMatchObject({
      owner: 'user:default/maya',
      classification: 'regulated',
      audience: 'public',
      hosting: 'external',
      retentionDays: 3650,
    });
    expect(missing.map(({ path }) => path)).toEqual([
      'purpose',
      'businessUnit',
      'audience',
      'classification',
      'dataTypes',
      'scopes',
      'vendors',
      'libraries',
      'endpoints',
      'hosting',
      'retentionDays',
      'decommissionPlan',
    ]);
    for (const { message } of missing) expect(message).toMatch(/^(Say|Name) /);
  });

  it('reads title, description, team and annotations where the spec says nothing', () => {
    const { stated } = registrationOfEntity(
      entity({
        metadata: {
          title: 'Lunch picker',
          description: 'Chooses where the team eats',
          annotations: {
            'micro-apps.dev/classification': 'confidential',
            'micro-apps.dev/data-types': 'names:under-100, preferences',
          },
        },
        spec: { owner: 'Product' },
      }),
    );
    expect(stated).toEqual({
      name: 'Lunch picker',
      purpose: 'Chooses where the team eats',
      businessUnit: 'group:default/product',
      classification: 'confidential',
      dataTypes: [
        { category: 'names', volume: 'under-100' },
        { category: 'preferences', volume: 'over-10000' },
      ],
    });
  });

  it('lets a team hold a draft until one of it is named', () => {
    const { registration, missing } = registrationOfEntity(
      entity({ spec: { owner: 'group:default/product' } }),
    );
    expect(registration.owner).toBe('group:default/product');
    expect(missing).toContainEqual({
      path: 'owner',
      message: 'Name a person as the owner',
    });
  });

  it.each([
    ['classification', 'top secret'],
    ['retentionDays', '90'],
    ['retentionDays', 1e9],
    ['audience', { toString: 'x' }],
    ['scopes', 'people:read'],
    ['endpoints', ['ftp://x.example']],
    ['owner', 'group:default/product'],
    ['successor', 'user:default/maya'],
    ['name', '日本'],
    ['purpose', 'a\u0000b is not a text'],
    ['dataTypes', [{ category: 'souls', volume: 'all' }]],
  ])('names a %s that cannot be used: %j', (field, value) => {
    const { unclear, stated, missing, registration } = registrationOfEntity(
      entity({ spec: { microApp: { [field]: value } } }),
    );
    expect(unclear.map(({ path }) => path)).toContain(field);
    expect(stated).not.toHaveProperty(field, value);
    expect(missing.map(({ path }) => path)).toContain(field);
    expect(registrationSchema.safeParse(registration).success).toBe(true);
  });

  it('does not take what only the registry may say, nor keys of JavaScript', () => {
    const { registration, unclear } = registrationOfEntity(
      entity({
        spec: {
          microApp: JSON.parse(
            '{"score":0,"standing":"active","__proto__":{"band":"low"}}',
          ),
        },
      }),
    );
    expect(unclear.map(({ path }) => path).sort()).toEqual([
      '__proto__',
      'score',
      'standing',
    ]);
    expect(Object.keys(registration)).not.toContain('band');
    expect(registrationSchema.safeParse(registration).success).toBe(true);
  });

  it.each([undefined, null, 'text', [], 7])(
    'reads a spec.microApp of %j as nothing said',
    microApp => {
      const { unclear } = registrationOfEntity(entity({ spec: { microApp } }));
      expect(unclear).toEqual([]);
    },
  );
});
