import type { ApproverRole, RiskModel } from '@micro-apps/governance-core';
import type { PolicyWeakening } from '@micro-apps/plugin-micro-apps-node';

/** One place where apps can run. */
export interface EnvironmentSetting {
  readonly name: string;
  readonly dataKind: 'sanitised' | 'real';
  /** Gate to pass before anything runs there; `none` for the sandbox. */
  readonly gate: 'none' | 'promote';
}

/** What an installation configures under `microApps`. */
export interface Settings {
  /** Role to group references, normalised. */
  readonly approvers: Readonly<Record<ApproverRole, readonly string[]>>;
  /** Group references, normalised. */
  readonly administrators: readonly string[];
  readonly oneApproverInMedium: boolean;
  readonly environments: readonly EnvironmentSetting[];
  /** The organisation's numbers; the shipped ones when left out. */
  readonly riskModel?: RiskModel;
  /** Numbers of the risk model that are looser than the shipped ones (R12). */
  readonly riskModelWeakenings?: readonly PolicyWeakening[];
  /** Why the organisation accepts looser values. */
  readonly acknowledgeWeakening?: string;
  /** 32 bytes as base64; without it no OAuth client can be kept. */
  readonly credentialsKey?: string;
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
