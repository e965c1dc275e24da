import { NOW } from '../testing';
import { HOUR } from '../time/instants';
import { makerTime } from './fairClock';
import { annualReview, policyReapproval } from './reviewClocks';

describe('annualReview', () => {
  const review = (
    reviews: Parameters<typeof annualReview>[0]['reviews'],
    now = NOW,
    inProductionSince: string | undefined = '2025-12-01T00:00:00.000Z',
  ) => annualReview({ reviews, inProductionSince, now });
  const by = (at: string, automatic = false) => ({ at, automatic });

  it('is due 365 days after the last look by a person', () => {
    expect(
      review([by('2025-11-24T10:00:00.001Z'), by('2024-01-01T00:00:00Z')]),
    ).toEqual({ dueAt: '2026-11-24T10:00:00.001Z', state: 'soon' });
    expect(review([by('2025-11-24T10:00:00.000Z')])).toEqual({
      dueAt: NOW,
      state: 'overdue',
    });
    expect(
      review([by('2024-01-01T00:00:00Z'), by('2026-01-01T00:00:00Z')]).dueAt,
    ).toBe('2027-01-01T00:00:00.000Z');
  });

  it('is 365 days, also in a leap year', () => {
    expect(
      review([by('2028-01-01T00:00:00Z')], '2028-02-01T00:00:00Z'),
    ).toEqual({ dueAt: '2028-12-31T00:00:00.000Z', state: 'running' });
    expect(
      annualReview({
        reviews: [],
        inProductionSince: NOW,
        now: NOW,
        days: 1,
      }).dueAt,
    ).toBe('2026-11-25T10:00:00.000Z');
  });

  it('is spoken of 30 days before', () => {
    const at = (now: string) => review([by('2025-12-24T10:00:00Z')], now).state;
    expect(at('2026-11-24T09:59:59.999Z')).toBe('running');
    expect(at('2026-11-24T10:00:00.000Z')).toBe('soon');
    expect(at('2026-12-24T09:59:59.999Z')).toBe('soon');
    expect(at('2026-12-24T10:00:00.000Z')).toBe('overdue');
    expect(at('now')).toBe('overdue');
  });

  it('takes no automatic approval and nothing ahead for a look', () => {
    const none = review([]);
    expect(none.dueAt).toBe('2026-12-01T00:00:00.000Z');
    expect(review([by('2026-11-01T00:00:00Z', true)])).toEqual(none);
    expect(review([by('2026-11-24T10:00:00.001Z')])).toEqual(none);
    expect(review([by('once')])).toEqual(none);
    expect(review([by(NOW)]).dueAt).toBe('2027-11-24T10:00:00.000Z');
    const odd = { at: NOW, automatic: undefined as unknown as boolean };
    expect(review([odd])).toEqual(none);
  });

  it('asks nothing before production, and much when nobody knows since when', () => {
    expect(annualReview({ reviews: [], now: NOW })).toEqual({
      state: 'not-asked',
    });
    expect(review([], NOW, 'once')).toEqual({ state: 'overdue' });
  });
});

describe('policyReapproval', () => {
  const due = (enforcedSince: string[], approvedAt: string, now = NOW) =>
    policyReapproval({ enforcedSince, approvedAt, now });

  it('is due 30 days after the first rule was enforced', () => {
    expect(
      due(
        ['2026-11-20T00:00:00Z', '2026-11-10T00:00:00Z'],
        '2026-01-01T00:00:00Z',
      ),
    ).toEqual({ dueAt: '2026-12-10T00:00:00.000Z', state: 'soon' });
    expect(due(['2026-10-25T10:00:00Z'], '2026-01-01T00:00:00Z')).toEqual({
      dueAt: NOW,
      state: 'overdue',
    });
    expect(
      policyReapproval({
        enforcedSince: ['2026-11-20T00:00:00Z'],
        approvedAt: '2026-01-01T00:00:00Z',
        now: NOW,
        days: 60,
      }),
    ).toEqual({ dueAt: '2027-01-19T00:00:00.000Z', state: 'running' });
  });

  it('asks nothing of who was approved since, or when nothing is enforced', () => {
    expect(due([], '2026-01-01T00:00:00Z')).toEqual({ state: 'not-asked' });
    expect(due(['2026-10-01T00:00:00Z'], '2026-10-01T00:00:00Z')).toEqual({
      state: 'not-asked',
    });
    expect(
      due(
        ['2026-10-01T00:00:00Z', '2026-11-20T00:00:00Z'],
        '2026-10-01T00:00:00Z',
      ).dueAt,
    ).toBe('2026-12-20T00:00:00.000Z');
  });

  it('counts against who cannot say when it was approved', () => {
    expect(due(['2026-11-20T00:00:00Z'], 'once').state).toBe('soon');
    expect(due(['once'], '2026-10-01T00:00:00Z')).toEqual({
      state: 'overdue',
    });
  });
});

describe('makerTime', () => {
  const at = (time: string, holder: 'maker' | 'reviewer') => ({
    at: `2026-11-24T${time}:00Z`,
    holder,
  });

  it('stops while a reviewer holds the ball', () => {
    const turns = [
      at('04:00', 'maker'),
      at('06:00', 'reviewer'),
      at('09:00', 'maker'),
    ];
    expect(makerTime({ turns, now: NOW })).toBe(3 * HOUR);
    expect(makerTime({ turns: [...turns].reverse(), now: NOW })).toBe(3 * HOUR);
    expect(makerTime({ turns: turns.slice(0, 2), now: NOW })).toBe(2 * HOUR);
  });

  it('counts nothing before the first turn, ahead, or unreadable', () => {
    expect(makerTime({ turns: [], now: NOW })).toBe(0);
    expect(makerTime({ turns: [at('11:00', 'maker')], now: NOW })).toBe(0);
    expect(makerTime({ turns: [{ at: 'x', holder: 'maker' }], now: NOW })).toBe(
      0,
    );
    expect(makerTime({ turns: [at('10:00', 'maker')], now: NOW })).toBe(0);
  });
});
