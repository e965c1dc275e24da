import fc from 'fast-check';
import { CONTROL_CATALOGUE } from '../controls/catalogue';
import { anException, anExceptionRequest, NOW } from '../testing';
import { DAY, instantAfter, instantOf } from '../time/instants';
import type { ExceptionRequest, GrantedException } from './exception';
import { planException } from './planException';

const after = (days: number, start = NOW) =>
  instantAfter(start, days * DAY) ?? '';
const plan = (
  changes: Partial<ExceptionRequest> = {},
  earlier: readonly GrantedException[] = [],
  now = NOW,
) => planException({ request: anExceptionRequest(changes), earlier, now });

/** "code path message" of a refusal; "ok" without one. */
function refusalOf(result: ReturnType<typeof plan>): string {
  if (result.ok) return 'ok';
  const { code, details, because } = result.refusal;
  return `${code} ${details?.[0]?.path ?? '-'} ${because}`;
}

describe('planException', () => {
  it('allows two weeks to the millisecond, granted by IT', () => {
    expect(plan()).toEqual({
      ok: true,
      value: { days: 14, renewal: 0, chainDays: 14, approver: 'it' },
    });
  });

  it.each<[string, Partial<ExceptionRequest>, string]>([
    [
      'a second more than two weeks',
      { endsAt: '2026-12-08T10:00:01.000Z' },
      'invalid-input endsAt An exception lasts 14 days at most; this one would last 14.01 days.',
    ],
    [
      'a millisecond more than two weeks',
      { endsAt: '2026-12-08T10:00:00.001Z' },
      'invalid-input endsAt An exception lasts 14 days at most',
    ],
    [
      'an end before its beginning',
      { endsAt: '2026-11-24T09:59:59.999Z' },
      'invalid-input endsAt An exception ends after it begins.',
    ],
    [
      'no time at all',
      { endsAt: NOW },
      'invalid-input endsAt An exception ends after it begins.',
    ],
    [
      'an end that nobody can read',
      { endsAt: 'soon' },
      'invalid-input endsAt An exception ends after it begins.',
    ],
    [
      'a beginning that nobody can read',
      { startsAt: '2026-11-24T10:00:00' },
      'invalid-input startsAt An exception cannot begin in the past.',
    ],
    [
      'a beginning 61 seconds ago',
      { startsAt: '2026-11-24T09:58:59.000Z' },
      'invalid-input startsAt An exception cannot begin in the past.',
    ],
    [
      'a beginning in three weeks',
      { startsAt: after(21), endsAt: after(22) },
      'invalid-input startsAt An exception begins within 14 days.',
    ],
    [
      'no reason',
      { reason: ' because ' },
      'invalid-input reason Say in a sentence why it is needed.',
    ],
    [
      'a control that there is not',
      { controlId: 'everything' },
      'invalid-input controlId There is no such control.',
    ],
    [
      'nothing that makes up for it',
      { compensation: { statement: 'nothing', evidenceIds: ['x'] } },
      'invalid-input compensation Say in a sentence what makes up for it meanwhile.',
    ],
    [
      'nothing at all in its place',
      { compensation: undefined as never },
      'invalid-input compensation Say in a sentence what makes up for it meanwhile.',
    ],
    [
      'a compensation without proof',
      { compensation: { statement: 'We look at it daily', evidenceIds: [''] } },
      'invalid-input compensation Bring the proof of what makes up for it.',
    ],
    [
      'the control itself as its compensation',
      {
        compensation: {
          statement: 'We look at it daily',
          controlId: 'dynamic-security-scan',
          evidenceIds: ['x'],
        },
      },
      'invalid-input compensation A control cannot make up for itself.',
    ],
    [
      'a compensating control that there is not',
      {
        compensation: {
          statement: 'We look at it daily',
          controlId: 'luck',
          evidenceIds: ['x'],
        },
      },
      'invalid-input compensation There is no such compensating control.',
    ],
    [
      'a proof that ends now',
      {
        compensation: {
          statement: 'We look at it daily',
          evidenceIds: ['x'],
          evidenceExpiresAt: NOW,
        },
      },
      'invalid-input compensation The proof of what makes up for it has ended.',
    ],
  ])('refuses %s', (_, changes, refusal) => {
    expect(refusalOf(plan(changes))).toContain(refusal);
  });

  it('takes what is just inside', () => {
    expect(plan({ startsAt: '2026-11-24T09:59:00.000Z', endsAt: NOW }).ok).toBe(
      true,
    );
    expect(plan({ startsAt: after(14), endsAt: after(15) }).ok).toBe(true);
    expect(plan({ reason: '0123456789' }).ok).toBe(true);
    expect(
      plan({
        compensation: {
          statement: '0123456789',
          controlId: 'security-headers',
          evidenceIds: ['x'],
          evidenceExpiresAt: '2026-11-24T10:00:00.001Z',
        },
      }).ok,
    ).toBe(true);
  });

  it.each(
    CONTROL_CATALOGUE.filter(({ neverExcepted }) => neverExcepted).map(
      ({ id, title, neverExcepted }) => [id, title, neverExcepted],
    ),
  )('never lifts %s', (controlId, title, kind) => {
    expect(refusalOf(plan({ controlId }))).toBe(
      `not-allowed - There is no exception from "${title}": ${
        {
          'legal-duty': 'it is a duty by law',
          'class-floor': 'it is the least that the class of the data asks for',
          approval:
            'people have to agree, and an exception does not do it for them',
          compensation: 'it is what makes up for exceptions',
        }[kind ?? 'approval']
      }.`,
    );
  });

  it('counts a renewal, sends it higher, and ends the chain at 28 days', () => {
    const first = anException({ endsAt: after(14) });
    const renewal = { startsAt: after(14), endsAt: after(28) };
    const later = after(14);
    expect(plan(renewal, [first], later)).toEqual({
      ok: true,
      value: { days: 14, renewal: 1, chainDays: 28, approver: 'it-lead' },
    });
    const second = anException({ id: 'exception-2', ...renewal, renewal: 1 });
    expect(
      refusalOf(
        plan(
          { startsAt: after(28), endsAt: after(29) },
          [second, first],
          after(28),
        ),
      ),
    ).toBe(
      'not-allowed - Exceptions in a row last 28 days at most; with this one it would be 29 days. Meet the control, or do without what needs it.',
    );
  });

  it('cannot be stretched by gaps, small pieces, order or an early end', () => {
    const pieces = [0, 10, 20].map(day =>
      anException({
        id: `piece-${day}`,
        startsAt: after(day),
        endsAt: after(day + 9),
      }),
    );
    const ask = (start: number, earlier = pieces, length = 1) =>
      plan(
        { startsAt: after(start), endsAt: after(start + length) },
        earlier,
        after(start),
      );
    expect(ask(30)).toMatchObject({
      value: { renewal: 3, chainDays: 28, approver: 'it-lead' },
    });
    expect(ask(30, pieces, 1.001).ok).toBe(false);
    expect(ask(30, [...pieces].reverse())).toEqual(ask(30));
    // 28 days without one, and a new chain begins; a moment less, and it does not.
    expect(ask(29 + 28)).toMatchObject({
      value: { renewal: 0, chainDays: 1, approver: 'it' },
    });
    expect(ask(29 + 28 - 0.001)).toMatchObject({ value: { renewal: 3 } });
    const revoked = pieces.map(item => ({
      ...item,
      revokedAt: instantAfter(item.startsAt, DAY),
    }));
    expect(ask(30, revoked, 14)).toMatchObject({
      value: { renewal: 3, chainDays: 17 },
    });
  });

  it('counts what overlaps, what lies ahead and what nobody can read', () => {
    const ahead = anException({ startsAt: after(20), endsAt: after(34) });
    expect(plan({ endsAt: after(14) }, [ahead])).toMatchObject({
      value: { renewal: 1, chainDays: 28 },
    });
    const odd = anException({ startsAt: 'once', endsAt: 'later' });
    expect(plan({ endsAt: after(14) }, [odd])).toMatchObject({
      value: { renewal: 1, chainDays: 28 },
    });
    const others = [
      anException({ appId: 'other' }),
      anException({ controlId: 'security-headers' }),
    ];
    expect(plan({}, others)).toMatchObject({ value: { renewal: 0 } });
  });

  it('lets no sequence of grants reach more than 28 days without 28 days between', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            gap: fc.double({ min: 0, max: 20, noNaN: true }),
            length: fc.double({ min: 0.01, max: 15, noNaN: true }),
          }),
          { maxLength: 8 },
        ),
        asked => {
          const granted: GrantedException[] = [];
          let now = NOW;
          for (const { gap, length } of asked) {
            now = after(gap, now);
            const changes = { startsAt: now, endsAt: after(length, now) };
            const result = plan(changes, granted, now);
            if (!result.ok) continue;
            granted.push(anException({ ...changes, ...result.value }));
            now = changes.endsAt;
          }
          const total = granted.reduce(
            (sum, { startsAt, endsAt }) =>
              sum + instantOf(endsAt) - instantOf(startsAt),
            0,
          );
          // Every gap is under 28 days, so all of them are one chain.
          expect(total).toBeLessThanOrEqual(28 * DAY);
          expect(
            granted.every(
              ({ startsAt, endsAt }) =>
                instantOf(endsAt) - instantOf(startsAt) <= 14 * DAY,
            ),
          ).toBe(true);
        },
      ),
    );
  });
});
