import type { DataType } from '../registration/registration';
import { DEFAULT_RISK_MODEL as model } from './defaultRiskModel';
import {
  hasPersonalData,
  largestVolumes,
  personalDataGrade,
} from './personalData';

/** "contact:under-100 names:over-10000" as rows. */
const rows = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map(row => {
      const [category, volume] = row.split(':');
      return { category, volume } as DataType;
    });

describe('largestVolumes', () => {
  it.each([
    ['', ''],
    ['none:over-10000', ''],
    ['names:under-100 names:over-10000', 'names:over-10000'],
    ['names:over-10000 names:under-100', 'names:over-10000'],
    ['names:under-1000 names:under-1000', 'names:under-1000'],
    ['health:under-100 names:under-100', 'names:under-100 health:under-100'],
    // What nobody knows counts as the most, and stands first.
    ['names:plenty', 'names:over-10000'],
    ['names:plenty names:under-100', 'names:over-10000'],
    [
      'names:under-100 moods:under-100 dreams:under-100',
      'dreams:under-100 moods:under-100 names:under-100',
    ],
    ['dreams:under-100 moods:under-100', 'dreams:under-100 moods:under-100'],
  ])('of "%s" are "%s"', (given, expected) => {
    expect(largestVolumes(rows(given))).toEqual(rows(expected));
  });

  it('of a form that does not name any are none', () => {
    expect(largestVolumes(undefined as never)).toEqual([]);
  });
});

describe('personalDataGrade', () => {
  it.each([
    ['', 0, 'No personal data'],
    ['none:under-100', 0, 'No personal data'],
    ['names:under-100', 1, 'Names of fewer than 100 people'],
    ['contact:under-1000', 4, 'Contact details of fewer than 1000 people'],
    [
      'preferences:under-100 names:under-100 contact:under-100',
      4,
      'Names, preferences and contact details of fewer than 100 people',
    ],
    [
      'contact:over-10000 names:under-100 location:over-10000',
      21,
      'Names of fewer than 100 people; contact details and places people have been of more than 10000 people',
    ],
    ['moods:under-1000', 12, 'Moods of fewer than 1000 people'],
    ['health:under-10000', 18, 'Facts about health of 1000 to 10000 people'],
  ])('of "%s" is %i', (given, grade, reason) => {
    expect(personalDataGrade(rows(given))).toEqual({
      grade,
      heavy: grade >= 18,
      reason,
    });
  });

  it('takes weights, factors and the mark of its model', () => {
    const own = {
      ...model,
      categoryWeights: { ...model.categoryWeights, names: 5 },
      volumeFactors: { ...model.volumeFactors, 'under-100': 2 },
      piiHeavyAt: 10,
    };
    const names = rows('names:under-100');
    expect(personalDataGrade(names, own)).toMatchObject({
      grade: 10,
      heavy: true,
    });
    expect(personalDataGrade(names, { ...own, piiHeavyAt: 11 }).heavy).toBe(
      false,
    );
  });
});

describe('hasPersonalData', () => {
  it.each([
    ['', false],
    ['none:over-10000', false],
    ['names:under-100', true],
    ['moods:plenty', true],
  ])('of "%s" is %s', (given, expected) => {
    expect(hasPersonalData({ dataTypes: rows(given) })).toBe(expected);
  });
});
