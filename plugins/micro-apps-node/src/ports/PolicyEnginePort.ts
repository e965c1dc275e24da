import type { GateDecision, PolicyInput } from '@micro-apps/governance-core';

/** What a rule does where it applies. Source: requirements "Safe enforcement". @public */
export type PolicyMode = 'observe' | 'warn' | 'enforce';

/** A decision and the revision of the rules that made it. @public */
export interface PolicyAnswer {
  readonly decision: GateDecision;
  readonly revision: string;
  /** What was decided on, where something was added to the question. */
  readonly asked?: PolicyInput;
}

/** One rule as the engine has it loaded. @public */
export interface PolicyRule {
  readonly id: string;
  readonly mode: PolicyMode;
  /** Other modes in some environments, by the environment's name. */
  readonly rings?: Readonly<Record<string, PolicyMode>>;
}

/** A value that is looser than the shipped one. Source: requirements R12. @public */
export interface PolicyWeakening {
  /** Dotted path of the setting. */
  readonly path: string;
  readonly because: string;
}

/** What people may know of the rules that are in force. @public */
export interface PolicyDescription {
  /** `embedded`, `opa`, `bundle`; `none` when no module brings rules. */
  readonly engine: string;
  /** `none yet` while an engine waits for its first usable rules. */
  readonly revision: string;
  /** Empty when the engine cannot tell. */
  readonly rules: readonly PolicyRule[];
  readonly weakenings: readonly PolicyWeakening[];
  /** Why the organisation accepts the weakenings. */
  readonly acknowledgement?: string;
  /** Days until a running app that new rules deny needs approval again (R12). */
  readonly reapprovalDays?: number;
  /** Days that an exception may last, alone and in a row (R10). */
  readonly exceptionLimits?: {
    readonly maxDays: number;
    readonly maxChainDays: number;
  };
  /** Hours in which incidents are passed on and explained (R9). */
  readonly incidentLimits?: {
    readonly escalateWithinHours: number;
    readonly analysisWithinHours: number;
  };
  /** Days after which a person looks at an app in production again (R10). */
  readonly reviewEveryDays?: number;
  /** A revision that an operator holds on to, older ones included. */
  readonly pinnedRevision?: string;
  /** Newer rules were refused, or there are none; the last good ones stay. */
  readonly problem?: {
    readonly because: string;
    /** ISO instant, UTC. */
    readonly since: string;
  };
}

/**
 * An organisation's own rules. May add denials and obligations, never remove
 * one. An engine that cannot answer, or whose rules answer something else than
 * one decision on the gate that was asked, rejects; then the gate stays closed
 * (reliability D1). An engine keeps its last good rules when newer ones are
 * bad (D2), and bounds time and memory of every decision (D3).
 * @public
 */
export interface PolicyEnginePort {
  /** As in its description: `embedded`, `opa`, `bundle`. */
  readonly engine: string;
  /** Of the rules that would answer now. */
  readonly revision: string;
  decide(input: PolicyInput): Promise<PolicyAnswer>;
  /** Never rejects because of the rules; what is not known is left out. */
  describe(): Promise<PolicyDescription>;
}
