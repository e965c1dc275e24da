import type {
  ControlDefinition,
  EffectiveClass,
  GateDecision,
  Integration,
  RequiredControl,
  RiskModel,
  RiskScore,
} from '@micro-apps/governance-core';

/** `GET /v1/model`: what the browser needs to score as the backend does. @public */
export interface ModelResponse {
  readonly riskModel: RiskModel;
  readonly controls: readonly ControlDefinition[];
  readonly settings: {
    readonly oneApproverInMedium: boolean;
    readonly environments: readonly EnvironmentView[];
  };
}

/** One place where apps can run. @public */
export interface EnvironmentView {
  readonly name: string;
  readonly dataKind: 'sanitised' | 'real';
  readonly gate: 'none' | 'promote';
}

/** `GET /v1/integrations`. @public */
export interface IntegrationsResponse {
  readonly items: readonly Integration[];
}

/** `POST /v1/preview`: score, controls and company rules before anything exists. @public */
export interface PreviewResponse {
  readonly effectiveClass: EffectiveClass;
  readonly score: RiskScore;
  readonly required: readonly RequiredControl[];
  readonly decision: GateDecision;
  readonly policyRevision: string;
}
