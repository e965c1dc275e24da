import { aRegistration } from '../testing';
import {
  REGISTRATION_FIELDS,
  registrationDifference,
} from './registrationDifference';
import type { Registration } from './registration';

const before = aRegistration();

/** Another value for every field. */
const OTHERS: Required<Registration> = {
  name: 'Lunch finder',
  purpose: 'Finds lunch in other words',
  owner: 'user:default/rita',
  successor: 'user:default/sam',
  businessUnit: 'group:default/sales',
  audience: 'company',
  classification: 'confidential',
  dataTypes: [{ category: 'names', volume: 'over-10000' }],
  aiGeneratedShare: 10,
  scopes: [],
  vendors: ['mapland'],
  libraries: ['express'],
  endpoints: ['https://api.example.com'],
  hosting: 'external',
  retentionDays: 1,
  decommissionPlan: 'Another plan for the end',
};

describe('The difference of two registrations', () => {
  it('is empty when nothing changed, whatever the order of lists', () => {
    const mixed = aRegistration({
      dataTypes: [...before.dataTypes].reverse(),
      libraries: ['a', 'b'],
    });
    expect(registrationDifference(before, before)).toEqual([]);
    expect(
      registrationDifference(
        { ...before, libraries: ['b', 'a'] },
        { ...mixed, libraries: ['a', 'b'] },
      ),
    ).toEqual([]);
  });

  it('knows every field of a registration', () => {
    expect([...REGISTRATION_FIELDS].sort()).toEqual(Object.keys(OTHERS).sort());
    expect(
      registrationDifference(before, OTHERS).map(({ field }) => field),
    ).toEqual(REGISTRATION_FIELDS);
  });

  it.each(REGISTRATION_FIELDS)('names %s alone, in plain words', field => {
    const changes = registrationDifference(before, {
      ...before,
      [field]: OTHERS[field],
    });
    expect(changes.map(each => each.field)).toEqual([field]);
    const [{ title, before: was, after: now }] = changes;
    expect(title).toMatch(/^[A-Z]/);
    expect(was).not.toBe(now);
    for (const text of [was, now]) expect(text).not.toMatch(/undefined|\[|\{/);
  });

  it('says days, shares, people and lists as people do', () => {
    const text = Object.fromEntries(
      registrationDifference(
        { ...before, successor: undefined, aiGeneratedShare: undefined },
        OTHERS,
      ).map(each => [each.field, `${each.before} → ${each.after}`]),
    );
    expect(text).toMatchObject({
      retentionDays: '90 days → 1 day',
      aiGeneratedShare: 'not said → 10 %',
      successor: 'nobody → user:default/sam',
      scopes: 'people:read → none',
      audience: 'one team → the whole company',
      classification: 'Internal → Confidential',
    });
  });
});
