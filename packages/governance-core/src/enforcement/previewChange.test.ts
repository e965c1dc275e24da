import type { GateDecision } from '../decisions/decision';
import { fleetPreview, previewChange } from './previewChange';

interface App {
  readonly id: string;
  readonly days: number;
  readonly people: readonly string[];
  readonly keys: number;
}

const decideBy =
  (gate: GateDecision['gate'] = 'promote') =>
  (app: App, most: number): GateDecision => {
    if (most < 0) throw new Error('broken rules');
    const long = app.days > most;
    return {
      gate,
      allowed: !long,
      violations: long
        ? [
            {
              code: app.days > 1000 ? 'far-too-long' : 'too-long',
              because: 'x',
            },
          ]
        : [],
      obligations: [],
    };
  };

describe('previewChange', () => {
  const apps: readonly App[] = [
    { id: 'a', days: 10, people: ['maya'], keys: 1 },
    { id: 'b', days: 60, people: ['maya', 'rita'], keys: 2 },
    { id: 'c', days: 90, people: ['rita'], keys: 0 },
    { id: 'd', days: 2000, people: ['li'], keys: 5 },
  ];
  const reader = (before: number, after: number) => ({
    before,
    after,
    decide: decideBy(),
    idOf: ({ id }: App) => id,
    peopleOf: ({ people }: App) => people,
    credentialsOf: ({ keys }: App) => keys,
  });

  it('names apps, people and credentials that a stricter rule touches', () => {
    const seen: string[] = [];
    expect(
      previewChange({
        ...reader(100, 30),
        apps,
        onAffected: ({ id }) => seen.push(id),
      }),
    ).toEqual({
      total: 4,
      affected: 2,
      newlyHeld: 2,
      newlyFree: 0,
      people: 2,
      credentials: 2,
      byRule: { 'too-long': { held: 2, freed: 0 } },
      examples: ['b', 'c'],
      undecided: 0,
    });
    expect(seen).toEqual(['b', 'c']);
  });

  it('tells the other way round, too, rule by rule', () => {
    expect(previewChange({ ...reader(30, 5000), apps })).toMatchObject({
      affected: 3,
      newlyHeld: 0,
      newlyFree: 3,
      credentials: 7,
      byRule: {
        'far-too-long': { held: 0, freed: 1 },
        'too-long': { held: 0, freed: 2 },
      },
    });
    expect(
      Object.keys(previewChange({ ...reader(30, 5000), apps }).byRule),
    ).toEqual(['far-too-long', 'too-long']);
  });

  it('finds nothing where nothing changes', () => {
    expect(previewChange({ ...reader(30, 30), apps })).toEqual({
      total: 4,
      affected: 0,
      newlyHeld: 0,
      newlyFree: 0,
      people: 0,
      credentials: 0,
      byRule: {},
      examples: [],
      undecided: 0,
    });
  });

  it('sees a change that leaves the app held for another reason', () => {
    const decide = (_: App, version: number): GateDecision => ({
      gate: 'promote',
      allowed: false,
      violations: [{ code: `rule-${version}`, because: 'x' }],
      obligations: [],
    });
    expect(
      previewChange({ ...reader(1, 2), decide, apps: apps.slice(0, 1) }),
    ).toMatchObject({
      affected: 1,
      newlyHeld: 0,
      newlyFree: 0,
      byRule: {
        'rule-1': { held: 0, freed: 1 },
        'rule-2': { held: 1, freed: 0 },
      },
    });
    const silent = (_: App, version: number): GateDecision => ({
      gate: 'promote',
      allowed: version === 1,
      violations: [],
      obligations: [],
    });
    expect(
      previewChange({
        ...reader(1, 2),
        decide: silent,
        apps: apps.slice(0, 1),
      }),
    ).toMatchObject({ affected: 1, newlyHeld: 1, byRule: {} });
  });

  it('counts what a version cannot decide on as affected', () => {
    expect(previewChange({ ...reader(30, -1), apps })).toMatchObject({
      total: 4,
      affected: 4,
      undecided: 4,
      newlyHeld: 1,
      newlyFree: 0,
      byRule: {},
    });
    expect(previewChange({ ...reader(-1, 30), apps })).toMatchObject({
      undecided: 4,
      newlyHeld: 0,
      newlyFree: 1,
    });
  });

  it('keeps a hundred examples of a fleet of any size, read in pieces', () => {
    function* fleet(): Generator<App> {
      for (let index = 0; index < 5000; index += 1) {
        yield { id: `app-${index}`, days: 60, people: ['maya'], keys: 1 };
      }
    }
    const preview = fleetPreview(reader(100, 30));
    for (const app of fleet()) preview.add(app);
    const result = preview.result();
    expect(result).toEqual(
      previewChange({ ...reader(100, 30), apps: fleet() }),
    );
    expect(result.examples).toHaveLength(100);
    expect(result.examples[99]).toBe('app-99');
    expect(result).toMatchObject({
      total: 5000,
      affected: 5000,
      people: 1,
      credentials: 5000,
    });
  });
});
