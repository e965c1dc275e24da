import fc from 'fast-check';
import { NOW } from '../testing';
import { blastAllowance, withinBlastRadius } from './blastRadius';
import type { BlastLimit } from './blastRadius';
import {
  effectiveMode,
  isEnforcedSomewhere,
  enforcedSince,
  switchMode,
  withSwitches,
} from './ruleModes';
import type { ModeChange, RuleMode, RuleModes } from './ruleModes';

describe('effectiveMode', () => {
  const rule: RuleModes = { mode: 'warn', rings: { beta: 'enforce' } };

  it('goes by the ring, then by everywhere', () => {
    expect(effectiveMode({ rule, ring: 'beta' })).toBe('enforce');
    expect(effectiveMode({ rule, ring: 'sandbox' })).toBe('warn');
    expect(effectiveMode({ rule })).toBe('warn');
    expect(effectiveMode({ rule: { mode: 'observe' }, ring: 'beta' })).toBe(
      'observe',
    );
  });

  it('enforces what it does not know', () => {
    const odd = { mode: 'off', rings: { beta: 'off' } } as unknown as RuleModes;
    expect(effectiveMode({ rule: odd })).toBe('enforce');
    expect(effectiveMode({ rule: odd, ring: 'beta' })).toBe('enforce');
    expect(effectiveMode({ rule: undefined })).toBe('enforce');
    expect(effectiveMode({ rule, ring: 'toString' })).toBe('warn');
  });
});

describe('withSwitches', () => {
  const rule: RuleModes = { mode: 'warn', rings: { beta: 'observe' } };

  it('puts a switched ring first, then a ring that was set up', () => {
    const switched = withSwitches(rule, {
      mode: 'enforce',
      rings: { sandbox: 'warn' },
    });
    const here = (ring?: string) => effectiveMode({ rule: switched, ring });
    expect(here()).toBe('enforce');
    expect(here('beta')).toBe('observe');
    expect(here('sandbox')).toBe('warn');
    expect(
      effectiveMode({
        rule: withSwitches(rule, { rings: { beta: 'enforce' } }),
        ring: 'beta',
      }),
    ).toBe('enforce');
  });

  it('leaves a rule that nobody switched as it is', () => {
    expect(withSwitches(rule, {})).toEqual(rule);
    expect(withSwitches({ mode: 'warn' }, {})).toEqual({ mode: 'warn' });
  });
});

describe('switchMode', () => {
  const to = (from: RuleMode, next: string, ring?: string) =>
    switchMode({ rule: { mode: from }, to: next as RuleMode, ring });

  it('tightens step by step and loosens at once', () => {
    expect(to('observe', 'warn')).toEqual({
      ok: true,
      value: { mode: 'warn' },
    });
    expect(to('warn', 'enforce').ok).toBe(true);
    expect(to('enforce', 'observe').ok).toBe(true);
    expect(to('warn', 'warn').ok).toBe(true);
    expect(to('observe', 'enforce')).toMatchObject({
      refusal: {
        code: 'not-in-this-state',
        because:
          'A rule warns before it is enforced. Let it warn first, and look at what it would hold.',
      },
    });
    expect(to('observe', 'off')).toMatchObject({
      refusal: {
        code: 'invalid-input',
        because: 'A rule observes, warns or enforces.',
      },
    });
  });

  it('touches one ring only', () => {
    const rule: RuleModes = { mode: 'observe', rings: { beta: 'warn' } };
    expect(switchMode({ rule, ring: 'beta', to: 'enforce' })).toEqual({
      ok: true,
      value: { mode: 'observe', rings: { beta: 'enforce' } },
    });
    expect(switchMode({ rule, ring: 'sandbox', to: 'enforce' }).ok).toBe(false);
    expect(switchMode({ rule, ring: 'sandbox', to: 'warn' })).toEqual({
      ok: true,
      value: { mode: 'observe', rings: { beta: 'warn', sandbox: 'warn' } },
    });
    expect(switchMode({ rule, to: 'warn' })).toEqual({
      ok: true,
      value: { mode: 'warn', rings: { beta: 'warn' } },
    });
  });
});

describe('enforcedSince', () => {
  const change = (
    day: string,
    to: RuleMode,
    more: Partial<ModeChange> = {},
  ): ModeChange => ({
    rule: 'external-sharing',
    to,
    at: `2026-${day}T00:00:00Z`,
    by: 'user:default/ivan',
    ...more,
  });
  const since = (changes: readonly ModeChange[], now = NOW, ring = 'beta') =>
    enforcedSince({ changes, rule: 'external-sharing', ring, now });

  it('is the switch itself, never a time before it', () => {
    const changes = [
      change('01-01', 'observe'),
      change('02-01', 'warn'),
      change('03-01', 'enforce'),
    ];
    expect(since(changes)).toBe('2026-03-01T00:00:00Z');
    expect(since([...changes].reverse())).toBe('2026-03-01T00:00:00Z');
    expect(since(changes, '2026-03-01T00:00:00Z')).toBe('2026-03-01T00:00:00Z');
    expect(since(changes, '2026-02-28T23:59:59.999Z')).toBeUndefined();
    expect(since([...changes, change('04-01', 'enforce')])).toBe(
      '2026-03-01T00:00:00Z',
    );
    expect(since([])).toBeUndefined();
    expect(since(changes, 'now')).toBeUndefined();
  });

  it('begins anew after a break', () => {
    expect(
      since([
        change('03-01', 'enforce'),
        change('04-01', 'warn'),
        change('05-01', 'enforce'),
      ]),
    ).toBe('2026-05-01T00:00:00Z');
    expect(
      since([change('03-01', 'enforce'), change('04-01', 'observe')]),
    ).toBeUndefined();
  });

  it('goes by the ring where one is named, and by its own rule', () => {
    const changes = [
      change('03-01', 'enforce'),
      change('04-01', 'warn', { ring: 'beta' }),
      change('05-01', 'enforce', { rule: 'other', ring: 'beta' }),
      change('06-01', 'enforce', { ring: 'sandbox' }),
    ];
    expect(since(changes)).toBeUndefined();
    expect(since(changes, NOW, 'production')).toBe('2026-03-01T00:00:00Z');
    expect(
      since([...changes, change('07-01', 'enforce', { ring: 'beta' })]),
    ).toBe('2026-07-01T00:00:00Z');
    expect(since([change('03-01', 'enforce', { ring: 'sandbox' })])).toBe(
      undefined,
    );
  });
});

describe('withinBlastRadius', () => {
  const within = (
    affected: number,
    total: number,
    limit?: Parameters<typeof withinBlastRadius>[0]['limit'],
  ) => withinBlastRadius({ affected, total, limit });

  it('stops a run above its share, with the numbers', () => {
    expect(within(5, 100)).toEqual({ ok: true, value: true });
    expect(within(6, 100)).toEqual({
      ok: false,
      refusal: {
        code: 'not-allowed',
        because:
          'This would touch 6 of 100; one run may touch 5. Look at the preview, make it smaller, or ask for a higher limit.',
        details: undefined,
      },
    });
    expect(within(3, 30, { share: 0.1 }).ok).toBe(true);
    expect(within(4, 39, { share: 0.1 }).ok).toBe(false);
    expect(within(7, 70, { share: 0.1 }).ok).toBe(true);
  });

  it('lets a small fleet move, and everybody when the limit is all', () => {
    expect(within(1, 10).ok).toBe(false);
    expect(within(1, 10, { share: 0.05, atLeast: 1 }).ok).toBe(true);
    expect(within(2, 10, { share: 0.05, atLeast: 1 }).ok).toBe(false);
    expect(within(10, 10, { share: 1 }).ok).toBe(true);
    expect(within(0, 0).ok).toBe(true);
    expect(within(0, 10, { share: 0 }).ok).toBe(true);
    expect(within(1, 10, { share: 0 }).ok).toBe(false);
  });

  it.each([
    [-1, 10, undefined],
    [0.5, 10, undefined],
    [NaN, 10, undefined],
    [0, Infinity, undefined],
    [0, -1, undefined],
    [11, 10, { share: 1 }],
    [0, 10, { share: NaN }],
    [0, 10, { share: -0.1 }],
    [0, 10, { share: 1.1 }],
    [0, 10, { share: 0.5, atLeast: -1 }],
    [0, 10, { share: 0.5, atLeast: NaN }],
  ])('stops for numbers that make no sense: %s of %s, %p', (a, t, limit) => {
    expect(within(a, t, limit)).toMatchObject({
      refusal: {
        code: 'invalid-input',
        because: 'The numbers of this run make no sense, so it does not go on.',
      },
    });
  });

  it('names how many that are, and none where it makes no sense', () => {
    const most = (total: number, limit?: BlastLimit) =>
      blastAllowance({ total, limit });
    expect(most(100)).toBe(5);
    expect(most(10)).toBe(0);
    expect(most(10, { share: 0.1, atLeast: 3 })).toBe(3);
    for (const limit of [
      { share: NaN },
      { share: 1.1 },
      { share: 1, atLeast: 0.5 },
    ]) {
      expect(most(100, limit)).toBe(0);
    }
    expect(most(NaN)).toBe(0);
  });

  it('never lets more through when fewer are allowed', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, one, other) => {
          const [affected, total] = [Math.min(a, b), Math.max(a, b)];
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          const strict = within(affected, total, { share: low }).ok;
          const loose = within(affected, total, { share: high }).ok;
          expect(strict && !loose).toBe(false);
        },
      ),
    );
  });
});

describe('a rule', () => {
  it.each([
    [{ mode: 'enforce' }, true],
    [{ mode: 'warn' }, false],
    [{ mode: 'observe', rings: { beta: 'warn' } }, false],
    [{ mode: 'observe', rings: { beta: 'enforce' } }, true],
    [{ mode: 'enforce', rings: { beta: 'observe' } }, true],
  ] as const)('%j is enforced somewhere: %s', (rule, is) => {
    expect(isEnforcedSomewhere(rule)).toBe(is);
  });
});
