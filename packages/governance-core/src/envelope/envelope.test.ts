import fc from 'fast-check';
import { classifyData } from '../classification/classifyData';
import type { Registration } from '../registration/registration';
import {
  aRegistration,
  registrations,
  SOME_INTEGRATIONS as integrations,
} from '../testing';
import { canonicalEnvelope } from './canonicalEnvelope';
import { envelopeDifference } from './envelopeDifference';

const envelope = (registration: Registration) =>
  canonicalEnvelope(
    registration,
    classifyData({ registration, integrations }),
    integrations,
  );

const INSIDE: readonly Partial<Registration>[] = [
  { name: 'Another name' },
  { purpose: 'Another purpose' },
  { owner: 'user:default/ivan' },
  { successor: undefined },
  { businessUnit: 'group:default/other' },
  { aiGeneratedShare: 1 },
  { libraries: ['left-pad'] },
  { decommissionPlan: 'Another plan for the end' },
];
const OUTSIDE: readonly ((r: Registration) => Partial<Registration>)[] = [
  r => ({
    classification: r.classification === 'public' ? 'internal' : 'public',
  }),
  r => ({
    dataTypes: [
      ...r.dataTypes,
      {
        category: 'contact',
        volume: r.dataTypes.some(({ category }) => category === 'contact')
          ? 'over-10000'
          : 'under-100',
      },
    ],
  }),
  r => ({ scopes: [...r.scopes, 'new:scope'] }),
  r => ({ vendors: [...r.vendors, 'new-vendor'] }),
  r => ({ endpoints: [...r.endpoints, 'https://new.example'] }),
  r => ({ audience: r.audience === 'self' ? 'team' : 'self' }),
  r => ({ hosting: r.hosting === 'company' ? 'external' : 'company' }),
  r => ({ retentionDays: r.retentionDays + 1 }),
];

describe('canonicalEnvelope', () => {
  it('stays the same for a change of anything that it does not hold', () => {
    fc.assert(
      fc.property(
        registrations(),
        fc.constantFrom(...INSIDE.slice(0, 6), INSIDE[7]),
        (registration, change) => {
          expect(envelope({ ...registration, ...change })).toBe(
            envelope(registration),
          );
        },
      ),
    );
    expect(envelope(aRegistration({ libraries: ['left-pad'] }))).toBe(
      envelope(aRegistration()),
    );
  });

  it('changes with each of its fields, and the difference names it', () => {
    fc.assert(
      fc.property(
        registrations(),
        fc.constantFrom(...OUTSIDE),
        (registration, change) => {
          const plain = {
            ...registration,
            dataTypes: registration.dataTypes.filter(
              ({ category, volume }) =>
                category !== 'contact' || volume !== 'over-10000',
            ),
          };
          const after = { ...plain, ...change(plain) };
          expect(envelope(after)).not.toBe(envelope(plain));
          expect(
            envelopeDifference(envelope(plain), envelope(after)).length,
          ).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('does not depend on order, doubles or spelling', () => {
    const one = aRegistration({
      scopes: ['a:b', 'c:d'],
      endpoints: ['https://One.example/', 'two.example'],
    });
    const other = aRegistration({
      scopes: ['c:d', 'a:b', ' a:b'],
      endpoints: ['two.example', 'https://one.example:443'],
      dataTypes: [...one.dataTypes].reverse(),
    });
    expect(envelope(other)).toBe(envelope(one));
  });

  it('leaves the envelope when a library brings a vendor along', () => {
    expect(envelope(aRegistration({ libraries: ['payfast'] }))).not.toBe(
      envelope(aRegistration()),
    );
  });
});

describe('envelopeDifference', () => {
  it('names fields and values in plain words', () => {
    expect(
      envelopeDifference(
        envelope(aRegistration()),
        envelope(
          aRegistration({
            audience: 'company',
            retentionDays: 1,
            scopes: [],
            dataTypes: [{ category: 'contact', volume: 'under-1000' }],
          }),
        ),
      ),
    ).toEqual([
      {
        field: 'Personal data',
        before:
          'names of fewer than 100 people, preferences of fewer than 100 people',
        after: 'contact details of fewer than 1000 people',
      },
      { field: 'Access (scopes)', before: 'people:read', after: 'none' },
      {
        field: 'Who may use it',
        before: 'one team',
        after: 'the whole company',
      },
      { field: 'How long data is kept', before: '90 days', after: '1 day' },
    ]);
  });

  it('finds nothing between equal texts, and everything when one is no envelope', () => {
    const text = envelope(aRegistration());
    expect(envelopeDifference(text, text)).toEqual([]);
    expect(envelopeDifference('', text)).toHaveLength(9);
  });
});
