import type { Gate } from '../decisions/decision';
import type { DataClass, Integration } from '../classification/dataClass';
import { matchIntegrations } from '../classification/integrationsOf';
import type { RequiredControl } from '../controls/control';
import type { ModeSwitches } from '../enforcement/ruleModes';
import type { Finding } from '../findings/finding';
import type { AppStanding } from '../lifecycle/transitionTable';
import type { Registration } from '../registration/registration';
import { personalDataGrade } from '../risk/personalData';
import type { RiskScore } from '../risk/risk';
import type { RiskModel } from '../risk/riskModel';
import { serviceKind } from '../vendors/serviceKind';

/** Something that an app wants to create or change, as printed guides name it. @public */
export interface PolicyResource {
  /** `storage_bucket`, `iam_policy`, `network_rule`, … */
  readonly resource: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** OAuth client metadata under its RFC 7591 names. @public */
export type PolicyClient = Readonly<Record<string, unknown>>;

/** An integration that the app uses, as far as rules need to know it. @public */
export interface PolicyIntegration {
  readonly kind: Integration['kind'];
  readonly name: string;
  readonly vendorKind?: string;
  readonly minimumClass?: string;
  readonly privileged: boolean;
  readonly preAuthorised: boolean;
  /** IT has agreed to the connection to this customer or personnel system. */
  readonly authorised: boolean;
  /** ISO day until which a vendor is approved. */
  readonly approvedUntil?: string;
}

/**
 * What policies see: one document for the gate, the preview, the command line
 * and the tests, so that they cannot disagree. Every list is there, even when
 * it is empty; `version` names the shape.
 * @public
 */
export interface PolicyInput {
  readonly version: 1;
  readonly gate: Gate;
  readonly app: { readonly id?: string; readonly standing?: AppStanding };
  readonly registration: Registration;
  readonly assessment: {
    readonly effectiveClass: DataClass;
    readonly score: number;
    readonly band: string;
    readonly modelRevision: string;
    readonly personalDataGrade: number;
    readonly piiHeavy: boolean;
  };
  readonly integrations: readonly PolicyIntegration[];
  /** Scopes and vendors that the integration catalog does not hold. */
  readonly unknownIntegrations: readonly string[];
  readonly requiredControls: readonly string[];
  readonly findings: readonly {
    readonly controlId: string;
    readonly state: string;
    readonly code: string;
  }[];
  readonly environment?: { readonly name: string; readonly dataKind: string };
  readonly client?: PolicyClient;
  readonly resources: readonly PolicyResource[];
  /** What people switched of some rules, by the rule's id. */
  readonly modes?: Readonly<Record<string, ModeSwitches>>;
  /** ISO instant, UTC. */
  readonly now: string;
}

/** Builds the document that policies see. @public */
export function policyInput(options: {
  gate: Gate;
  app?: { id?: string; standing?: AppStanding };
  registration: Registration;
  integrations: readonly Integration[];
  effectiveClass: DataClass;
  score: Pick<RiskScore, 'score' | 'band' | 'modelRevision'>;
  model?: RiskModel;
  required: readonly RequiredControl[];
  findings?: readonly Finding[];
  environment?: { name: string; dataKind: string };
  client?: PolicyClient;
  resources?: readonly PolicyResource[];
  now: string;
}): PolicyInput {
  const { registration, score, environment, client, model } = options;
  const match = matchIntegrations(options);
  const grade = personalDataGrade(registration.dataTypes ?? [], model);
  return {
    version: 1,
    gate: options.gate,
    app: { ...options.app },
    registration,
    assessment: {
      effectiveClass: options.effectiveClass,
      score: score.score,
      band: score.band,
      modelRevision: score.modelRevision,
      personalDataGrade: grade.grade,
      piiHeavy: grade.heavy,
    },
    integrations: match.used.map(({ integration }) => ({
      kind: integration.kind,
      name: integration.name,
      vendorKind: serviceKind(integration),
      minimumClass: integration.minimumClass,
      // Only a plain `false` says harmless; a missing flag is not a promise.
      privileged: integration.privileged !== false,
      preAuthorised: integration.preAuthorised === true,
      authorised: integration.authorised === true,
      approvedUntil: integration.approvedUntil,
    })),
    unknownIntegrations: [...match.unknownScopes, ...match.unknownVendors],
    requiredControls: options.required.map(({ control }) => control.id),
    findings: (options.findings ?? []).map(({ controlId, state, code }) => ({
      controlId,
      state,
      code,
    })),
    ...(environment && { environment }),
    ...(client && { client }),
    resources: options.resources ?? [],
    now: options.now,
  };
}
