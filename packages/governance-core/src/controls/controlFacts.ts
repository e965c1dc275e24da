import { normaliseRef } from '../approvals/samePerson';
import { classifyMatched } from '../classification/classifyData';
import { compareClass, maxClass } from '../classification/compareClass';
import type { DataClass, Integration } from '../classification/dataClass';
import {
  approvalEnded,
  matchIntegrations,
} from '../classification/integrationsOf';
import { normaliseText, spokenList } from '../names/normaliseText';
import { isRetentionWindow } from '../registration/registration';
import type { Registration } from '../registration/registration';
import { hasSpecialCategory } from '../risk/assessFacts';
import { DEFAULT_RISK_MODEL } from '../risk/defaultRiskModel';
import { hasPersonalData, largestVolumes } from '../risk/personalData';
import type { Band } from '../risk/risk';
import type { RiskModel } from '../risk/riskModel';
import { lacksAuthorisation, serviceKind } from '../vendors/serviceKind';

/**
 * What the portal's records say of an app beside its registration. Each is
 * optional: what is not told makes no control required, and a control that is
 * required anyway reads `unknown`. Days may have fractions.
 * @public
 */
export interface Circumstances {
  /** Deployed where there is real data or users other than the makers. */
  readonly inProduction?: boolean;
  /** Somebody asked to retire it, or it is retired. */
  readonly retiring?: boolean;
  /** No owner is active any more (R10). */
  readonly orphaned?: boolean;
  /** The class was lowered after an approval and nobody agreed yet (R2). */
  readonly classLowered?: boolean;
  /** A rule that is enforced now asks for a new approval (R12). */
  readonly reapprovalDue?: boolean;
  readonly incidentOpen?: boolean;
  readonly highIncidentOpen?: boolean;
  readonly escalationLate?: boolean;
  readonly rootCauseOverdue?: boolean;
  readonly postMortemMissing?: boolean;
  /** The annual review is past its due date. */
  readonly reviewOverdue?: boolean;
  /** Data of a retired app is still there. */
  readonly dataLeft?: boolean;
  /** Lifetime of the OAuth client's tokens, seconds. */
  readonly tokenLifetimeSeconds?: number;
  /** Scopes of the OAuth client that the registration does not name. */
  readonly extraClientScopes?: number;
  /** Days since the scope that was unused longest was used or granted. */
  readonly unusedScopeDays?: number;
  /** Credentials that still work. */
  readonly liveCredentials?: number;
  /** Age of the oldest temporary test data, counted from its receipt. */
  readonly oldestTestDataDays?: number;
  readonly activeExceptions?: number;
  /** Active exceptions whose compensating control is not proven. */
  readonly uncompensatedExceptions?: number;
}

/** Facts that are true or not. @public */
export type FlagFact =
  | 'attestationInMedium'
  | 'classRaised'
  | 'mostlyAi'
  | 'namedOwners'
  | 'personalData'
  | 'retentionWindow'
  | 'secondOwner'
  | 'specialData'
  | Extract<
      keyof Circumstances,
      | 'inProduction'
      | 'retiring'
      | 'orphaned'
      | 'classLowered'
      | 'reapprovalDue'
      | 'incidentOpen'
      | 'highIncidentOpen'
      | 'escalationLate'
      | 'rootCauseOverdue'
      | 'postMortemMissing'
      | 'reviewOverdue'
      | 'dataLeft'
    >;
/** Facts that are counted. @public */
export type NumberFact =
  | 'doubledScopes'
  | 'endedApprovals'
  | 'planLength'
  | 'scopes'
  | 'unauthorisedSystems'
  | 'unknownScopes'
  | 'unknownVendors'
  | 'vendors'
  | 'withdrawnVendors'
  | 'wildcardScopes'
  | Exclude<keyof Circumstances, FlagFact>;
/** Facts that are a step of a ladder. @public */
export type RankFact = 'class' | 'band' | 'audience' | 'hosting';
/** Facts that are lists. @public */
export type ListFact = 'dataCategories' | 'serviceKinds';

/** What conditions of the control catalogue look at. @public */
export type ControlFacts = Readonly<
  Partial<Record<FlagFact, boolean>> &
    Partial<Record<NumberFact, number>> &
    Partial<Record<RankFact, string>> &
    Record<ListFact, readonly string[]>
> & {
  /** What `{words}` in the texts of the catalogue stand for. */
  readonly words: Readonly<Record<string, string>>;
  /** Services in use: title and kind, for `{service:payment|health}`. */
  readonly services: readonly {
    readonly title: string;
    readonly kind: string;
  }[];
};

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function isNamed(ref: unknown, kind: string): boolean {
  return (
    typeof ref === 'string' && normaliseRef(ref, kind).startsWith(`${kind}:`)
  );
}

/**
 * The facts of an app, from its registration, the integration catalog and
 * what the records say. What a registration leaves out counts as the most
 * exposed; what the records leave out stays unknown.
 *
 * @param options.band - where the caller assessed the app
 * @param options.effectiveClass - where the caller knows a stricter one
 * @param options.now - ISO instant; without it ended approvals are unknown
 */
export function controlFacts(options: {
  registration: Registration;
  integrations: readonly Integration[];
  model?: RiskModel;
  band?: Band;
  score?: number;
  effectiveClass?: DataClass;
  attestationInMedium?: boolean;
  circumstances?: Circumstances;
  now?: string;
}): ControlFacts {
  const { registration, model = DEFAULT_RISK_MODEL, now } = options;
  const { circumstances = {}, attestationInMedium = true } = options;
  const match = matchIntegrations(options);
  const vendors = match.used.filter(
    ({ integration }) => integration.kind === 'vendor',
  );
  const scopes = (registration.scopes ?? []).map(normaliseText);
  const ended =
    now === undefined
      ? undefined
      : match.used.filter(({ integration }) => approvalEnded(integration, now));
  const withdrawn = match.used.filter(
    ({ integration }) => integration.withdrawnAt !== undefined,
  );
  const unauthorised = match.used.filter(({ integration }) =>
    lacksAuthorisation(integration),
  );
  const services = match.used.map(({ integration }) => ({
    title: integration.title,
    kind: serviceKind(integration) ?? '',
  }));
  const { declared, effective } = classifyMatched({
    registration,
    match,
    model,
  });
  const dataClass = maxClass(
    maxClass('public', effective),
    options.effectiveClass ?? 'public',
  );
  const share = registration.aiGeneratedShare;
  const { retentionDays } = registration;
  return {
    ...circumstances,
    inProduction: circumstances.inProduction ?? false,
    retiring: circumstances.retiring ?? false,
    orphaned: circumstances.orphaned ?? false,
    classLowered: circumstances.classLowered ?? false,
    reapprovalDue: circumstances.reapprovalDue ?? false,
    incidentOpen: circumstances.incidentOpen ?? false,
    highIncidentOpen: circumstances.highIncidentOpen ?? false,
    class: dataClass,
    band: options.band,
    audience: registration.audience ?? '',
    hosting: registration.hosting ?? '',
    attestationInMedium,
    classRaised: compareClass(dataClass, declared) > 0,
    mostlyAi: !(
      typeof share === 'number' &&
      share >= 0 &&
      share <= model.aiShare.above
    ),
    namedOwners:
      isNamed(registration.owner, 'user') &&
      isNamed(registration.businessUnit, 'group'),
    personalData: hasPersonalData(registration),
    specialData: hasSpecialCategory(registration, model),
    retentionWindow: isRetentionWindow(retentionDays),
    secondOwner: isNamed(registration.successor, 'user'),
    planLength: normaliseText(registration.decommissionPlan).length,
    scopes: scopes.length,
    wildcardScopes: scopes.filter(scope => scope.includes('*')).length,
    unknownScopes: match.unknownScopes.length,
    doubledScopes: scopes.length - new Set(scopes).size,
    vendors: vendors.length + match.unknownVendors.length,
    unknownVendors: match.unknownVendors.length,
    endedApprovals: ended?.length,
    withdrawnVendors: withdrawn.length,
    dataCategories: largestVolumes(registration.dataTypes ?? []).map(
      ({ category }) => category,
    ),
    unauthorisedSystems: unauthorised.length,
    serviceKinds: services.map(({ kind }) => kind),
    services,
    words: {
      class: dataClass,
      declaredClass: declared,
      band: options.band
        ? options.band.charAt(0).toUpperCase() + options.band.slice(1)
        : 'not known',
      score: String(options.score),
      scopes: spokenList(scopes),
      unknownScopes: spokenList(match.unknownScopes),
      unknownVendors: spokenList(match.unknownVendors),
      endedApprovals: spokenList(
        (ended ?? []).map(({ integration }) => integration.title),
      ),
      withdrawnVendors: spokenList(
        withdrawn.map(({ integration }) => integration.title),
      ),
      unauthorisedSystems: spokenList(
        unauthorised.map(({ integration }) => integration.title),
      ),
      retention: days(retentionDays),
      tokenLifetime: String(circumstances.tokenLifetimeSeconds),
    },
  };
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  crm: 'customer (CRM)',
  hr: 'personnel (HR)',
  unknown: 'not yet classified',
};

/**
 * Fills the `{words}` of a text of the catalogue; `{service:payment|health}`
 * names the first service in use of those kinds, as "Payfast, a payment
 * service". A word that is not known stays as it is.
 */
export function fillWords(text: string, facts: ControlFacts): string {
  return text.replace(/\{([a-zA-Z]+)(?::([a-z|]+))?\}/g, (all, word, kinds) => {
    if (word === 'service') {
      const service = facts.services.find(({ kind }) =>
        String(kinds).split('|').includes(kind),
      );
      if (!service) return all;
      const { title, kind } = service;
      return `${title}, a ${KIND_WORDS[kind] ?? kind} service`;
    }
    return facts.words[word] ?? all;
  });
}
