import {
  CHECK_STATES,
  FLEET_CHECK_IDS,
  fleetCheck,
  isInUse,
  type CheckState,
  type CountedApp,
  type FleetCheckId,
} from './fleetChecks';

/** How many apps have something in common. @public */
export interface NamedCount {
  readonly name: string;
  readonly apps: number;
}

/** A tally that names the largest and sums up the others. @public */
export interface TopCounts {
  readonly top: readonly NamedCount[];
  /** How many more names there are, and how many apps they have in all. */
  readonly otherNames: number;
  readonly otherApps: number;
}

/** States of one question over all apps. @public */
export type CheckCounts = Readonly<Record<CheckState, number>>;

/** Where the fleet stands. Source: requirements R13. @public */
export interface Posture {
  /** Registered, not retired; held ones are among them. */
  readonly inUse: number;
  /** Of these neither restricted, quarantined nor suspended. */
  readonly active: number;
  readonly standings: readonly NamedCount[];
  /** The following are of apps in use. */
  readonly bands: readonly NamedCount[];
  readonly classes: readonly NamedCount[];
  readonly units: TopCounts;
  readonly owners: TopCounts;
  readonly scopes: TopCounts;
  readonly dataTypes: readonly NamedCount[];
  /** Apps that were granted any scope; clients at the identity provider. */
  readonly withAccess: number;
  readonly clients: number;
  readonly withPersonalData: number;
  readonly checks: Readonly<Record<FleetCheckId, CheckCounts>>;
}

/** Counts app after app; nothing is kept but the counts. @public */
export interface PostureCounter {
  add(app: CountedApp, now: Date): void;
  result(): Posture;
}

/** As many names as a chart can show. */
const TOP = 12;

/** @public */
export function createPostureCounter(): PostureCounter {
  const tallies = {
    standings: new Map<string, number>(),
    bands: new Map<string, number>(),
    classes: new Map<string, number>(),
    units: new Map<string, number>(),
    owners: new Map<string, number>(),
    scopes: new Map<string, number>(),
    dataTypes: new Map<string, number>(),
  };
  const checks = new Map<string, number>();
  const sums = { inUse: 0, withAccess: 0, clients: 0, withPersonalData: 0 };
  return {
    add(app, now) {
      increase(tallies.standings, app.standing);
      for (const id of FLEET_CHECK_IDS) {
        const state = fleetCheck(id, app, now);
        if (state) increase(checks, `${id} ${state}`);
      }
      if (!isInUse(app)) return;
      sums.inUse += 1;
      sums.clients += app.clients;
      increase(tallies.bands, app.band);
      increase(tallies.classes, app.effectiveClass);
      increase(tallies.units, app.businessUnit);
      increase(tallies.owners, app.owner);
      const scopes = new Set(app.scopes);
      const categories = new Set(app.dataCategories);
      for (const scope of scopes) increase(tallies.scopes, scope);
      for (const category of categories) {
        increase(tallies.dataTypes, category);
      }
      if (scopes.size > 0) sums.withAccess += 1;
      if (categories.size > 0) sums.withPersonalData += 1;
    },
    result: () => ({
      ...sums,
      active: tallies.standings.get('active') ?? 0,
      standings: largestFirst(tallies.standings),
      bands: largestFirst(tallies.bands),
      classes: largestFirst(tallies.classes),
      units: topOf(tallies.units),
      owners: topOf(tallies.owners),
      scopes: topOf(tallies.scopes),
      dataTypes: largestFirst(tallies.dataTypes),
      checks: Object.fromEntries(
        FLEET_CHECK_IDS.map(id => [
          id,
          Object.fromEntries(
            CHECK_STATES.map(state => [
              state,
              checks.get(`${id} ${state}`) ?? 0,
            ]),
          ),
        ]),
      ) as Posture['checks'],
    }),
  };
}

function increase(tally: Map<string, number>, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** Equal ones in the order of their names, so that nothing moves by itself. */
function largestFirst(
  tally: ReadonlyMap<string, number>,
): readonly NamedCount[] {
  return [...tally]
    .map(([name, apps]) => ({ name, apps }))
    .sort((a, b) => b.apps - a.apps || (a.name < b.name ? -1 : 1));
}

function topOf(tally: ReadonlyMap<string, number>): TopCounts {
  const all = largestFirst(tally);
  const others = all.slice(TOP);
  return {
    top: all.slice(0, TOP),
    otherNames: others.length,
    otherApps: others.reduce((sum, { apps }) => sum + apps, 0),
  };
}
