import fc from 'fast-check';
import { DATA_CLASSES } from '../classification/dataClass';
import {
  AUDIENCES,
  DATA_CATEGORIES,
  DATA_VOLUMES,
  HOSTINGS,
} from '../registration/registration';
import type { Registration } from '../registration/registration';
import type { Vote } from '../approvals/approval';
import { aRegistration, SOME_INTEGRATIONS } from './builders';

const namesOf = (vendor: boolean) =>
  SOME_INTEGRATIONS.filter(({ kind }) => (kind === 'vendor') === vendor).map(
    ({ name }) => name,
  );

/** A registration over {@link SOME_INTEGRATIONS}, unknown names included. */
export function registrations(): fc.Arbitrary<Registration> {
  return fc
    .record({
      audience: fc.constantFrom(...AUDIENCES),
      classification: fc.constantFrom(...DATA_CLASSES),
      hosting: fc.constantFrom(...HOSTINGS),
      successor: fc.constantFrom(undefined, 'user:default/rita'),
      dataTypes: fc.uniqueArray(
        fc.record({
          category: fc.constantFrom(...DATA_CATEGORIES),
          volume: fc.constantFrom(...DATA_VOLUMES),
        }),
        { maxLength: 5, selector: ({ category }) => category },
      ),
      aiGeneratedShare: fc.constantFrom(undefined, 0, 50, 51, 100, NaN),
      scopes: fc.uniqueArray(
        fc.constantFrom(...namesOf(false), 'nobody-knows:it'),
        { maxLength: 3 },
      ),
      vendors: fc.uniqueArray(fc.constantFrom(...namesOf(true), 'newcorp'), {
        maxLength: 2,
      }),
      libraries: fc.uniqueArray(fc.constantFrom('payfast', 'express'), {
        maxLength: 2,
      }),
      endpoints: fc.uniqueArray(
        fc.constantFrom(
          'https://api.mapland.example/v1',
          'https://api.payfast.example',
          'https://one.example',
          'https://two.example',
          'https://three.example',
        ),
        { maxLength: 4 },
      ),
      retentionDays: fc.integer({ min: 1, max: 3650 }),
    })
    .map(changes => aRegistration(changes));
}

/** Votes of a few people, some of whom vote more than once. */
export function votes(): fc.Arbitrary<readonly Vote[]> {
  return fc.array(
    fc
      .record({
        person: fc.constantFrom('sam', 'ana', 'li'),
        role: fc.constantFrom('security' as const, 'privacy' as const),
        choice: fc.constantFrom(
          'approve' as const,
          'approve' as const,
          'reject' as const,
          'ask-for-changes' as const,
        ),
        minute: fc.integer({ min: 10, max: 14 }),
      })
      .map(({ person, role, choice, minute }) => ({
        subject: `sub-${person}`,
        voterRef: `user:default/${person}`,
        role,
        choice,
        reason: 'Because',
        at: `2026-11-24T09:${minute}:00.000Z`,
      })),
    { maxLength: 6 },
  );
}
