/** Topic of the events service on which changes of apps are told. @public */
export const MICRO_APPS_TOPIC = 'micro-apps.apps';

/** Payload of {@link MICRO_APPS_TOPIC}. @public */
export interface AppChangedEvent {
  readonly type: 'app.changed';
  readonly appId: string;
  readonly entityRef: string;
}

/** Topic of the events service on which everything that happened is told. @public */
export const MICRO_APPS_EVENTS_TOPIC = 'micro-apps.events';

/** Every kind of event; also what webhooks can be told. @public */
export const MICRO_APPS_EVENT_TYPES = [
  'app.registered',
  'app.drafted',
  'app.changed',
  'app.restricted',
  'app.quarantined',
  'app.suspended',
  'app.released',
  'hold.confirmed',
  'fleet.stopped',
  'fleet.undone',
  'fleet.finished',
  'fleet.refused',
  'registration.answered',
  'proposal.made',
  'proposal.accepted',
  'proposal.declined',
  'proposal.superseded',
  'request.opened',
  'request.voted',
  'request.decided',
  'request.changes-requested',
  'request.changed',
  'request.delegated',
  'request.overridden',
  'request.override-reviewed',
  'request.void',
  'reapproval.due',
  'reapproval.lifted',
  'exception.asked',
  'exception.granted',
  'exception.refused',
  'exception.withdrawn',
  'exception.void',
  'exception.revoked',
  'incident.reported',
  'incident.escalated',
  'incident.causes-received',
  'incident.severity-changed',
  'incident.post-mortem-held',
  'incident.suspension-decided',
  'incident.linked',
  'incident.closed',
  'incident.reopened',
  'incident.breached',
  'vendor.requested',
  'vendor.joined',
  'vendor.in-review',
  'vendor.approved',
  'vendor.rejected',
  'vendor.taken-back',
  'vendor.withdrawn',
  'decision.refused',
  'evidence.received',
  'artefact.finished',
  'artefact.accepted',
  'artefact.returned',
  'evidence.refused',
  'scan.finished',
  'scan.failed',
  'client.registered',
  'client.lost',
  'repository.conflict',
  'repository.gone',
  'repository.returned',
  'repository.unusable',
  'sandbox.placed',
  'sandbox.failed',
  'promotion.allowed',
  'promotion.refused',
  'deployment.running',
  'deployment.failed',
  'policy.changed',
  'policy.switched',
  'audit.exported',
  'person.erased',
  'legal-hold.set',
  'legal-hold.lifted',
  'disposal.started',
  'disposal.waits',
  'disposal.held',
  'disposal.finished',
  'retirement.refused',
  'app.retired',
  'access.ended',
  'app.disposed',
  'person.left',
  'person.returned',
  'leavers.paused',
  'leavers.resumed',
  'leaver.finished',
  'review.returned',
  'app.orphaned',
  'orphan.step',
  'orphan.ended',
  'ownership.offered',
  'ownership.declined',
  'ownership.accepted',
  'review.done',
  'review.overdue',
  'rollout.started',
  'rollout.ticked',
  'rollout.unticked',
] as const;
/** @public */
export type MicroAppsEventType = (typeof MICRO_APPS_EVENT_TYPES)[number];

/**
 * Something happened: ids and facts, never what people wrote. It can come twice
 * with the same `id`, and in the order of `sequence` for one app.
 * Payload of {@link MICRO_APPS_EVENTS_TOPIC} and body of webhooks.
 * @public
 */
export interface MicroAppsEvent {
  readonly id: string;
  /** Number of the audit entry behind it. */
  readonly sequence: number;
  readonly type: MicroAppsEventType;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appId?: string;
  /** Ids and facts about it, such as `requestId`, `state`, `version`. */
  readonly about: Readonly<Record<string, string | number | boolean>>;
  /** Path in the portal. */
  readonly link: string;
}
