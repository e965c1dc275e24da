import { aPerson, aRegistration, SOME_INTEGRATIONS } from '../testing';
import type { Registration } from '../registration/registration';
import { canonicalEnvelope } from './canonicalEnvelope';
import { whatVoids } from './whatVoids';

const envelope = (changes: Partial<Registration> = {}) =>
  canonicalEnvelope(aRegistration(changes), 'internal', SOME_INTEGRATIONS);
const verdict = (changes: Partial<Registration>, ownerNow = 'maya') =>
  whatVoids({
    approved: envelope(),
    current: envelope(changes),
    ownerThen: aPerson('maya'),
    ownerNow: aPerson(ownerNow),
  });

describe('whatVoids', () => {
  it('leaves everything in force inside the envelope', () => {
    expect(verdict({ purpose: 'Another purpose', libraries: ['x'] })).toEqual({
      voidsApproval: false,
      voidsAttestation: false,
      changes: [],
    });
  });

  it('voids both when the envelope changes, also when it asks for less', () => {
    expect(verdict({ scopes: [] })).toEqual({
      voidsApproval: true,
      voidsAttestation: true,
      changes: [
        { field: 'Access (scopes)', before: 'people:read', after: 'none' },
      ],
    });
  });

  it('asks a new owner to confirm, and nobody to approve', () => {
    expect(verdict({}, 'rita')).toEqual({
      voidsApproval: false,
      voidsAttestation: true,
      changes: [],
    });
  });
});
