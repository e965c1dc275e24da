import {
  DEFAULT_BLAST_LIMIT,
  DISPOSAL_GRACE_HOURS,
  DISPOSITION_SHARE,
  normaliseRef,
  type ApprovalRules,
  type ApproverRole,
  type AutomaticRule,
  type BlastLimit,
  type RiskModel,
} from '@micro-apps/governance-core';
import type { PolicyWeakening } from '@micro-apps/plugin-micro-apps-node';
import type { ComponentBaseline } from '@micro-apps/policy-pack';
import type { PipelineSetting } from './pipelineSettings';

/** One place where apps can run. */
export interface EnvironmentSetting {
  readonly name: string;
  readonly dataKind: 'sanitised' | 'real';
  /** Gate to pass before anything runs there; `none` for the sandbox. */
  readonly gate: 'none' | 'promote';
}

/** The groups that hold each role. */
export type ApproverGroups = Readonly<Record<ApproverRole, readonly string[]>>;

/** How data of apps goes when its time is over. */
export interface RetentionSettings {
  readonly how: 'delete' | 'archive';
  /** Share of an app's data that goes in one run without being confirmed. */
  readonly maxShare: number;
  /** Hours between the end of an app and the disposal of its data. */
  readonly graceHours: number;
}

/** Who reads the audit log, and what of people leaves it. */
export interface AuditSettings {
  /** Group references, normalised; administrators read it in any case. */
  readonly auditors: readonly string[];
  /** Auditors may ask for names and words, too. */
  readonly auditorsSeePeople: boolean;
  /** What the portal's own auditor logs names the person who acted. */
  readonly mirrorPeople: boolean;
}

/** How leavers are found, and who takes their apps over in the end. */
export interface SuccessionSettings {
  /** Minutes between two looks at the same person. */
  readonly lookEveryMinutes: number;
  /** How many owners may vanish in an hour before a person has to confirm it. */
  readonly limit: BlastLimit;
  /** Asked last, and until somebody takes over; the first administrators. */
  readonly platformTeam?: string;
}

/** What is held without anybody asking, and how much of it at most. */
export interface ContainmentSettings {
  readonly automatic: readonly AutomaticRule[];
  /** Of all apps, for what the portal holds by itself within a day. */
  readonly limit: BlastLimit;
}

/** What an installation configures under `microApps`. */
export interface Settings {
  /** Role to group references, normalised. */
  readonly approvers: ApproverGroups;
  /** Business unit (group reference) to groups that decide on its apps. */
  readonly approversByBusinessUnit?: Readonly<
    Record<string, Partial<ApproverGroups>>
  >;
  /** Group references, normalised. */
  readonly administrators: readonly string[];
  /** Nobody but administrators unless told. */
  readonly audit?: AuditSettings;
  readonly oneApproverInMedium: boolean;
  /** As shipped when left out. */
  readonly succession?: SuccessionSettings;
  /** Who has to agree and in which order; as shipped when left out. */
  readonly approvalRules?: ApprovalRules;
  /** Where fewer people are asked than shipped (R12). */
  readonly approvalWeakenings?: readonly PolicyWeakening[];
  /** Who does not see whose apps; left out: registration facts are for all. */
  readonly isolation?: 'businessUnit';
  readonly environments: readonly EnvironmentSetting[];
  /** The organisation's numbers; the shipped ones when left out. */
  readonly riskModel?: RiskModel;
  /** Numbers of the risk model that are looser than the shipped ones (R12). */
  readonly riskModelWeakenings?: readonly PolicyWeakening[];
  /** Why the organisation accepts looser values. */
  readonly acknowledgeWeakening?: string;
  /** 32 bytes as base64; without it no OAuth client can be kept. */
  readonly credentialsKey?: string;
  /** Providers of pipelines whose results can count; none: none count. */
  readonly pipelines: readonly PipelineSetting[];
  /** Shared with scanners that send results by themselves. */
  readonly scannerSecrets: readonly string[];
  /** How data of apps goes; as shipped when left out. */
  readonly retention?: RetentionSettings;
  /** Nothing is held by itself unless told. */
  readonly containment?: ContainmentSettings;
  /** Components that were reviewed: the organisation's list or the shipped. */
  readonly approvedComponents: ComponentBaseline;
}

const AS_SHIPPED: RetentionSettings = {
  how: 'delete',
  maxShare: DISPOSITION_SHARE,
  graceHours: DISPOSAL_GRACE_HOURS,
};

/** How data of apps goes here. */
export function retentionSettings({
  retention = AS_SHIPPED,
}: Pick<Settings, 'retention'>): RetentionSettings {
  return retention;
}

/** What is held by itself here. */
export function containmentSettings({
  containment = { automatic: [], limit: DEFAULT_BLAST_LIMIT },
}: Pick<Settings, 'containment'>): ContainmentSettings {
  return containment;
}

/** Names of the environments in which apps have real users or data. */
export function gatedEnvironments({
  environments,
}: Pick<Settings, 'environments'>): readonly string[] {
  return environments
    .filter(({ gate }) => gate === 'promote')
    .map(({ name }) => name);
}

/** The first environment behind the promote gate: where apps go to. */
export function productionEnvironment(settings: Settings): EnvironmentSetting {
  return (
    settings.environments.find(({ gate }) => gate === 'promote') ?? {
      name: 'production',
      dataKind: 'real',
      gate: 'promote',
    }
  );
}

/**
 * The groups that hold a role for the apps of one business unit: its own where
 * the settings name some, the organisation's otherwise.
 */
export function approverGroups(
  settings: Pick<Settings, 'approvers' | 'approversByBusinessUnit'>,
  role: ApproverRole,
  businessUnit?: string,
): readonly string[] {
  const unit = businessUnit && normaliseRef(businessUnit, 'group');
  const own = unit && settings.approversByBusinessUnit?.[unit];
  return (own && own[role]) || settings.approvers[role];
}

/** Every group that holds a role for some app. */
export function everyApproverGroup(
  settings: Pick<Settings, 'approvers' | 'approversByBusinessUnit'>,
  role: ApproverRole,
): readonly string[] {
  const units = Object.values(settings.approversByBusinessUnit ?? {});
  return [
    ...new Set([
      ...settings.approvers[role],
      ...units.flatMap(groups => groups[role] ?? []),
    ]),
  ];
}
