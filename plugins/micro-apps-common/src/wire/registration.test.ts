import { registerRequest, registrationSchema } from './registration';

const registration = {
  name: 'Where2Eat',
  purpose: 'Suggests restaurants to the team',
  owner: 'user:default/maya',
  businessUnit: 'group:default/product',
  audience: 'team',
  classification: 'internal',
  dataTypes: [{ category: 'preferences', volume: 'under-100' }],
  scopes: ['people:read'],
  vendors: [],
  libraries: [],
  endpoints: [],
  hosting: 'company',
  retentionDays: 90,
  decommissionPlan: 'Export the list, then delete everything',
};

/** Path and message of everything wrong with `changes`. */
function problems(changes: Record<string, unknown>) {
  const parsed = registrationSchema.safeParse({ ...registration, ...changes });
  return (parsed.error?.issues ?? []).map(
    issue => `${issue.path.join('.')}: ${issue.message}`,
  );
}

describe('registrationSchema', () => {
  it('accepts a complete registration and trims texts', () => {
    expect(
      registrationSchema.parse({ ...registration, name: '  Where2Eat ' }).name,
    ).toBe('Where2Eat');
  });

  it('keeps one spelling of a reference', () => {
    const parsed = registrationSchema.parse({
      ...registration,
      owner: 'User:Default/MAYA',
      businessUnit: 'GROUP:default/Product',
    });
    expect(parsed.owner).toBe('user:default/maya');
    expect(parsed.businessUnit).toBe('group:default/product');
  });

  it.each([
    ['name', undefined, 'name: Fill in the name'],
    ['name', 7, 'name: Fill in the name'],
    ['name', ' ', 'name: Write at least 2 characters for the name'],
    ['name', 'x'.repeat(81), 'name: Keep the name to at most 80 characters'],
    ['name', 'a\u0000b', 'name: Remove the invisible characters from the name'],
    ['name', 'a\u202eb', 'name: Remove the invisible characters from the name'],
    ['name', 'a\ud800b', 'name: Remove the invisible characters from the name'],
    ['name', 'a\nb', 'name: Remove the invisible characters from the name'],
    [
      'owner',
      'maya',
      'owner: Choose the owner from the list (a user of the catalog, like user:default/name)',
    ],
    [
      'businessUnit',
      'user:default/maya',
      'businessUnit: Choose the business unit from the list (a group of the catalog, like group:default/name)',
    ],
    [
      'classification',
      'secret',
      'classification: Choose how sensitive the data is: public, internal, confidential, regulated',
    ],
    [
      'retentionDays',
      Number.NaN,
      'retentionDays: Give how many days data is kept as a whole number from 1 to 3650',
    ],
    [
      'retentionDays',
      0,
      'retentionDays: Give how many days data is kept as a whole number from 1 to 3650',
    ],
    [
      'aiGeneratedShare',
      101,
      'aiGeneratedShare: Give the share of code written by AI as a whole number from 0 to 100',
    ],
    ['scopes', 'people:read', 'scopes: Give the scopes as a list'],
    [
      'dataTypes',
      [{ category: 'names' }],
      'dataTypes.0.volume: Choose how many people it is about: under-100, under-1000, under-10000, over-10000',
    ],
  ])('says what to do about %s = %p', (field, value, message) => {
    expect(problems({ [field]: value })).toContain(message);
  });

  it('keeps markup and line breaks of a purpose as text', () => {
    const purpose = '<img src=x onerror=alert(1)>\nsecond line';
    expect(registrationSchema.parse({ ...registration, purpose }).purpose).toBe(
      purpose,
    );
  });

  it('names what it does not know instead of storing it', () => {
    expect(problems({ score: 0, band: 'low' })).toEqual([
      ': Remove what is not known here: score, band',
    ]);
  });

  it('refuses to be fed a prototype', () => {
    const hostile = JSON.parse(
      `{"registration": ${JSON.stringify(
        registration,
      )}, "__proto__": {"admin": true}}`,
    );
    expect(registerRequest.safeParse(hostile).success).toBe(false);
  });
});
