import {
  accept,
  refuse,
  rolesInTurn,
  tally,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type RequestsResponse,
  type RequestSummary,
} from '@micro-apps/plugin-micro-apps-common';
import { lastApprovedRequest } from '../gates/DatabaseApprovals';
import type { RequestRow } from '../gates/requestRecords';
import type { Command, CommandContext } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import type { Connection } from '../registry/AppStore';
import { lastDecidedAt, listRequestRows } from './DatabaseQueue';
import { overrideOf } from './DatabaseOverrides';
import { votesOf } from './DatabaseVotes';
import { countedVotes } from './countedVotes';
import { readSubject, type ApprovalsDeps, type KnownSubject } from './kinds';
import { rolesToVote } from './mayVote';
import { requestNow } from './requestNow';

/** `GET /v1/requests`, as its schema hands it over. */
export interface ListRequests {
  readonly state: 'open' | 'mine' | 'all';
  readonly limit: number;
  readonly cursor?: string;
}

const PLACE = /^[ -~]{1,60}$/;

/** The review queue: what is undecided first, the most urgent at the top. */
export function listRequests(
  deps: ApprovalsDeps,
): Command<ListRequests, RequestsResponse> {
  return {
    permission: microAppsAppReadPermission,
    lists: true,
    async run(context, { state, limit, cursor }) {
      const { knex } = deps.database;
      const place = decodeCursor(cursor, 2);
      const [order, seq] = place ?? [];
      const known = /^\d{1,15}$/.test(seq ?? '') && PLACE.test(order ?? '');
      if (cursor !== undefined && !known) {
        return refuse(
          'invalid-input',
          'This place in the list is not known. Start from the first page',
        );
      }
      const { rows, total } = await listRequestRows(knex, {
        undecidedOnly: state === 'open',
        concerning: state === 'mine' ? context.actor.ref : undefined,
        visible: context.visible,
        settings: deps.settings,
        limit: limit + 1,
        after:
          order !== undefined && seq !== undefined ? [order, seq] : undefined,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      // At the same moment, so that their reads become one for all.
      const items = await Promise.all(
        page.map(async request => {
          const about = await readSubject(deps, knex, request);
          if (!about) return [];
          const now = { ...about, connection: knex, request };
          const current = await requestNow(now);
          return [await summaryOf(deps, context, { ...now, request: current })];
        }),
      );
      return accept({
        items: items.flat(),
        total,
        nextCursor:
          rows.length > limit && last
            ? encodeCursor([last.queueOrder, String(last.seq)])
            : undefined,
        lastDecidedAt: await lastDecidedAt(knex),
      });
    },
  };
}

async function summaryOf(
  { settings }: ApprovalsDeps,
  { actor }: CommandContext,
  about: KnownSubject & { connection: Connection; request: RequestRow },
): Promise<RequestSummary> {
  const { connection, kind, subject, request } = about;
  const { app, involvement } = subject;
  const isOpen = request.state === 'open';
  const votes = countedVotes(
    await votesOf(connection, request, request.round),
    involvement,
  );
  const { waitingFor } = tally({ requirements: request.requirements, votes });
  const roles = rolesToVote({ actor, request, subject, settings, votes });
  const override = isOpen ? undefined : await overrideOf(connection, request);
  const readable = kind.mayRead({ request, subject, actor });
  return {
    id: request.id,
    kind: request.kind,
    subjectId: request.subjectId,
    title: subject.title,
    appId: app?.id,
    appName: app?.name,
    entityRef: app && `component:default/${app.id}`,
    state: request.state,
    band: app && request.band,
    score: app && request.score,
    version: request.version,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt,
    dueAt: isOpen ? request.dueAt : undefined,
    clock: clockOf(request),
    waitingFor: isOpen ? rolesInTurn({ waitingFor }) : [],
    change: readable.ok ? await changeOf(about) : '',
    mayVote: isOpen && roles.ok,
    secondLookDueAt: override && !override.review ? override.dueAt : undefined,
  };
}

function clockOf({ state }: RequestRow): RequestSummary['clock'] {
  if (state === 'open') return 'reviewers';
  return state === 'changes-requested' ? 'owner' : 'stopped';
}

/** What is asked for, in a few words. */
async function changeOf({
  kind,
  connection,
  request,
  subject,
}: KnownSubject & {
  connection: Connection;
  request: RequestRow;
}): Promise<string> {
  const changed = await kind.differences({ connection, request, subject });
  const isFirst =
    request.kind === 'app' &&
    !(await lastApprovedRequest(connection, {
      appId: request.appId,
      before: request.seq,
    }));
  if (isFirst) return 'First approval';
  return changed.length
    ? changed.map(({ field }) => field).join(', ')
    : 'Nothing in the envelope';
}
