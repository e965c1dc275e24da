import {
  MICRO_APPS_EVENT_TYPES,
  type MicroAppsEvent,
  type MicroAppsEventType,
} from '@micro-apps/plugin-micro-apps-common';
import type { OutboxMessage } from './outbox';

/** Outbox topic of what happened; its payload is a {@link MicroAppsEvent}. */
export const HAPPENED = 'happened';

/** Audit actions that nobody outside is told of: orders, whose outcome is. */
export const NOT_TOLD: readonly string[] = [
  'artefact.saved',
  'audit.read',
  'bundle.exported',
  'outbox.retried',
  'registration.refused',
  'repository.created',
  'repository.updated',
  'sandbox.ordered',
  'sandbox.start-ordered',
  'sandbox.stop-ordered',
  'scan.ordered',
];

/** Details that are told: ids, and words of closed lists. */
const ABOUT = [
  'kind',
  'subjectId',
  'requestId',
  'exceptionId',
  'incidentId',
  'originId',
  'severity',
  'clock',
  'decision',
  'holdId',
  'runId',
  'vendorId',
  'vendor',
  'controlId',
  'evidenceId',
  'scanId',
  'deploymentId',
  'state',
  'role',
  'choice',
  'version',
  'score',
  'band',
  'effectiveClass',
  'environment',
  'commit',
  'provenance',
  'code',
  'operation',
  'outcome',
  'policyRevision',
  'how',
  'total',
  'due',
  'done',
  'held',
  'orphanId',
  'leaverId',
];
/** No free words: those have spaces. */
const PLAIN = /^[\w.:@/+-]{1,200}$/;

/** An audit entry, as far as events are made of it. */
export interface EntryForEvent {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly appId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The event that an audit entry is, told to other plugins and to webhooks.
 * @returns `undefined` when nobody outside is told
 */
export function eventOf(entry: EntryForEvent): MicroAppsEvent | undefined {
  const { seq, at, appId, details = {} } = entry;
  const type = typeOf(entry.action, details.state);
  if (!type) return undefined;
  return {
    id: `event-${seq}`,
    sequence: seq,
    type,
    at,
    appId,
    about: plainValues(
      Object.fromEntries(ABOUT.map(key => [key, details[key]])),
    ),
    link: appId ? `/catalog/default/component/${appId}/risk` : '/micro-apps',
  };
}

function plainValues(
  values: unknown,
): Record<string, string | number | boolean> {
  const plain: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(values ?? {})) {
    if (
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      (typeof value === 'string' && PLAIN.test(value))
    ) {
      plain[key] = value;
    }
  }
  return plain;
}

/** Most actions are events under the same name. */
function typeOf(
  action: string,
  state: unknown,
): MicroAppsEventType | undefined {
  if (action === 'request.approved') return 'request.decided';
  if (action === 'request.voted') {
    if (state === 'approved' || state === 'rejected') return 'request.decided';
    if (state === 'changes-requested') return 'request.changes-requested';
  }
  return MICRO_APPS_EVENT_TYPES.find(type => type === action);
}

/**
 * What is told of an audit entry; write it in the entry's transaction. The head
 * of the chain is locked there, so events come in the order of their numbers.
 *
 * @returns `undefined` when nobody outside is told
 */
export function eventMessage(entry: EntryForEvent): OutboxMessage | undefined {
  const event = eventOf(entry);
  return (
    event && {
      topic: HAPPENED,
      key: `${HAPPENED}:${event.sequence}`,
      payload: { ...event },
      at: new Date(event.at),
      group: groupOf(event),
    }
  );
}

/** What keeps its order: an app, or else what the event is about. */
export function groupOf({ appId, about, type }: MicroAppsEvent): string {
  return appId ?? String(about.subjectId ?? about.requestId ?? type);
}

/**
 * Reads what {@link eventMessage} wrote.
 * @throws when it is something else
 */
export function readEvent(payload: Record<string, unknown>): MicroAppsEvent {
  const { id, sequence, at, appId, about, link } = payload;
  const type = MICRO_APPS_EVENT_TYPES.find(each => each === payload.type);
  if (
    !type ||
    typeof id !== 'string' ||
    typeof sequence !== 'number' ||
    typeof at !== 'string' ||
    typeof link !== 'string'
  ) {
    throw new Error('This is no event');
  }
  return {
    id,
    sequence,
    type,
    at,
    appId: typeof appId === 'string' ? appId : undefined,
    about: plainValues(about),
    link,
  };
}
