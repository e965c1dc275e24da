import {
  accept,
  CHANGE_REQUEST_TABLE,
  refuse,
  transition,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestCreatePermission,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import type { RequestRow } from '../gates/requestRecords';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireEdit } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { getRequest, moveRequest } from './DatabaseRequests';
import { itemsOf, tick } from './DatabaseVotes';
import { dueAt } from './dueAt';
import { changedSinceYouLooked, unknownRequest } from './refusals';
import { viewOf } from './requestView';

/** Ticks off what a reviewer asked to change. */
export function tickItem(
  deps: BackendDeps,
): Command<{ id: string; itemId: string; done: boolean }, RequestView> {
  return ownerCommand(deps, async ({ tx, context, request }, input) => {
    if (request.state !== 'changes-requested') {
      return refuse(
        'not-in-this-state',
        'Nothing has to be changed on this request now. Reload the page',
      );
    }
    const found = await tick(tx, {
      requestId: request.id,
      itemId: input.itemId,
      done: input.done,
      by: context.actor.ref,
      at: context.now.toISOString(),
    });
    return found
      ? accept(input.done ? 'A point was answered' : 'A point is open again')
      : unknownRequest();
  });
}

/** Hands a request back to the reviewers; a new round begins. */
export function resubmit(
  deps: BackendDeps,
): Command<{ id: string }, RequestView> {
  return ownerCommand(deps, async ({ tx, context, request, app, head }) => {
    const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'resubmit');
    if (!moved.ok) return moved;
    const open = (await itemsOf(tx, request)).filter(({ done }) => !done);
    if (open.length > 0) {
      return refuse(
        'not-in-this-state',
        `Answer every point first: ${open.length} still open`,
        open.map(({ text }) => ({ message: text })),
      );
    }
    if (request.envelopeHash !== app.envelopeHash) {
      return changedSinceYouLooked();
    }
    const at = context.now.toISOString();
    const won = await moveRequest(tx, request, {
      state: moved.value,
      at,
      newRound: {
        dueAt: dueAt(context.now),
        commit: head,
        by: context.actor.ref,
        bySubject: context.actor.subject,
      },
    });
    return won
      ? accept('Submitted to the reviewers again')
      : changedSinceYouLooked();
  });
}

/** Takes a request back. */
export function withdraw(
  deps: BackendDeps,
): Command<{ id: string }, RequestView> {
  return ownerCommand(deps, async ({ tx, context, request }) => {
    const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'withdraw');
    if (!moved.ok) return moved;
    const won = await moveRequest(tx, request, {
      state: moved.value,
      at: context.now.toISOString(),
    });
    return won ? accept('Request withdrawn') : changedSinceYouLooked();
  });
}

interface Step {
  readonly tx: Knex.Transaction;
  readonly context: CommandContext;
  readonly request: RequestRow;
  readonly app: AppRow;
  /** Newest commit, asked for before the transaction. */
  readonly head?: string;
}

/** What the owner's side does to a request: checked, done and audited alike. */
function ownerCommand<Input extends { id: string }>(
  deps: BackendDeps,
  act: (step: Step, input: Input) => Promise<Result<string>>,
): Command<Input, RequestView> {
  return {
    permission: microAppsRequestCreatePermission,
    async run(context, input) {
      const { database, repository, settings } = deps;
      const asked = await getRequest(database.knex, input.id);
      const head = asked && (await repository?.head(asked.appId));
      return await database.transaction(async tx => {
        const named = await getRequest(tx, input.id);
        const app = named && (await lockApp(tx, named.appId));
        const request = app && (await getRequest(tx, input.id));
        if (!app || !request) return unknownRequest();
        const { actor, now } = context;
        const allowed = requireEdit(accessOf({ actor, app, settings }));
        if (!allowed.ok) return allowed;
        const done = await act({ tx, context, request, app, head }, input);
        if (!done.ok) return done;
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'request.changed',
          appId: app.id,
          summary: done.value,
          details: { requestId: request.id },
        });
        await enqueueAppChanged(tx, { appId: app.id, at: now });
        const after = await getRequest(tx, input.id);
        return after
          ? accept(
              await viewOf(deps, {
                connection: tx,
                app,
                request: after,
                actor,
              }),
            )
          : unknownRequest();
      });
    },
  };
}
