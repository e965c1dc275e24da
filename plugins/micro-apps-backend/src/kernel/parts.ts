import type { Result } from '@micro-apps/governance-core';
import type {
  AffectedAppsResponse,
  DeploymentView,
  RequestKindName,
  RequestView,
  SandboxView,
  ScanRun,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import type { Knex } from 'knex';
import type { AppCriteria } from '../permissions/DatabaseAppCriteria';
import type { AppRow, Connection } from '../registry/AppStore';
import type { NewRequest, RequestKind } from './requestKinds';
import type { Actor } from './types';

/**
 * Outbox topic, payload `{ appId }`: something changed that may let the rules
 * approve by themselves (scans are in, a registration changed).
 */
export const CONSIDER_APPROVAL = 'approval.consider';

/**
 * Outbox topic, payload `{ appId }`: nothing is left of the data of a retired
 * app, and nothing keeps any.
 */
export const EMPTIED = 'retention.emptied';

/** What other capabilities may ask of approvals. */
export interface ApprovalsPart {
  routes(router: Router): void;
  /** Where the newest request of an app stands, for lists. */
  newestRequest(
    connection: Connection,
    appId: string,
  ): Promise<Pick<RequestView, 'id' | 'state' | 'envelopeHash'> | undefined>;
  /** The newest request of the app as `actor` may see it. */
  latestRequest(options: {
    connection: Connection;
    app: AppRow;
    actor: Actor;
  }): Promise<RequestView | undefined>;
  /** Ids of open or changes-requested requests, by app id. */
  openRequests(
    connection: Connection,
    appIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /**
   * In the transaction that changes a registration: an open request of an
   * envelope that is no longer there becomes void, and so does an approval
   * whose envelope was left.
   */
  envelopeChanged(
    tx: Knex.Transaction,
    options: { before: AppRow; after: AppRow; actor: Actor; at: Date },
  ): Promise<void>;
  /** Once for each kind, before the first request comes in. */
  registerKind(kind: RequestKind): void;
  /**
   * Asks people, in the transaction that has locked the subject; writes the
   * request and its audit entry. Refuses when they have been asked already.
   *
   * @returns the id of the request
   */
  openRequest(
    tx: Knex.Transaction,
    request: NewRequest,
  ): Promise<Result<string>>;
  /**
   * Ends the undecided request about something that is no longer there, in the
   * transaction that has locked the subject; nothing when there is none.
   */
  endRequest(
    tx: Knex.Transaction,
    options: {
      kind: RequestKindName;
      subjectId: string;
      /** One plain sentence for the history. */
      because: string;
      actor: Actor;
      at: Date;
    },
  ): Promise<Result<true>>;
  /**
   * Gives back the reviews that were handed to somebody who has left.
   * @returns how many it were
   */
  endDelegationsTo(
    tx: Knex.Transaction,
    options: {
      to: string;
      /** Hers alone, where somebody else bears the name by now. */
      subject?: string;
      at: string;
    },
  ): Promise<number>;
}

/** Annual reviews. */
export interface ReviewsPart {
  routes(router: Router): void;
  /** Reminds of what is due; for the scheduler. */
  watch(): Promise<void>;
}

/**
 * Ends the search for a new owner of an app, if there is one, in the
 * transaction that gives it another owner in the registration form, or retires it.
 */
export type EndSearch = (
  tx: Knex.Transaction,
  end: {
    app: AppRow;
    ended: 'reassigned' | 'retired';
    actor: Actor;
    at: Date;
  },
) => Promise<void>;

/** Leavers, and who takes their apps over. */
export interface SuccessionPart {
  routes(router: Router): void;
  /** Looks up owners whose turn it is; for the scheduler. */
  watch(): Promise<void>;
}

/** What other capabilities may ask of exceptions. */
export interface ExceptionsPart {
  routes(router: Router): void;
  /**
   * In the transaction that has locked and ends an app: what was asked for and
   * not decided ends, and so does what was granted.
   */
  appRetired(
    tx: Knex.Transaction,
    options: {
      app: AppRow;
      /** One plain sentence each. */
      because: { asked: string; granted: string };
      actor: Actor;
      at: Date;
    },
  ): Promise<void>;
}

/** What other capabilities may ask of incidents. */
export interface IncidentsPart {
  routes(router: Router): void;
}

/** What several apps can have in common. */
export interface SharedCause {
  readonly kind: 'vendor' | 'api' | 'scope' | 'component';
  readonly name: string;
}

/** Who uses a vendor, an API, a scope or a component (requirements R6). */
export interface AffectedAppsPart {
  /** One page, in the order of their ids. */
  find(
    what: SharedCause,
    page: {
      readonly limit: number;
      readonly cursor?: string;
      readonly visible?: AppCriteria;
    },
  ): Promise<Result<AffectedAppsResponse>>;
}

/** Holding apps, and releasing them. */
export interface ContainmentPart {
  routes(router: Router): void;
  /**
   * Suspends an app in the transaction that has locked it and decided so;
   * nothing where it is suspended already or at its end.
   */
  suspend(
    tx: Knex.Transaction,
    options: { app: AppRow; reason: string; actor: Actor; at: Date },
  ): Promise<void>;
  /**
   * Ends the hold of an app in the transaction that ends the app itself: there
   * is nothing left to release. Nothing where nobody holds it.
   */
  appRetired(
    tx: Knex.Transaction,
    options: { app: AppRow; actor: Actor; at: Date },
  ): Promise<void>;
  /** Holds and releases what the portal does by itself; for the scheduler. */
  watch(): Promise<void>;
}

/** What other capabilities may ask of retention. */
export interface RetentionPart {
  routes(router: Router): void;
  /** Looks at every app that is due to be looked at; how many it were. */
  sweep(): Promise<number>;
  /**
   * In the caller's transaction: what an app keeps is looked at by then at the
   * latest, an ISO instant in UTC.
   */
  lookBy(tx: Knex.Transaction, appId: string, at: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
  /** Works off what is due now. */
  drain(): Promise<void>;
}

/** What other capabilities may ask of the end of apps. */
export interface RetirementPart {
  routes(router: Router): void;
}

/** What other capabilities may ask of evidence. */
export interface EvidencePart {
  routes(router: Router): void;
}

/** What other capabilities may ask of repository, sandbox, scans, deployments. */
export interface ProvisioningPart {
  routes(router: Router): void;
  /** Newest commit of the repository. */
  head(appId: string): Promise<string | undefined>;
  sandboxView(appId: string): Promise<SandboxView>;
  deploymentViews(appId: string): Promise<readonly DeploymentView[]>;
  lastScan(appId: string): Promise<ScanRun | undefined>;
  /** Apps with a running deployment of a gated environment, and their link. */
  liveLinks(
    appIds: readonly string[],
  ): Promise<
    ReadonlyMap<string, readonly { environment: string; url: string }[]>
  >;
  /**
   * In the transaction that changes a registration: what the app's repository
   * says of it is brought up to date after commit.
   */
  registrationChanged(
    tx: Knex.Transaction,
    options: { app: AppRow; at: Date },
  ): Promise<void>;
  /**
   * In the transaction that holds an app so that nothing of it may run: nothing
   * on its way arrives, and what runs is stopped and its sign-in taken back
   * after commit, until that is confirmed.
   *
   * @param options.earlierHoldId - the hold that this one replaces
   */
  appHeld(
    tx: Knex.Transaction,
    options: { app: AppRow; holdId: string; earlierHoldId?: string; at: Date },
  ): Promise<void>;
  /**
   * In the transaction that releases an app, before anything is put in place:
   * taking back ends.
   *
   * @returns `false` while it is at work at this moment
   */
  stopTakingBack(tx: Knex.Transaction, appId: string): Promise<boolean>;
  /**
   * In the transaction that releases an app: orders that what a hold stopped is
   * put in place again, the same commit in the same environment. The gate in
   * front of its sign-in is asked as ever.
   *
   * @returns the environments it is for, and those that stay empty
   */
  appReleased(
    tx: Knex.Transaction,
    options: {
      app: AppRow;
      hold: { id: string; sandboxCommit?: string };
      allows: (commit: string) => Promise<boolean>;
      at: Date;
    },
  ): Promise<{ restarted: readonly string[]; left: readonly string[] }>;
  /** Tidies up after the last stop, then works off what is noted. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
