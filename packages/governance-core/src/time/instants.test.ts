import { DAY, daysBetween, HOUR, instantAfter, instantOf } from './instants';

describe('instantOf', () => {
  it.each([
    ['2026-11-24T10:00:00Z', Date.UTC(2026, 10, 24, 10)],
    ['2026-11-24T10:00:00.250Z', Date.UTC(2026, 10, 24, 10, 0, 0, 250)],
    ['2026-11-25T00:00:00+14:00', Date.UTC(2026, 10, 24, 10)],
    ['2026-11-23T23:00:00-11:00', Date.UTC(2026, 10, 24, 10)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['2016-12-31T23:59:60.500Z', Date.UTC(2017, 0, 1, 0, 0, 0, 500)],
    ['2038-01-19T03:14:08Z', 2 ** 31 * 1000],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('reads %s', (text, value) => {
    expect(instantOf(text)).toBe(value);
  });

  it.each([
    '2026-11-24T10:00:00',
    '2026-11-24',
    '2026-11-24T10:00Z',
    'x2026-11-24T10:00:00Z',
    '2026-11-24T10:00:00Zx',
    '2026-13-24T10:00:00Z',
    'tomorrow',
    '',
    1,
    undefined,
  ])('refuses %p', text => {
    expect(instantOf(text)).toBeNaN();
  });
});

describe('instantAfter', () => {
  it.each([
    // The night on which Berlin's clocks skip an hour, and the one they repeat.
    ['2026-03-29T00:59:59.999+01:00', 2 * HOUR, '2026-03-29T01:59:59.999Z'],
    ['2026-03-28T12:00:00+01:00', DAY, '2026-03-29T11:00:00.000Z'],
    ['2026-10-25T02:30:00+02:00', HOUR, '2026-10-25T01:30:00.000Z'],
    ['2028-02-28T12:00:00Z', DAY, '2028-02-29T12:00:00.000Z'],
    ['2027-02-28T12:00:00Z', DAY, '2027-03-01T12:00:00.000Z'],
    ['2028-01-01T00:00:00Z', 365 * DAY, '2028-12-31T00:00:00.000Z'],
    ['2038-01-19T03:14:07Z', 1000, '2038-01-19T03:14:08.000Z'],
    ['2016-12-31T23:59:60Z', HOUR, '2017-01-01T01:00:00.000Z'],
  ])('of %s and %s ms is exact', (start, ms, end) => {
    expect(instantAfter(start, ms)).toBe(end);
  });

  it('gives nothing for what it cannot read or hold', () => {
    expect(instantAfter('soon', DAY)).toBeUndefined();
    expect(instantAfter('2026-11-24T10:00:00Z', Infinity)).toBeUndefined();
  });
});

describe('daysBetween', () => {
  it('counts days of 24 hours', () => {
    expect(
      daysBetween('2026-03-28T12:00:00+01:00', '2026-03-29T12:00:00+02:00'),
    ).toBeCloseTo(23 / 24, 10);
    expect(daysBetween('x', '2026-03-28T12:00:00Z')).toBeNaN();
  });
});
