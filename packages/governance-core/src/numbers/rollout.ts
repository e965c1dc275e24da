import { DAY, instantAfter, instantOf } from '../time/instants';

/** Steps of the first 90 days. Source: requirements R13. @public */
export const ROLLOUT_STEP_IDS = [
  'policies-agreed',
  'policies-loaded',
  'registry',
  'sign-in',
  'provisioning',
  'score',
  'ci-checks',
  'dlp',
  'logs',
  'pilot',
  'feedback',
  'champions',
] as const;
/** @public */
export type RolloutStepId = (typeof ROLLOUT_STEP_IDS)[number];

/** What the portal can say by itself of a rollout. @public */
export interface RolloutFacts {
  /** Some company rule is enforced, at least somewhere. */
  readonly rulesEnforced: boolean;
  readonly registeredApps: number;
  readonly clients: number;
  /** A verified pipeline has handed in a result. */
  readonly pipelineResults: boolean;
  readonly dlpProved: number;
  readonly logsProved: number;
  /** Apps that run with real use. */
  readonly deployed: number;
}

/** A person says that a step is done. @public */
export interface RolloutTick {
  readonly by: string;
  readonly at: string;
  readonly note: string;
}

/** One step as the board shows it. @public */
export interface RolloutStep {
  readonly id: RolloutStepId;
  readonly title: string;
  readonly definition: string;
  /** First and last week of its phase. */
  readonly weeks: readonly [number, number];
  /** Who can tell. */
  readonly knownBy: 'portal' | 'person';
  readonly done: boolean;
  /** End of its phase; left out until the rollout has a first day. */
  readonly dueAt?: string;
  readonly late: boolean;
  readonly tick?: RolloutTick;
}

interface StepDefinition {
  readonly title: string;
  readonly definition: string;
  readonly weeks: readonly [number, number];
  /** Left out: only a person can tell. */
  readonly known?: (facts: RolloutFacts) => boolean;
}

const POLICIES = [1, 2] as const;
const REGISTRY = [3, 6] as const;
const CHECKS = [7, 10] as const;
const PILOT = [11, 12] as const;

const STEPS: Readonly<Record<RolloutStepId, StepDefinition>> = {
  'policies-agreed': {
    title: 'Policies are agreed',
    definition: 'The readable policies were read, adapted and agreed on.',
    weeks: POLICIES,
  },
  'policies-loaded': {
    title: 'Company rules decide',
    definition:
      'A policy engine has loaded its rules, and at least one of them is enforced somewhere. Rules that observe or warn decide nothing.',
    weeks: POLICIES,
    known: ({ rulesEnforced }) => rulesEnforced,
  },
  registry: {
    title: 'The registry is in use',
    definition: 'At least one app is registered.',
    weeks: REGISTRY,
    known: ({ registeredApps }) => registeredApps > 0,
  },
  'sign-in': {
    title: 'Apps use the company sign-in',
    definition:
      'At least one app has a client at the identity provider, made by the portal.',
    weeks: REGISTRY,
    known: ({ clients }) => clients > 0,
  },
  provisioning: {
    title: 'People come and go by themselves (SCIM)',
    definition:
      'The directory tells the portal who joins, moves and leaves. The portal cannot see it, so a person says so.',
    weeks: REGISTRY,
  },
  score: {
    title: 'Every app has a risk score',
    definition:
      'Registering scores an app at once, so the first registered app meets it.',
    weeks: REGISTRY,
    known: ({ registeredApps }) => registeredApps > 0,
  },
  'ci-checks': {
    title: 'Checks run in CI',
    definition: 'A pipeline that proved who it is has handed in a result.',
    weeks: CHECKS,
    known: ({ pipelineResults }) => pipelineResults,
  },
  dlp: {
    title: 'Data loss prevention reports',
    definition:
      'At least one Confidential or Regulated app has current, good reports.',
    weeks: CHECKS,
    known: ({ dlpProved }) => dlpProved > 0,
  },
  logs: {
    title: 'Logs are checked',
    definition: 'At least one app has passed the check of its logs.',
    weeks: CHECKS,
    known: ({ logsProved }) => logsProved > 0,
  },
  pilot: {
    title: 'A pilot app is in use',
    definition: 'At least one app runs in an environment behind the gate.',
    weeks: PILOT,
    known: ({ deployed }) => deployed > 0,
  },
  feedback: {
    title: 'Makers and reviewers were asked',
    definition: 'What they said is written down, and what follows from it.',
    weeks: PILOT,
  },
  champions: {
    title: 'Champions are trained',
    definition:
      'In every business unit somebody can help others with their first app.',
    weeks: PILOT,
  },
};

/** Whether only a person can say that a step is done. @public */
export function isTickedByPerson(id: RolloutStepId): boolean {
  return STEPS[id].known === undefined;
}

/** The board: what the portal knows, what people said, and what is late. @public */
export function rolloutBoard(options: {
  /** First day of the rollout, ISO instant. */
  readonly startsAt?: string;
  readonly facts: RolloutFacts;
  readonly ticks: Readonly<Partial<Record<RolloutStepId, RolloutTick>>>;
  readonly now: Date;
}): readonly RolloutStep[] {
  const { startsAt, facts, ticks, now } = options;
  return ROLLOUT_STEP_IDS.map(id => {
    const { known, ...words } = STEPS[id];
    const tick = known ? undefined : ticks[id];
    const done = known ? known(facts) : tick !== undefined;
    const dueAt = startsAt && instantAfter(startsAt, words.weeks[1] * 7 * DAY);
    return {
      id,
      ...words,
      knownBy: known ? ('portal' as const) : ('person' as const),
      done,
      ...(dueAt && { dueAt }),
      late: !done && dueAt !== undefined && instantOf(dueAt) <= now.getTime(),
      ...(tick && { tick }),
    };
  });
}
