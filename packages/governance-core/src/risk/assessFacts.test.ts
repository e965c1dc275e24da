import fc from 'fast-check';
import type { Registration } from '../registration/registration';
import {
  aRegistration,
  anIntegration,
  registrations,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import { assessFacts } from './assessFacts';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';
import { singleChanges } from './singleChanges';

describe('assessFacts', () => {
  it('hands on the class that counts, and how the catalog was met', () => {
    const registration = aRegistration({ scopes: ['payroll:read'] });
    const { effectiveClass, read } = assessFacts({
      registration,
      integrations,
      model,
    });
    expect(effectiveClass).toMatchObject({
      declared: 'internal',
      effective: 'confidential',
    });
    expect(read.effectiveClass).toBe(effectiveClass);
    expect(read.match.used.map(({ integration }) => integration.name)).toEqual([
      'payroll:read',
    ]);
  });

  it.each<[string, Partial<Registration>]>([
    ['scopes', { scopes: ['crm:write', 'nobody-knows:it'] }],
    ['vendors', { scopes: [], vendors: ['payfast'] }],
    ['libraries', { libraries: ['payfast'] }],
    ['endpoints', { endpoints: ['https://api.payfast.example'] }],
    ['data', { dataTypes: [{ category: 'health', volume: 'over-10000' }] }],
    ['class', { classification: 'regulated' }],
    ['nothing at all', {}],
  ])('reads a variant with other %s as if it were alone', (_, changes) => {
    const facts = { integrations, model };
    const from = aRegistration();
    const base = assessFacts({ ...facts, registration: from }).read;
    const registration = { ...from, ...changes };
    const alone = assessFacts({ ...facts, registration });
    expect(assessFacts({ ...facts, registration, base })).toEqual(alone);
    // And back again: what it does without was known.
    const back = { ...registration, ...from, scopes: [...from.scopes] };
    expect(
      assessFacts({ ...facts, registration: back, base: alone.read }),
    ).toEqual(assessFacts({ ...facts, registration: back }));
  });

  it('looks at the catalog once for all variants that only do without', () => {
    const registration = aRegistration({
      scopes: ['people:read', 'crm:write'],
    });
    const base = assessFacts({ registration, integrations, model }).read;
    let looks = 0;
    const watched = integrations.map(
      item =>
        new Proxy(anIntegration(item), {
          get(target, key, receiver) {
            looks += 1;
            return Reflect.get(target, key, receiver);
          },
        }),
    );
    const fewer = { ...registration, scopes: ['crm:write'] };
    assessFacts({ registration: fewer, integrations: watched, model, base });
    expect(looks).toBe(0);
    const same = { ...registration, audience: 'public' as const };
    const variant = assessFacts({
      registration: same,
      integrations: watched,
      model,
      base,
    });
    expect(looks).toBe(0);
    expect(variant.read.match).toBe(base.match);
    expect(variant.read.personal).toBe(base.personal);
    expect(variant.effectiveClass).toBe(base.effectiveClass);
    const more = { ...registration, scopes: ['payroll:read'] };
    assessFacts({ registration: more, integrations: watched, model, base });
    expect(looks).toBeGreaterThan(0);
  });

  it('reads a variant the same with and without the reading of its base', () => {
    fc.assert(
      fc.property(registrations(), registration => {
        const facts = { registration, integrations, model };
        const base = assessFacts(facts).read;
        for (const change of singleChanges({
          ...facts,
          match: base.match,
        })) {
          const variant = {
            ...facts,
            registration: change.apply(registration),
          };
          expect(assessFacts({ ...variant, base })).toEqual(
            assessFacts(variant),
          );
        }
      }),
    );
  });
});
