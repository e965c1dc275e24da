/** One allowed move. @public */
export interface Transition<State extends string, Event extends string> {
  readonly from: State;
  readonly on: Event;
  readonly to: State;
}

/** The single table that code follows, the UI draws and the docs print. @public */
export interface TransitionTable<State extends string, Event extends string> {
  readonly initial: State;
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State, Event>[];
}

/** @public */
export type AppStanding =
  | 'draft'
  | 'active'
  | 'restricted'
  | 'quarantined'
  | 'suspended'
  | 'retired'
  | 'disposed';
/** @public */
export type AppEvent =
  | 'activate'
  | 'restrict'
  | 'quarantine'
  | 'suspend'
  | 'release'
  | 'release-to-draft'
  | 'retire'
  | 'dispose';

/** @public */
export type ChangeRequestState =
  | 'open'
  | 'changes-requested'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'void';
/** @public */
export type ChangeRequestEvent =
  | 'ask-for-changes'
  | 'resubmit'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'void';

/** @public */
export type DeploymentState =
  | 'requested'
  | 'deploying'
  | 'running'
  | 'failed'
  | 'superseded'
  | 'stopped';
/** @public */
export type DeploymentEvent =
  | 'start'
  | 'succeed'
  | 'fail'
  | 'supersede'
  | 'stop'
  | 'resume'
  | 'retry';
