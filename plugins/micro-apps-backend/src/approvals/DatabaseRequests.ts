import { randomUUID } from 'node:crypto';
import type { ChangeRequestState, Turn } from '@micro-apps/governance-core';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from '../gates/requestRecords';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

const END_OF_TIME = 9_999_999_999_999;

/** Undecided requests first, the most urgent at the top; then the newest. */
function queueOrder(state: ChangeRequestState, at: string): string {
  const open = state === 'open' || state === 'changes-requested';
  return open
    ? `0 ${at}`
    : `1 ${String(END_OF_TIME - Date.parse(at)).padStart(13, '0')}`;
}

/** What only one undecided request can be about. */
function openKeyOf({
  kind,
  subjectId,
}: Pick<RequestRow, 'kind' | 'subjectId'>): string {
  return kind === 'app' ? subjectId : `${kind}:${subjectId}`;
}

const newest = rowsTogether<RequestRecord>({
  columns: ['app_id'],
  rows: connection => connection(REQUESTS).where({ kind: 'app' }),
  newest: { by: 'seq', limit: 1 },
});

/** The undecided request about something, if there is one. */
export async function undecidedRequest(
  connection: Connection,
  about: Pick<RequestRow, 'kind' | 'subjectId'>,
): Promise<RequestRow | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ open_key: openKeyOf(about) })
    .first();
  return record && toRequestRow(record);
}

/** Writes a new request; throws the UNIQUE error when one is undecided. */
export async function insertRequest(
  connection: Connection,
  request: Omit<
    RequestRow,
    | 'seq'
    | 'id'
    | 'round'
    | 'queueOrder'
    | 'rowVersion'
    | 'submittedBy'
    | 'submittedBySubject'
    | 'turns'
  > & { automaticKey?: string },
): Promise<string> {
  const id = randomUUID();
  const undecided = request.state === 'open';
  await connection(REQUESTS).insert({
    id,
    kind: request.kind,
    subject_id: request.subjectId,
    app_id: request.appId,
    open_key: undecided ? openKeyOf(request) : null,
    automatic_key: request.automaticKey ?? null,
    version: request.version,
    envelope_hash: request.envelopeHash,
    envelope: request.envelope,
    effective_class: request.effectiveClass,
    commit_id: request.commit ?? null,
    state: request.state,
    band: request.band,
    score: request.score,
    automatic: request.automatic,
    requirements: JSON.stringify(request.requirements),
    requested_by: request.requestedBy,
    requested_by_subject: request.requestedBySubject ?? null,
    requested_at: request.requestedAt,
    round: 1,
    submitted_at: request.submittedAt,
    submitted_by: request.requestedBy,
    submitted_by_subject: request.requestedBySubject ?? null,
    decided_at: request.decidedAt ?? null,
    closed_at: request.closedAt ?? null,
    due_at: request.dueAt ?? null,
    note: request.note ?? null,
    queue_order: queueOrder(
      request.state,
      request.dueAt ?? request.requestedAt,
    ),
    policy_revision_asked: request.policyRevision ?? null,
    policy_revision_decided: undecided ? null : request.policyRevision ?? null,
    row_version: 1,
    turns: JSON.stringify(
      undecided ? [{ at: request.submittedAt, holder: 'reviewer' }] : [],
    ),
  });
  return id;
}

/** One request. */
export async function getRequest(
  connection: Connection,
  id: string,
): Promise<RequestRow | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ id })
    .first();
  return record && toRequestRow(record);
}

/** The newest request of an app. */
export async function newestRequest(
  connection: Connection,
  appId: string,
): Promise<RequestRow | undefined> {
  const [record] = await newest(connection, appId);
  return record && toRequestRow(record);
}

/** Requests that would no longer fit when the envelope changes. */
export async function standingRequests(
  connection: Connection,
  appId: string,
): Promise<readonly RequestRow[]> {
  const records = await connection<RequestRecord>(REQUESTS)
    .where({ kind: 'app', app_id: appId })
    .whereIn('state', ['open', 'changes-requested', 'approved']);
  return records.map(toRequestRow);
}

/** Undecided requests for approval of some apps. */
export async function undecidedRequests(
  connection: Connection,
  appIds: readonly string[],
): Promise<readonly RequestRow[]> {
  const records = await connection<RequestRecord>(REQUESTS).whereIn(
    'open_key',
    [...appIds],
  );
  return records.map(toRequestRow);
}

/** Whose turn it is from now on; nobody's once it is decided. */
function turnsAfter(
  { turns }: RequestRow,
  { state, at }: { state: ChangeRequestState; at: string },
): readonly Turn[] {
  if (state === 'open') return [...turns, { at, holder: 'reviewer' }];
  return state === 'changes-requested'
    ? [...turns, { at, holder: 'maker' }]
    : turns;
}

/** Takes a request whose second look is done out of the queue. */
export async function leaveQueue(
  connection: Connection,
  { id, state, closedAt }: RequestRow,
  at: string,
): Promise<void> {
  await connection(REQUESTS)
    .where({ id })
    .update({ queue_order: queueOrder(state, closedAt ?? at) });
}

/** Moves a request to another state; `false` when somebody else moved it. */
export async function moveRequest(
  connection: Connection,
  request: RequestRow,
  move: {
    state: ChangeRequestState;
    at: string;
    /** What was really asked for at the decision; kept with it. */
    requirements?: RequestRow['requirements'];
    /** Of the company rules at the decision. */
    policyRevision?: string;
    /** Until when a second look is due: it stays in the queue until then. */
    lookedAtUntil?: string;
    /** It counts as if nobody had ever decided. */
    undecided?: boolean;
    /** Begins the next round. */
    newRound?: {
      dueAt: string;
      commit?: string;
      by: string;
      bySubject?: string;
    };
  },
): Promise<boolean> {
  const { state, at, requirements, policyRevision, newRound, lookedAtUntil } =
    move;
  const undecided = state === 'open' || state === 'changes-requested';
  const decided = state === 'approved' || state === 'rejected';
  const dueAt = newRound?.dueAt ?? request.dueAt ?? at;
  const changed = await connection(REQUESTS)
    .where({ id: request.id, row_version: request.rowVersion })
    .update({
      state,
      open_key: undecided ? openKeyOf(request) : null,
      queue_order: lookedAtUntil
        ? `0 ${lookedAtUntil}`
        : queueOrder(state, undecided ? dueAt : at),
      turns: JSON.stringify(turnsAfter(request, { state, at })),
      row_version: request.rowVersion + 1,
      ...(decided
        ? { decided_at: at, policy_revision_decided: policyRevision ?? null }
        : {}),
      ...(move.undecided ? { decided_at: null } : {}),
      ...(undecided ? {} : { closed_at: at }),
      // The rules may approve the same code again once it fits again.
      ...(state === 'void' ? { automatic_key: null } : {}),
      ...(requirements ? { requirements: JSON.stringify(requirements) } : {}),
      ...(newRound
        ? {
            round: request.round + 1,
            submitted_at: at,
            submitted_by: newRound.by,
            submitted_by_subject: newRound.bySubject ?? null,
            commit_id: newRound.commit ?? null,
            due_at: dueAt,
          }
        : {}),
    });
  return changed === 1;
}
