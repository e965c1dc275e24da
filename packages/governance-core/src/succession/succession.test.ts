import { NOW } from '../testing';
import { acceptOwnership, currentRung, successionLadder } from './ladder';
import type { Candidates, LadderStep } from './ladder';

const everybody: Candidates = {
  'second-owner': ['user:default/rita'],
  'co-owners': ['user:default/ivan', 'user:default/li'],
  manager: ['user:default/mona'],
  'business-unit': ['group:default/product'],
};

function ladder(
  changes: Partial<Parameters<typeof successionLadder>[0]> = {},
): readonly LadderStep[] {
  const result = successionLadder({
    orphanedAt: NOW,
    leaver: 'user:default/maya',
    candidates: everybody,
    platformTeam: 'group:default/platform',
    ...changes,
  });
  return result.ok ? result.value : [];
}
const dates = (steps: readonly LadderStep[]) =>
  steps.map(({ rung, from, until }) => [
    rung,
    from.slice(0, 10),
    until?.slice(0, 10),
  ]);

describe('successionLadder', () => {
  it('asks one rung after the other, with dates', () => {
    expect(ladder()).toEqual([
      {
        rung: 'second-owner',
        refs: ['user:default/rita'],
        from: '2026-11-24T10:00:00.000Z',
        until: '2026-12-01T10:00:00.000Z',
      },
      {
        rung: 'co-owners',
        refs: ['user:default/ivan', 'user:default/li'],
        from: '2026-12-01T10:00:00.000Z',
        until: '2026-12-08T10:00:00.000Z',
      },
      {
        rung: 'manager',
        refs: ['user:default/mona'],
        from: '2026-12-08T10:00:00.000Z',
        until: '2026-12-15T10:00:00.000Z',
      },
      {
        rung: 'business-unit',
        refs: ['group:default/product'],
        from: '2026-12-15T10:00:00.000Z',
        until: '2026-12-29T10:00:00.000Z',
      },
      {
        rung: 'platform-team',
        refs: ['group:default/platform'],
        from: '2026-12-29T10:00:00.000Z',
      },
    ]);
  });

  it('leaves out rungs without anybody, the leaver, and who was asked before', () => {
    expect(dates(ladder({ candidates: {} }))).toEqual([
      ['platform-team', '2026-11-24', undefined],
    ]);
    const steps = ladder({
      candidates: {
        'second-owner': ['User:Maya', ''],
        'co-owners': ['rita', 'ivan'],
        manager: ['user:default/rita'],
      },
    });
    expect(steps.map(({ rung, refs }) => [rung, refs])).toEqual([
      ['co-owners', ['rita', 'ivan']],
      ['platform-team', ['group:default/platform']],
    ]);
  });

  it('moves on at once when all of a rung have said no', () => {
    const no = (ref: string, at: string) => ({ ref, at });
    const declines = [
      no('rita', '2026-11-25T00:00:00Z'),
      no('user:default/ivan', '2026-11-26T00:00:00Z'),
    ];
    expect(dates(ladder({ declines }))).toEqual([
      ['second-owner', '2026-11-24', '2026-11-25'],
      ['co-owners', '2026-11-25', '2026-12-02'],
      ['manager', '2026-12-02', '2026-12-09'],
      ['business-unit', '2026-12-09', '2026-12-23'],
      ['platform-team', '2026-12-23', undefined],
    ]);
    const all = [...declines, no('li', '2026-11-27T00:00:00Z')];
    expect(dates(ladder({ declines: all })).slice(1, 3)).toEqual([
      ['co-owners', '2026-11-25', '2026-11-27'],
      ['manager', '2026-11-27', '2026-12-04'],
    ]);
    const early = [no('rita', '2026-11-01T00:00:00Z')];
    expect(ladder({ declines: early })[0]?.until).toBe(NOW);
    const twice = [...declines, no('rita', '2026-11-24T12:00:00Z')];
    expect(ladder({ declines: twice })[0]?.until).toBe(
      '2026-11-24T12:00:00.000Z',
    );
  });

  it('takes other days, and refuses a start that nobody can read', () => {
    expect(ladder({ days: { 'second-owner': 1 } })[0]?.until).toBe(
      '2026-11-25T10:00:00.000Z',
    );
    expect(
      successionLadder({
        orphanedAt: 'once',
        leaver: 'x',
        candidates: {},
        platformTeam: 'y',
      }),
    ).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } });
  });
});

describe('currentRung', () => {
  it.each([
    ['2026-11-24T09:00:00Z', 'second-owner'],
    ['2026-11-24T10:00:00Z', 'second-owner'],
    ['2026-12-01T09:59:59.999Z', 'second-owner'],
    ['2026-12-01T10:00:00Z', 'co-owners'],
    ['2026-12-29T10:00:00Z', 'platform-team'],
    ['2040-01-01T00:00:00Z', 'platform-team'],
    ['now', 'second-owner'],
  ])('at %s is %s', (now, rung) => {
    expect(currentRung(ladder(), now)?.rung).toBe(rung);
  });

  it('is none of an empty ladder', () => {
    expect(currentRung([], NOW)).toBeUndefined();
  });
});

describe('acceptOwnership', () => {
  const rita = { ref: 'User:Rita', groups: [] };
  const accept = (
    changes: Partial<Parameters<typeof acceptOwnership>[0]> = {},
  ) =>
    acceptOwnership({
      ladder: ladder(),
      person: rita,
      active: true,
      actingDirectly: true,
      leaver: 'user:default/maya',
      now: NOW,
      ...changes,
    });
  const refusal = (result: ReturnType<typeof accept>) =>
    result.ok ? 'ok' : `${result.refusal.code} ${result.refusal.because}`;

  it('hands the app to somebody who is asked and says yes', () => {
    expect(accept()).toEqual({ ok: true, value: 'user:default/rita' });
    // Who was asked first may still say yes later.
    expect(accept({ now: '2026-12-20T00:00:00Z' }).ok).toBe(true);
  });

  it('hands it to somebody who was asked besides, before her turn', () => {
    const person = { ref: 'user:default/li', groups: [] };
    expect(accept({ person, offered: ['User:Li'] })).toEqual({
      ok: true,
      value: 'user:default/li',
    });
    expect(accept({ person, offered: ['user:default/ivan'] }).ok).toBe(false);
  });

  it('asks a group by its members', () => {
    const person = { ref: 'user:default/pat', groups: ['Group:product'] };
    expect(accept({ person, now: '2026-12-15T10:00:00Z' })).toEqual({
      ok: true,
      value: 'user:default/pat',
    });
    expect(refusal(accept({ person, now: '2026-12-15T09:59:59.999Z' }))).toBe(
      'not-eligible You have not been asked to take over.',
    );
  });

  it.each<[string, Partial<Parameters<typeof acceptOwnership>[0]>, string]>([
    [
      'somebody whose turn has not come',
      { person: { ref: 'user:default/li', groups: [] } },
      'not-eligible You have not been asked to take over.',
    ],
    [
      'somebody after another has taken over',
      { acceptedBy: 'user:default/ivan' },
      'not-in-this-state user:default/ivan has taken over already.',
    ],
    [
      'a template',
      { actingDirectly: false },
      'not-eligible Somebody has to say yes in person, not through a template or a tool.',
    ],
    [
      'somebody who has left, too',
      { active: false },
      'not-eligible Only somebody who is active can take over.',
    ],
    [
      'the leaver',
      { leaver: 'rita' },
      'not-eligible Only somebody who is active can take over.',
    ],
    [
      'nobody',
      { person: { ref: '', groups: [] } },
      'not-eligible Only somebody who is active can take over.',
    ],
  ])('gives nothing to %s', (_, changes, because) => {
    expect(refusal(accept(changes))).toBe(because);
  });
});
