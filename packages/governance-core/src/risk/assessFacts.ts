import { classifyMatched } from '../classification/classifyData';
import type {
  DataClass,
  EffectiveClass,
  Integration,
} from '../classification/dataClass';
import { DATA_CLASSES } from '../classification/dataClass';
import { matchIntegrations } from '../classification/integrationsOf';
import type { IntegrationMatch } from '../classification/integrationsOf';
import {
  AUDIENCES,
  DATA_CATEGORIES,
  HOSTINGS,
  isRetentionWindow,
} from '../registration/registration';
import type { Registration } from '../registration/registration';
import { integrationContributions } from './integrationContributions';
import { missingContributions, type MissingList } from './missingLists';
import { personalDataGrade } from './personalData';
import type { Contribution } from './risk';
import type { RiskModel } from './riskModel';

/** What one reading of a registration gives, before points become a score. */
export interface AssessedFacts {
  readonly contributions: readonly Contribution[];
  readonly effectiveClass: EffectiveClass;
  /** Heavy on personal data. */
  readonly heavy: boolean;
  /** What was read on the way, for {@link assessFacts} of a variant. */
  readonly read: Reading;
}

/** Parts of a reading that a variant of the same registration shares. */
interface Reading {
  readonly registration: Registration;
  readonly match: IntegrationMatch;
  readonly uses: readonly Contribution[];
  readonly effectiveClass: EffectiveClass;
  readonly personal: ReturnType<typeof personalDataContribution>;
}

const USE_FIELDS = ['scopes', 'vendors', 'libraries', 'endpoints'] as const;

function readFacts(options: Parameters<typeof assessFacts>[0]): Reading {
  const { registration, model, now, base } = options;
  const shared =
    base !== undefined &&
    USE_FIELDS.every(field => base.registration[field] === registration[field]);
  const match = shared ? base.match : matchOf(options);
  const samePeople =
    base !== undefined &&
    base.registration.dataTypes === registration.dataTypes;
  const sameClass =
    shared &&
    samePeople &&
    base.registration.classification === registration.classification;
  return {
    registration,
    match,
    effectiveClass: sameClass
      ? base.effectiveClass
      : classifyMatched({ registration, match, model }),
    uses: shared ? base.uses : integrationContributions({ match, model, now }),
    personal: samePeople
      ? base.personal
      : personalDataContribution(registration, model),
  };
}

/**
 * A variant that only does without something uses nothing that the registration
 * it comes from did not use, so the rest of the catalog need not be looked at.
 */
function matchOf({
  registration,
  integrations,
  base,
}: Parameters<typeof assessFacts>[0]): IntegrationMatch {
  const fewer =
    base !== undefined &&
    USE_FIELDS.every(field =>
      registration[field].every(use => base.registration[field].includes(use)),
    );
  return matchIntegrations({
    registration,
    integrations: fewer
      ? base.match.used.map(({ integration }) => integration)
      : integrations,
  });
}

/** Points of a known key; an unknown one costs as much as the worst. */
function pointsOf(points: Readonly<Record<string, number>>, key: string) {
  return Object.hasOwn(points, key)
    ? points[key]
    : Math.max(...Object.values(points));
}

const CLASS_TITLES: Readonly<Record<DataClass, string>> = {
  public: 'Public data',
  internal: 'Internal data',
  confidential: 'Confidential data',
  regulated: 'Regulated data',
};

function classFloor(
  effective: DataClass,
  model: RiskModel,
): number | undefined {
  if (effective === 'regulated') return model.floors.regulated;
  if (effective === 'confidential') return model.floors.confidential;
  return undefined;
}

function classContribution(
  effectiveClass: EffectiveClass,
  model: RiskModel,
): Contribution {
  const { declared, effective, reasons } = effectiveClass;
  const raised = effective !== declared;
  const cause = reasons.find(reason => reason.implies === effective);
  const known = DATA_CLASSES.includes(declared);
  const because = known ? cause?.because : `"${declared}" is not a known class`;
  return {
    code: 'classification',
    points: pointsOf(model.classPoints, effective),
    floor: classFloor(effective, model),
    reason:
      raised && because
        ? `${CLASS_TITLES[effective]}: ${because}`
        : CLASS_TITLES[effective],
    source: raised ? 'R2' : 'R3',
  };
}

function personalDataContribution(
  registration: Registration,
  model: RiskModel,
): { contribution: Contribution; heavy: boolean } {
  const { grade, heavy, reason } = personalDataGrade(
    registration.dataTypes ?? [],
    model,
  );
  const reached = model.gradePoints.filter(({ from }) => grade >= from);
  const points = reached.reduce((most, step) => Math.max(most, step.points), 0);
  const special = hasSpecialCategory(registration, model);
  const floors = [
    ...(heavy ? [model.floors.piiHeavy] : []),
    ...(special ? [model.floors.specialCategory] : []),
  ];
  return {
    heavy,
    contribution: {
      code: 'personal-data',
      points,
      floor: floors.length > 0 ? Math.max(...floors) : undefined,
      reason: personalReason({ reason, heavy, special }),
      source: 'R3',
    },
  };
}

function personalReason(grade: {
  reason: string;
  heavy: boolean;
  special: boolean;
}): string {
  const { reason, heavy, special } = grade;
  if (heavy) return `Much personal data: ${lowerFirst(reason)}`;
  return special
    ? `Data that needs special care: ${lowerFirst(reason)}`
    : reason;
}

/**
 * Whether the app keeps data of a special category; a kind of data that
 * nobody knows counts as one. Source: requirements R3, R7.
 */
export function hasSpecialCategory(
  { dataTypes }: Pick<Registration, 'dataTypes'>,
  model: RiskModel,
): boolean {
  return (dataTypes ?? []).some(
    ({ category }) =>
      model.specialCategories.includes(category) ||
      !DATA_CATEGORIES.includes(category),
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const AUDIENCE_TITLES: Readonly<Record<string, string>> = {
  self: 'Used by its owner only',
  team: 'Used by one team',
  company: 'Used by the whole company',
  public: 'Open to the public',
};
const HOSTING_TITLES: Readonly<Record<string, string>> = {
  sandbox: 'Runs in the sandbox',
  company: 'Runs on company systems',
  external: 'Runs outside the company',
};

/** A share that is not a number from 0 to 100 counts as all of it. */
function aiContribution(
  registration: Registration,
  model: RiskModel,
): Contribution {
  const { aiGeneratedShare: share, audience } = registration;
  const stated =
    typeof share === 'number' && share >= 0 && share <= 100 ? share : undefined;
  const mostly = (stated ?? 100) > model.aiShare.above;
  return {
    code: 'ai-share',
    points: mostly ? pointsOf(model.aiShare.points, audience) : 0,
    reason:
      stated === undefined
        ? 'The share of code written by AI is not stated, so it counts as all of it'
        : `${stated} % of the code is written by AI`,
    source: 'R1',
  };
}

function hostContribution(
  hosts: readonly string[],
  model: RiskModel,
): Contribution {
  const tooMany = hosts.length > model.otherHosts.free;
  return {
    code: 'other-hosts',
    points: tooMany ? model.otherHosts.points : 0,
    reason: `Calls ${hosts.length} ${
      hosts.length === 1 ? 'host' : 'hosts'
    } beyond the integration catalog`,
    source: 'R6',
  };
}

/**
 * Reads every fact that counts, one contribution each.
 *
 * @param options.base - reading of the registration that this one is a variant
 *   of, by the same catalog, model and time; what they share is not read twice
 * @param options.missing - lists that the registration did not have
 */
export function assessFacts(options: {
  registration: Registration;
  integrations: readonly Integration[];
  model: RiskModel;
  now?: string;
  base?: Reading;
  missing?: readonly MissingList[];
}): AssessedFacts {
  const { registration, model, missing = [] } = options;
  const read = readFacts(options);
  const { match, personal, uses, effectiveClass } = read;
  const hasSuccessor =
    typeof registration.successor === 'string' &&
    registration.successor.trim() !== '';
  const hasWindow = isRetentionWindow(registration.retentionDays);
  const contributions: Contribution[] = [
    ...missingContributions(missing, model),
    classContribution(effectiveClass, model),
    personal.contribution,
    ...uses,
    {
      code: 'audience',
      points: pointsOf(model.audiencePoints, registration.audience),
      reason: AUDIENCES.includes(registration.audience)
        ? AUDIENCE_TITLES[registration.audience]
        : 'It is not known who may use it, so it counts as the public',
      source: 'R1',
    },
    {
      code: 'hosting',
      points: pointsOf(model.hostingPoints, registration.hosting),
      reason: HOSTINGS.includes(registration.hosting)
        ? HOSTING_TITLES[registration.hosting]
        : 'It is not known where it runs, so it counts as outside the company',
      source: 'R1',
    },
    aiContribution(registration, model),
    {
      code: 'successor',
      points: hasSuccessor ? 0 : model.missingSuccessor,
      reason: hasSuccessor
        ? 'A second owner is named'
        : 'Nobody is named to take over',
      source: 'R10',
    },
    {
      code: 'retention',
      points: hasWindow ? 0 : model.missingRetention,
      reason: hasWindow
        ? 'It is said for how long data is kept'
        : 'It is not said for how long data is kept',
      source: 'R8',
    },
  ];
  if (match.otherHosts.length > 0) {
    contributions.push(hostContribution(match.otherHosts, model));
  }
  return { contributions, effectiveClass, heavy: personal.heavy, read };
}
