import { NOW } from '../testing';
import { DAY, instantAfter } from '../time/instants';
import {
  dispositionDueAt,
  dispositionOf,
  planDisposition,
} from './disposition';
import type { KeptItem } from './disposition';

const item = (changes: Partial<KeptItem> = {}): KeptItem => ({
  kind: 'data',
  receivedAt: '2026-08-26T10:00:00.000Z',
  ...changes,
});

describe('dispositionDueAt', () => {
  it.each<[string, Partial<KeptItem>, number, string | undefined]>([
    ['the window after receipt', {}, 90, NOW],
    [
      'seven days for test data, whatever the window',
      { kind: 'test-data' },
      90,
      '2026-09-02T10:00:00.000Z',
    ],
    [
      'less for test data of a shorter window',
      { kind: 'test-data' },
      3,
      '2026-08-29T10:00:00.000Z',
    ],
    [
      'exact over a leap day and zones',
      { receivedAt: '2028-02-28T12:00:00+14:00' },
      1,
      '2028-02-28T22:00:00.000Z',
    ],
    [
      'exact over a change of clocks',
      { receivedAt: '2026-03-28T12:00:00+01:00' },
      1,
      '2026-03-29T11:00:00.000Z',
    ],
    [
      'exact beyond 2038',
      { receivedAt: '2038-01-19T03:14:07.000Z' },
      3650,
      '2048-01-17T03:14:07.000Z',
    ],
    ['nothing for a window of no days', {}, 0, undefined],
    ['nothing for a broken window', {}, 1.5, undefined],
    ['nothing for a window beyond reason', {}, 3651, undefined],
    [
      'nothing for a receipt nobody can read',
      { receivedAt: 'x' },
      90,
      undefined,
    ],
  ])('is %s', (_, changes, retentionDays, due) => {
    expect(dispositionDueAt(item(changes), retentionDays)).toBe(due);
  });
});

describe('dispositionOf', () => {
  const of = (changes: Partial<KeptItem> = {}, now = NOW, retentionDays = 90) =>
    dispositionOf({ item: item(changes), retentionDays, now });

  it('is due at its instant, not before', () => {
    expect(of()).toEqual({
      dueAt: NOW,
      state: 'due',
      because: 'Its time is over',
    });
    expect(of({}, '2026-11-24T09:59:59.999Z')).toEqual({
      dueAt: NOW,
      state: 'keep',
      because: 'Its time has not come',
    });
  });

  it.each([
    ['legal-hold', 'It stays because a legal hold is on it'],
    [
      'open-incident',
      'It stays because an incident that it belongs to is open',
    ],
    ['audit', 'It stays because the audit record is never cut'],
    ['whim', 'It stays because it is held'],
  ])('keeps what is held by %s, and says why', (hold, because) => {
    expect(of({ holds: [hold as 'audit'] })).toEqual({
      dueAt: NOW,
      state: 'held',
      because,
    });
    expect(of({ holds: [hold as 'audit'] }, '2026-08-27T00:00:00Z').state).toBe(
      'keep',
    );
    expect(of({ holds: [] }).state).toBe('due');
  });

  it('goes with its app, when that ends earlier', () => {
    const at = (endsAt: string, changes: Partial<KeptItem> = {}) =>
      dispositionOf({
        item: item({ receivedAt: NOW, ...changes }),
        retentionDays: 90,
        endsAt,
        now: NOW,
      });
    expect(at(NOW)).toMatchObject({ dueAt: NOW, state: 'due' });
    expect(at('2026-11-24T10:00:00.001Z').state).toBe('keep');
    expect(at(NOW, { holds: ['legal-hold'] }).state).toBe('held');
    // An end that nobody can read ends nothing, and one that is far off extends nothing.
    expect(at('soon').state).toBe('keep');
    expect(
      at('2036-01-01T00:00:00.000Z', {
        receivedAt: '2026-08-26T10:00:00.000Z',
      }),
    ).toMatchObject({ dueAt: NOW, state: 'due' });
  });

  it('keeps what it cannot work out', () => {
    const unclear = {
      state: 'keep',
      because: 'It is not clear when it is due',
    };
    expect(of({ receivedAt: '2026-08-26' })).toEqual(unclear);
    expect(of({}, NOW, 0)).toEqual(unclear);
    expect(of({}, 'now').state).toBe('keep');
  });
});

describe('planDisposition', () => {
  const items = (due: number, kept: number, held: KeptItem[] = []) => [
    ...Array.from({ length: due }, () => item()),
    ...Array.from({ length: kept }, () => item({ receivedAt: NOW })),
    ...held,
  ];
  const plan = (
    list: Iterable<KeptItem>,
    more: Partial<Parameters<typeof planDisposition>[0]> = {},
  ) => planDisposition({ items: list, retentionDays: 90, now: NOW, ...more });

  it('counts what goes and what is held', () => {
    const held = [
      item({ holds: ['legal-hold', 'audit'] }),
      item({ holds: ['legal-hold'] }),
      item({ holds: ['open-incident'] }),
      item({ holds: ['audit'], receivedAt: NOW }),
    ];
    expect(plan(items(1, 15, held))).toEqual({
      ok: true,
      value: {
        total: 20,
        due: 1,
        held: { 'legal-hold': 2, 'open-incident': 1 },
      },
    });
  });

  it('stops above a tenth until exactly that number is confirmed', () => {
    expect(plan(items(2, 18)).ok).toBe(true);
    expect(plan(items(3, 17))).toEqual({
      ok: false,
      refusal: {
        code: 'not-allowed',
        because:
          'This would delete 3 of 20. Look at the dry run, and confirm the number if it is right.',
        details: undefined,
      },
    });
    expect(plan(items(3, 17), { confirmedDue: 2 }).ok).toBe(false);
    expect(plan(items(3, 17), { confirmedDue: 4 }).ok).toBe(false);
    expect(plan(items(3, 17), { confirmedDue: 3 }).ok).toBe(true);
    expect(plan(items(3, 17), { shareLimit: 0.15 }).ok).toBe(true);
    expect(plan(items(1, 19), { shareLimit: NaN }).ok).toBe(false);
  });

  it('does not count test data in the share: its week is fixed', () => {
    const old = item({ kind: 'test-data' });
    expect(plan([old, old])).toMatchObject({ value: { total: 2, due: 2 } });
    // It does not make room for other data either.
    const much = Array.from({ length: 50 }, () =>
      item({ kind: 'test-data', receivedAt: NOW }),
    );
    expect(plan([...items(1, 3), ...much]).ok).toBe(false);
    expect(plan(items(1, 3), { shareLimit: 1 }).ok).toBe(true);
  });

  it('finds nothing to do in nothing, and refuses a window of no days', () => {
    expect(plan([])).toEqual({
      ok: true,
      value: { total: 0, due: 0, held: {} },
    });
    expect(plan(items(0, 1), { retentionDays: 0 })).toMatchObject({
      refusal: {
        code: 'invalid-input',
        because: 'Data is kept for 1 to 3650 days; mend the window first.',
      },
    });
  });

  it('reads a stream once', () => {
    function* stream() {
      for (let day = 0; day < 1000; day += 1) {
        yield item({ receivedAt: instantAfter(NOW, -day * DAY) ?? '' });
      }
    }
    expect(plan(stream(), { retentionDays: 990 })).toMatchObject({
      value: { total: 1000, due: 10 },
    });
  });
});
