import {
  accept,
  envelopeDifference,
  refuse,
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
import type { BackendDeps } from '../kernel/deps';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { lastDecidedAt, listRequestRows } from './DatabaseQueue';
import { votesOf } from './DatabaseVotes';
import { countedVotes } from './countedVotes';
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
  deps: BackendDeps,
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
      const items: RequestSummary[] = [];
      for (const request of page) {
        const app = await deps.apps.get(knex, request.appId);
        if (!app) continue;
        const current = await requestNow({
          connection: knex,
          app,
          request,
          settings: deps.settings,
        });
        items.push(await summaryOf(deps, context, current, app));
      }
      return accept({
        items,
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
  deps: BackendDeps,
  { actor }: CommandContext,
  request: RequestRow,
  app: AppRow,
): Promise<RequestSummary> {
  const { settings, database } = deps;
  const { knex } = database;
  const isOpen = request.state === 'open';
  const involvement = await readInvolvement(knex, app);
  const votes = countedVotes(
    await votesOf(knex, request, request.round),
    involvement,
  );
  const { waitingFor } = tally({ requirements: request.requirements, votes });
  const roles = rolesToVote({
    actor,
    request,
    involvement,
    settings,
  });
  const { canRead } = accessOf({ actor, app, settings });
  return {
    id: request.id,
    appId: app.id,
    appName: app.name,
    entityRef: `component:default/${app.id}`,
    state: request.state,
    band: request.band,
    score: request.score,
    version: request.version,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt,
    dueAt: isOpen ? request.dueAt : undefined,
    clock: clockOf(request),
    waitingFor: isOpen ? waitingFor.map(({ role }) => role) : [],
    change: canRead ? await changeOf(deps, request) : '',
    mayVote: isOpen && roles.ok,
  };
}

function clockOf({ state }: RequestRow): RequestSummary['clock'] {
  if (state === 'open') return 'reviewers';
  return state === 'changes-requested' ? 'owner' : 'stopped';
}

async function changeOf(
  { database }: BackendDeps,
  request: RequestRow,
): Promise<string> {
  const before = await lastApprovedRequest(database.knex, {
    appId: request.appId,
    before: request.seq,
  });
  if (!before) return 'First approval';
  const changed = envelopeDifference(before.envelope, request.envelope);
  return changed.length
    ? changed.map(({ field }) => field).join(', ')
    : 'Nothing in the envelope';
}
