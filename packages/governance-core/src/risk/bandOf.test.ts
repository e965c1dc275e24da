import { bandOf } from './bandOf';

describe('bandOf', () => {
  it.each([
    [0, 'low'],
    [3, 'low'],
    [3.2, 'medium'],
    [4, 'medium'],
    [7, 'medium'],
    [8, 'high'],
    [10, 'high'],
    [11, 'high'],
    [-1, 'high'],
    [NaN, 'high'],
  ])('of %s is %s', (value, band) => {
    expect(bandOf(value)).toBe(band);
  });
});
