import { AN_ENVELOPE_HASH, aPerson, NOW } from '../testing';
import { attestationEnd, attestationVerdict } from './attestation';
import type { Attestation } from './attestation';

const maya = aPerson('maya');
const statements = ['It is true', 'I will answer'];

function verdict(
  changes: Partial<Attestation> = {},
  more: Partial<Parameters<typeof attestationVerdict>[0]> = {},
) {
  return attestationVerdict({
    attestation: {
      id: 'attestation-1',
      by: maya,
      envelopeHash: AN_ENVELOPE_HASH,
      statements,
      givenAt: '2025-11-24T10:00:00.001Z',
      ...changes,
    },
    owner: maya,
    envelopeHash: AN_ENVELOPE_HASH,
    statements,
    now: NOW,
    ...more,
  });
}

describe('attestationVerdict', () => {
  it('counts for 365 days to the millisecond', () => {
    expect(verdict()).toEqual({
      state: 'counts',
      because: 'The owner confirmed it',
      endsAt: '2026-11-24T10:00:00.001Z',
    });
    expect(verdict({ givenAt: '2025-11-24T10:00:00.000Z' })).toEqual({
      state: 'expired',
      because: 'It was confirmed too long ago',
      endsAt: NOW,
    });
    expect(verdict({}, { days: 1 }).state).toBe('expired');
  });

  it('ends earlier where that was agreed, never later', () => {
    expect(verdict({ expiresAt: NOW }).state).toBe('expired');
    expect(verdict({ expiresAt: '2030-01-01T00:00:00Z' }).endsAt).toBe(
      '2026-11-24T10:00:00.001Z',
    );
    expect(attestationEnd({ givenAt: '2028-02-28T00:00:00+14:00' }, 2)).toBe(
      '2028-02-29T10:00:00.000Z',
    );
  });

  it.each<[string, ReturnType<typeof verdict>, string, string]>([
    [
      'another envelope',
      verdict({ envelopeHash: 'x' }),
      'other-envelope',
      'It was confirmed before the registration changed',
    ],
    [
      'no envelope',
      verdict({ envelopeHash: '' }, { envelopeHash: '' }),
      'other-envelope',
      'It was confirmed before the registration changed',
    ],
    [
      'another owner',
      verdict({}, { owner: aPerson('ivan') }),
      'other-owner',
      'The owner of now has not confirmed it yet',
    ],
    [
      'a missing statement',
      verdict({ statements: ['It is true'] }),
      'incomplete',
      'Not every statement was confirmed',
    ],
    [
      'a time that nobody can read',
      verdict({ givenAt: 'once' }),
      'unreadable',
      'It is not clear when it was confirmed',
    ],
    [
      'an end that nobody can read',
      verdict({ expiresAt: 'later' }),
      'unreadable',
      'It is not clear when it was confirmed',
    ],
    [
      'a time 61 seconds ahead',
      verdict({ givenAt: '2026-11-24T10:01:01.000Z' }),
      'unreadable',
      'It is not clear when it was confirmed',
    ],
    [
      'a clock that nobody can read',
      verdict({}, { now: 'now' }),
      'unreadable',
      'It is not clear when it was confirmed',
    ],
  ])('does not count with %s', (_, given, state, because) => {
    expect(given).toMatchObject({ state, because });
  });

  it('takes a clock that is 60 seconds ahead', () => {
    expect(verdict({ givenAt: '2026-11-24T10:01:00.000Z' }).state).toBe(
      'counts',
    );
  });
});
