import type { GateDecision } from '../decisions/decision';

/** How a change touches what one rule says. @public */
export interface RuleImpact {
  /** Apps that the rule holds after the change and did not before. */
  readonly held: number;
  /** Apps that it held before and does not after. */
  readonly freed: number;
}

/** What a new version of data or rules would change over a fleet. @public */
export interface FleetPreview {
  readonly total: number;
  /** Apps for which some violation comes or goes. */
  readonly affected: number;
  /** Apps that pass before and not after. */
  readonly newlyHeld: number;
  /** Apps that pass after and not before. */
  readonly newlyFree: number;
  /** Different people behind the apps affected. */
  readonly people: number;
  /** Credentials of the apps affected. */
  readonly credentials: number;
  /** By code of the violation. */
  readonly byRule: Readonly<Record<string, RuleImpact>>;
  /** The first apps affected, in the order they came. */
  readonly examples: readonly string[];
  /** Apps that one of the versions could not decide on; they count as affected. */
  readonly undecided: number;
}

/** What a preview has to know of each app. @public */
export interface FleetReader<App, Version> {
  readonly before: Version;
  readonly after: Version;
  /** The decision of one version; throwing counts as undecided. */
  readonly decide: (app: App, version: Version) => GateDecision;
  readonly idOf: (app: App) => string;
  readonly peopleOf: (app: App) => readonly string[];
  readonly credentialsOf: (app: App) => number;
  /** Called for each app affected, for callers that want the whole list. */
  readonly onAffected?: (app: App) => void;
}

const EXAMPLES = 100;

function tried<App, Version>(
  reader: FleetReader<App, Version>,
  app: App,
  version: Version,
): GateDecision | undefined {
  try {
    return reader.decide(app, version);
  } catch {
    return undefined;
  }
}

function codesOf(decision: GateDecision | undefined): ReadonlySet<string> {
  return new Set((decision?.violations ?? []).map(({ code }) => code));
}

/**
 * Gathers a preview app by app, for fleets that are read from somewhere in
 * pieces. Keeps counts, a hundred examples and the people affected; nothing
 * that grows with the fleet itself.
 * @public
 */
export function fleetPreview<App, Version>(
  reader: FleetReader<App, Version>,
): { add(app: App): void; result(): FleetPreview } {
  const people = new Set<string>();
  const byRule = new Map<string, { held: number; freed: number }>();
  const examples: string[] = [];
  const counts = {
    total: 0,
    affected: 0,
    newlyHeld: 0,
    newlyFree: 0,
    credentials: 0,
    undecided: 0,
  };
  const impactOf = (code: string) => {
    const impact = byRule.get(code) ?? { held: 0, freed: 0 };
    byRule.set(code, impact);
    return impact;
  };
  return {
    add(app) {
      counts.total += 1;
      const before = tried(reader, app, reader.before);
      const after = tried(reader, app, reader.after);
      const codesBefore = codesOf(before);
      const codesAfter = codesOf(after);
      const held = [...codesAfter].filter(code => !codesBefore.has(code));
      const freed = [...codesBefore].filter(code => !codesAfter.has(code));
      const undecided = before === undefined || after === undefined;
      if (undecided) counts.undecided += 1;
      const passesBefore = before?.allowed === true;
      const passesAfter = after?.allowed === true;
      if (
        !undecided &&
        held.length === 0 &&
        freed.length === 0 &&
        passesBefore === passesAfter
      ) {
        return;
      }
      counts.affected += 1;
      if (passesBefore && !passesAfter) counts.newlyHeld += 1;
      if (passesAfter && !passesBefore) counts.newlyFree += 1;
      if (!undecided) {
        for (const code of held) impactOf(code).held += 1;
        for (const code of freed) impactOf(code).freed += 1;
      }
      for (const person of reader.peopleOf(app)) people.add(person);
      counts.credentials += reader.credentialsOf(app);
      if (examples.length < EXAMPLES) examples.push(reader.idOf(app));
      reader.onAffected?.(app);
    },
    result() {
      const codes = [...byRule.keys()].sort((a, b) => (a < b ? -1 : 1));
      return {
        ...counts,
        people: people.size,
        byRule: Object.fromEntries(
          codes.map(code => [code, { ...impactOf(code) }]),
        ),
        examples: [...examples],
      };
    },
  };
}

/**
 * What a change of data or rules would do to a fleet before anybody switches
 * it on: which apps, how many people and credentials, rule by rule. Each app
 * is read once. Source: requirements "Safe enforcement".
 * @public
 */
export function previewChange<App, Version>(
  options: FleetReader<App, Version> & { readonly apps: Iterable<App> },
): FleetPreview {
  const preview = fleetPreview(options);
  for (const app of options.apps) preview.add(app);
  return preview.result();
}
