import type {
  ApprovalRequirement,
  Band,
  DataClass,
  GateDecision,
  Refusal,
  Result,
  VendorApproval,
  VendorTerms,
  Vote,
} from '@micro-apps/governance-core';
import type {
  EnvelopeChange,
  RequestKindName,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { RequestRow } from '../gates/requestRecords';
import type { AppRow, Connection } from '../registry/AppStore';
import type { Involvement } from '../separation/DatabaseInvolvement';
import type { CommandContext } from './commands';
import type { Actor } from './types';

/** What a request is about, as it is at the moment of reading. */
export interface RequestSubject {
  /** "Where2Eat", "Exception from the dynamic scan for Where2Eat", "Acme CRM". */
  readonly title: string;
  /** The app that it belongs to, if there is one. */
  readonly app?: AppRow;
  /**
   * SHA-256 of the canonical text of what is asked for: what a voter must have
   * seen. Another hash than the request's: somebody changed it since.
   */
  readonly envelopeHash: string;
  /** Counts changes of the subject. */
  readonly version: number;
  /** How risky it is; that of the app, or High, where it is left out. */
  readonly band?: Band;
  readonly score?: number;
  /** Whose own approvers decide; that of the app where it is left out. */
  readonly businessUnit?: string;
  /**
   * Who may not decide. Whoever asked, or submitted again, is added by the
   * approval engine.
   */
  readonly involvement: Involvement;
}

/** A request and what it is about, read together. */
export interface RequestAndSubject {
  readonly request: RequestRow;
  readonly subject: RequestSubject;
}

/** What a voter can say beside "approve", by kind of request. */
export type VoteAddition = VendorApproval;
/** What that comes to; kept with the vote. */
export type VoteTerms = VendorTerms;
/** What company rules say now of what would be approved. */
export interface RulesNow {
  readonly revision: string;
  /** Who has to agree because they say so. */
  readonly requirements: readonly ApprovalRequirement[];
  /** Why they would not let it pass, or that they gave no clear answer. */
  readonly refusal?: Refusal;
  /** What their engine answered, where it was asked. */
  readonly verdict?: {
    readonly decision: GateDecision;
    readonly engine: string;
    /** SHA-256 of exactly what it was asked. */
    readonly inputDigest: string;
    readonly environment: string;
    readonly commit?: string;
  };
}

/** How a request ends, or pauses. */
export type RequestEnd =
  | 'approved'
  | 'rejected'
  | 'changes-requested'
  | 'withdrawn'
  | 'void';

/**
 * One kind of thing that people can be asked to approve. Votes, items, tally,
 * separation of duties and the queue are the approval engine's and the same
 * for all; a kind says what it is about and what follows.
 */
export interface RequestKind {
  readonly kind: RequestKindName;
  /**
   * Reads what a request is about; in a transaction it locks it first (the
   * app, where there is one, before anything else), so that decisions and
   * changes come one after the other. `undefined`: it is gone.
   */
  subject(
    connection: Connection,
    request: Pick<RequestRow, 'subjectId' | 'appId'>,
  ): Promise<RequestSubject | undefined>;
  /** Who has to agree now; the stricter of when it was asked and now counts. */
  requirementsNow(
    options: RequestAndSubject & { connection: Connection },
  ): Promise<readonly ApprovalRequirement[]>;
  /**
   * Asks company rules again, before the transaction of a yes; what they refuse
   * nobody approves (reliability A17). Left out where they have no say.
   */
  askRules?(
    options: RequestAndSubject & { connection: Connection; now: Date },
  ): Promise<RulesNow>;
  /** Refuses a choice that cannot be given now, with the reason. */
  allows?(
    options: RequestAndSubject & {
      choice: Vote['choice'];
      context: CommandContext;
    },
  ): Result<true>;
  /**
   * Reads what a voter says beside "approve": until when, for example. What
   * comes back is kept with the vote and handed to `decided`. A kind without
   * this takes no such thing.
   */
  terms?(
    options: RequestAndSubject & {
      given: VoteAddition | undefined;
      role: Vote['role'];
      context: CommandContext;
    },
  ): Result<VoteTerms>;
  /** After a vote that decides nothing yet, in the same transaction. */
  voted?(
    tx: Knex.Transaction,
    options: RequestAndSubject & { vote: Vote; context: CommandContext },
  ): Promise<void>;
  /**
   * What follows from a decision, in the same transaction, with an audit entry
   * of its own where something else than the request changes. A refusal takes
   * everything back, the vote too.
   *
   * @param options.decidedBy - whose vote it was; not when the owner's side
   * withdrew, nor when it became void
   */
  decided(
    tx: Knex.Transaction,
    options: RequestAndSubject & {
      state: RequestEnd;
      decidedBy?: Vote;
      /** Of every yes that counted; empty where the kind knows none. */
      terms?: readonly VoteTerms[];
      context: Pick<CommandContext, 'actor' | 'now'>;
    },
  ): Promise<Result<true>>;
  /** Who may tick items, submit again and withdraw. */
  mayManage(options: RequestAndSubject & { actor: Actor }): Result<true>;
  /** Who may see the request with votes and reasons. */
  mayRead(options: RequestAndSubject & { actor: Actor }): Result<true>;
  /** What is asked for, line by line, against what was approved before. */
  differences(
    options: RequestAndSubject & { connection: Connection },
  ): Promise<readonly EnvelopeChange[]>;
}

/** A new request to people. */
export interface NewRequest {
  readonly kind: RequestKindName;
  /** Printable ASCII, 80 characters at most. */
  readonly subjectId: string;
  readonly subject: RequestSubject;
  /** Canonical text of what is asked for; its SHA-256 is the envelope hash. */
  readonly envelope: string;
  readonly requirements: readonly ApprovalRequirement[];
  readonly actor: Actor;
  readonly now: Date;
  readonly note?: string;
  /** ISO instant by which an answer is due; two days on where left out. */
  readonly dueAt?: string;
  /** Of an app: as assessed now; that of the row where left out. */
  readonly effectiveClass?: DataClass;
  readonly commit?: string;
  readonly policyRevision?: string;
}
