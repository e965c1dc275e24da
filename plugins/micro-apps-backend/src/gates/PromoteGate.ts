import type {
  ApprovalRequirement,
  Finding,
  GateDecision,
  Integration,
  RequiredControl,
} from '@micro-apps/governance-core';
import type { AppRow, Connection } from '../registry/AppStore';

/** State of the approval of exactly this envelope. */
export type ApprovalState =
  | 'not-needed'
  | 'missing'
  | 'open'
  | 'approved'
  | 'rejected'
  | 'changes-requested'
  | 'void';

/** What the gate says of one app at one commit. */
export interface GateOutcome {
  readonly decision: GateDecision;
  readonly findings: readonly Finding[];
  readonly approval: ApprovalState;
  readonly approvedRequestId?: string;
  readonly policyRevision: string;
  /** Which engine answered, and SHA-256 of exactly what it was asked. */
  readonly policyEngine: string;
  readonly inputDigest: string;
  /** What company rules alone said. */
  readonly policy: GateDecision;
  /** False when they gave no clear answer. */
  readonly policyAnswered: boolean;
  readonly integrations: readonly Integration[];
  /** Who has to agree, of everybody; empty: nobody. */
  readonly requirements?: readonly ApprovalRequirement[];
  /** Every control that was looked at, exceptions' own included. */
  readonly required: readonly RequiredControl[];
  /** What was decided about; kept with the decision. */
  readonly commit?: string;
  readonly environment?: string;
}

/** Decides whether an app may go to an environment. Fails closed. */
export interface PromoteGate {
  /**
   * Reads evidence and approvals over `connection`; never opens a transaction.
   * The integration catalog and the policy engine are asked before the reads,
   * so call it before a transaction, and again inside with `prepared` to
   * decide on what is stored at commit time.
   */
  decide(options: {
    connection: Connection;
    app: AppRow;
    /** Commit that would ship (head). */
    commit: string | undefined;
    environment: { name: string; dataKind: 'sanitised' | 'real' };
    now: Date;
    prepared?: PreparedGate;
  }): Promise<GateOutcome>;
  /** Everything that is not in the database, for use inside a transaction. */
  prepare(options: {
    connection: Connection;
    app: AppRow;
    commit: string | undefined;
    environment: { name: string; dataKind: 'sanitised' | 'real' };
    now: Date;
  }): Promise<PreparedGate>;
  /** Keeps the decision as a row; returns its id. */
  record(
    connection: Connection,
    options: { app: AppRow; outcome: GateOutcome; now: Date },
  ): Promise<string>;
}

/** Facts from outside the database. */
export interface PreparedGate {
  readonly integrations: readonly Integration[];
  /** After which a person has to look again, as the organisation has set it. */
  readonly reviewDays?: number;
  /** The policy engine's answer; closed when it did not answer. */
  readonly policy: GateDecision;
  readonly policyAnswered: boolean;
  readonly policyRevision: string;
  readonly policyEngine: string;
  readonly inputDigest: string;
  /** The findings that company rules were told of; others are refused. */
  readonly findingsDigest?: string;
  /** Version of the app these facts are about; another version is refused. */
  readonly appVersion?: number;
}
