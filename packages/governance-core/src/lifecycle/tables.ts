import type {
  AppEvent,
  AppStanding,
  ChangeRequestEvent,
  ChangeRequestState,
  DeploymentEvent,
  DeploymentState,
  Transition,
  TransitionTable,
} from './transitionTable';

/** The same event from several states. */
function from<State extends string, Event extends string>(
  states: readonly State[],
  on: Event,
  to: State,
): readonly Transition<State, Event>[] {
  return states.map(state => ({ from: state, on, to }));
}

/**
 * Standing of an app. Being held (restricted, quarantined, suspended) ends by
 * release, which makes an app of nothing that was a draft before; retiring is
 * always possible; what is disposed stays so.
 * Source: architecture "The model".
 * @public
 */
export const APP_STANDING_TABLE: TransitionTable<AppStanding, AppEvent> = {
  initial: 'draft',
  states: [
    'draft',
    'active',
    'restricted',
    'quarantined',
    'suspended',
    'retired',
    'disposed',
  ],
  transitions: [
    ...from<AppStanding, AppEvent>(['draft'], 'activate', 'active'),
    ...from<AppStanding, AppEvent>(['active'], 'restrict', 'restricted'),
    ...from<AppStanding, AppEvent>(
      ['draft', 'active', 'restricted'],
      'quarantine',
      'quarantined',
    ),
    ...from<AppStanding, AppEvent>(
      ['draft', 'active', 'restricted', 'quarantined'],
      'suspend',
      'suspended',
    ),
    ...from<AppStanding, AppEvent>(
      ['restricted', 'quarantined', 'suspended'],
      'release',
      'active',
    ),
    ...from<AppStanding, AppEvent>(
      ['quarantined', 'suspended'],
      'release-to-draft',
      'draft',
    ),
    ...from<AppStanding, AppEvent>(
      ['draft', 'active', 'restricted', 'quarantined', 'suspended'],
      'retire',
      'retired',
    ),
    ...from<AppStanding, AppEvent>(['retired'], 'dispose', 'disposed'),
  ],
};

/**
 * A request for approval. An approval can still become void, when the app
 * leaves its envelope. Source: architecture "The model", reliability P4.
 * @public
 */
export const CHANGE_REQUEST_TABLE: TransitionTable<
  ChangeRequestState,
  ChangeRequestEvent
> = {
  initial: 'open',
  states: [
    'open',
    'changes-requested',
    'approved',
    'rejected',
    'withdrawn',
    'void',
  ],
  transitions: [
    { from: 'open', on: 'ask-for-changes', to: 'changes-requested' },
    { from: 'changes-requested', on: 'resubmit', to: 'open' },
    { from: 'open', on: 'approve', to: 'approved' },
    ...from<ChangeRequestState, ChangeRequestEvent>(
      ['open', 'changes-requested'],
      'reject',
      'rejected',
    ),
    ...from<ChangeRequestState, ChangeRequestEvent>(
      ['open', 'changes-requested'],
      'withdraw',
      'withdrawn',
    ),
    ...from<ChangeRequestState, ChangeRequestEvent>(
      ['open', 'changes-requested', 'approved'],
      'void',
      'void',
    ),
  ],
};

/**
 * One commit on its way into one environment. A failure leaves the earlier
 * deployment running. Source: architecture "Promote".
 * @public
 */
export const DEPLOYMENT_TABLE: TransitionTable<
  DeploymentState,
  DeploymentEvent
> = {
  initial: 'requested',
  states: [
    'requested',
    'deploying',
    'running',
    'failed',
    'superseded',
    'stopped',
  ],
  transitions: [
    { from: 'requested', on: 'start', to: 'deploying' },
    { from: 'deploying', on: 'succeed', to: 'running' },
    ...from<DeploymentState, DeploymentEvent>(
      ['requested', 'deploying', 'running'],
      'fail',
      'failed',
    ),
    { from: 'failed', on: 'retry', to: 'requested' },
    ...from<DeploymentState, DeploymentEvent>(
      ['requested', 'deploying', 'running', 'failed', 'stopped'],
      'supersede',
      'superseded',
    ),
    ...from<DeploymentState, DeploymentEvent>(
      ['requested', 'deploying', 'running'],
      'stop',
      'stopped',
    ),
    // What a hold stopped is put in place again by the release.
    { from: 'stopped', on: 'resume', to: 'deploying' },
  ],
};
