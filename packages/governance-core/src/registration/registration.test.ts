import { classifyData } from '../classification/classifyData';
import { compareClass, maxClass } from '../classification/compareClass';
import type { DataClass } from '../classification/dataClass';
import { confusableSkeleton, slugOf } from '../names/names';
import { aRegistration, SOME_INTEGRATIONS as integrations } from '../testing';
import { checkRegistration } from './checkRegistration';

describe('checkRegistration', () => {
  it('finds nothing wrong with Where2Eat and its local addresses', () => {
    expect(
      checkRegistration(
        aRegistration({
          endpoints: [
            'http://localhost:7010/people',
            'https://api.example.com/v1',
            'maps.example.com',
          ],
        }),
      ),
    ).toEqual([]);
  });

  it.each([
    ['name', { name: '***' }],
    ['name', { name: 'Where\u202e2Eat' }],
    ['purpose', { purpose: 'Eat\u0000lunch together' }],
    ['owner', { owner: 'group:default/product' }],
    ['owner', { owner: '' }],
    ['successor', { successor: 'User:Default/MAYA' }],
    ['successor', { successor: 'group:default/product' }],
    ['businessUnit', { businessUnit: 'user:default/maya' }],
    ['retentionDays', { retentionDays: 0 }],
    ['retentionDays', { retentionDays: 3651 }],
    ['retentionDays', { retentionDays: 1.5 }],
    ['retentionDays', { retentionDays: NaN }],
    ['aiGeneratedShare', { aiGeneratedShare: 101 }],
    ['scopes.1', { scopes: ['a:b', 'a:b '] }],
    ['vendors.0', { vendors: [' '] }],
    ['endpoints.0', { endpoints: ['ftp://example.com'] }],
    ['endpoints.0', { endpoints: ['http://example.com'] }],
    ['endpoints.0', { endpoints: ['https://me:secret@example.com'] }],
    ['endpoints.0', { endpoints: ['data:text/html,x'] }],
    ['endpoints.1', { endpoints: ['https://a.example/', 'https://A.example'] }],
    [
      'dataTypes.1.category',
      {
        dataTypes: [
          { category: 'names', volume: 'under-100' },
          { category: 'names', volume: 'over-10000' },
        ],
      },
    ],
    [
      'dataTypes.0.category',
      {
        dataTypes: [
          { category: 'none', volume: 'under-100' },
          { category: 'names', volume: 'under-100' },
        ],
      },
    ],
  ] as const)('says what is wrong with %s in %j', (path, changes) => {
    const problems = checkRegistration(aRegistration(changes));
    expect(problems.map(problem => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toMatch(/^[A-Z"].{10,}/);
  });
});

describe('classifyData', () => {
  const effective = (changes: object) =>
    classifyData({ registration: aRegistration(changes), integrations })
      .effective;

  it('is the highest of what is declared and what is implied', () => {
    expect(effective({})).toBe('internal');
    expect(effective({ classification: 'public' })).toBe('internal');
    expect(
      effective({ classification: 'public', scopes: [], dataTypes: [] }),
    ).toBe('public');
    expect(effective({ scopes: ['payroll:read'] })).toBe('confidential');
    expect(effective({ classification: 'regulated' })).toBe('regulated');
    expect(
      effective({ dataTypes: [{ category: 'health', volume: 'under-100' }] }),
    ).toBe('regulated');
    expect(
      effective({ dataTypes: [{ category: 'children', volume: 'under-100' }] }),
    ).toBe('confidential');
  });

  it('takes an unknown class for the most sensitive one', () => {
    expect(maxClass('public', 'secret' as DataClass)).toBe('regulated');
    expect(compareClass('internal', 'confidential')).toBeLessThan(0);
    expect(effective({ classification: undefined })).toBe('regulated');
  });
});

describe('names', () => {
  it.each([
    ['Where2Eat', 'where2eat'],
    ['  Café & Bar — Süd  ', 'cafe-bar-sud'],
    ['<img onerror=x>', 'img-onerror-x'],
    ['日本', ''],
    ['ｆｕｌｌ', 'full'],
    [`${'a'.repeat(49)} b`, 'a'.repeat(49)],
  ])('makes of %j the id %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('gives names that look alike one skeleton', () => {
    const look = confusableSkeleton('Where2Eat');
    for (const alike of [
      'WHERE2EAT',
      'Whеre2Eаt',
      'Where 2 Eat',
      'Where\u200b2Eat',
    ]) {
      expect(confusableSkeleton(alike)).toBe(look);
    }
    expect(confusableSkeleton('Pay1o0k')).toBe(confusableSkeleton('Paylook'));
    expect(confusableSkeleton('Where2Drink')).not.toBe(look);
  });
});
