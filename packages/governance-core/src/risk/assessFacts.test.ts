import fc from 'fast-check';
import { registrations, SOME_INTEGRATIONS as integrations } from '../testing';
import { assessFacts } from './assessFacts';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';
import { singleChanges } from './singleChanges';

describe('assessFacts', () => {
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
