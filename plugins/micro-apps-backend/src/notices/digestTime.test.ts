import { dayOf, nextTimeOfDay } from './digestTime';

const next = (
  after: string,
  hour: number,
  minute: number,
  timeZone: string,
) => {
  const { at, day } = nextTimeOfDay(new Date(after), {
    hour,
    minute,
    timeZone,
  });
  return [at.toISOString(), day];
};

describe('the time of the digest', () => {
  it.each([
    // An ordinary day, before, at and after it.
    [
      '2026-11-25T06:59:59.999Z',
      8,
      0,
      'Europe/Berlin',
      '2026-11-25T07:00:00.000Z',
      '2026-11-25',
    ],
    [
      '2026-11-25T07:00:00.000Z',
      8,
      0,
      'Europe/Berlin',
      '2026-11-26T07:00:00.000Z',
      '2026-11-26',
    ],
    [
      '2026-11-25T12:00:00.000Z',
      8,
      0,
      'UTC',
      '2026-11-26T08:00:00.000Z',
      '2026-11-26',
    ],
    // Put forward at 02:00: half past two does not come.
    [
      '2026-03-29T00:00:00.000Z',
      2,
      30,
      'Europe/Berlin',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29',
    ],
    [
      '2026-03-29T01:00:00.000Z',
      2,
      30,
      'Europe/Berlin',
      '2026-03-30T00:30:00.000Z',
      '2026-03-30',
    ],
    // Put back at 03:00: half past two comes twice; the first one counts.
    [
      '2026-10-25T00:00:00.000Z',
      2,
      30,
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25',
    ],
    [
      '2026-10-25T00:30:00.000Z',
      2,
      30,
      'Europe/Berlin',
      '2026-10-26T01:30:00.000Z',
      '2026-10-26',
    ],
    // Fourteen hours ahead, eleven behind, half hours, a leap day, 2038.
    [
      '2026-11-24T18:00:00.000Z',
      8,
      0,
      'Pacific/Kiritimati',
      '2026-11-25T18:00:00.000Z',
      '2026-11-26',
    ],
    [
      '2026-11-25T18:59:00.000Z',
      8,
      0,
      'Pacific/Pago_Pago',
      '2026-11-25T19:00:00.000Z',
      '2026-11-25',
    ],
    [
      '2026-11-25T02:00:00.000Z',
      8,
      0,
      'Asia/Kolkata',
      '2026-11-25T02:30:00.000Z',
      '2026-11-25',
    ],
    [
      '2028-02-28T09:00:00.000Z',
      8,
      0,
      'UTC',
      '2028-02-29T08:00:00.000Z',
      '2028-02-29',
    ],
    [
      '2038-01-19T03:14:08.000Z',
      8,
      0,
      'UTC',
      '2038-01-19T08:00:00.000Z',
      '2038-01-19',
    ],
  ])('after %s at %s:%s in %s is %s', (after, hour, minute, zone, at, day) => {
    expect(next(after, hour, minute, zone)).toEqual([at, day]);
  });

  it('is on a day of the organisation, not of the machine', () => {
    const instant = new Date('2026-11-25T23:30:00.000Z');
    expect(dayOf(instant, 'Europe/Berlin')).toBe('2026-11-26');
    expect(dayOf(instant, 'America/New_York')).toBe('2026-11-25');
  });
});
