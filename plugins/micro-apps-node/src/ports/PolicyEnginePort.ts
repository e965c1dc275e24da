import type {
  Gate,
  GateDecision,
  Registration,
} from '@micro-apps/governance-core';

/** @public */
export interface PolicyInput {
  readonly gate: Gate;
  readonly appId?: string;
  readonly registration: Registration;
  readonly effectiveClass: string;
  readonly score: number;
  readonly band: string;
  readonly environment?: string;
}

/**
 * An organisation's own rules. May add denials and obligations, never remove
 * one. An engine that cannot answer rejects, and the gate stays closed.
 * @public
 */
export interface PolicyEnginePort {
  /** Shown beside every decision. */
  readonly revision: string;
  decide(input: PolicyInput): Promise<GateDecision>;
}
