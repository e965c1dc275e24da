import {
  accept,
  CHANGE_REQUEST_TABLE,
  refuse,
  rolesInTurn,
  tally,
  transition,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsRequestCreatePermission,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { RequestRow } from '../gates/requestRecords';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { getRequest, moveRequest } from './DatabaseRequests';
import { itemsOf, tick } from './DatabaseVotes';
import { dueAt } from './dueAt';
import { readSubject, type ApprovalsDeps, type KnownSubject } from './kinds';
import { changedSinceYouLooked, unknownRequest } from './refusals';
import { stopReminders } from './reminders';
import { requestNow } from './requestNow';
import { viewOf } from './requestView';
import { tellReviewers } from './tellPeople';
import { transactionOrNothing } from './transactionOrNothing';

/** Ticks off what a reviewer asked to change. */
export function tickItem(
  deps: ApprovalsDeps,
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
  deps: ApprovalsDeps,
): Command<{ id: string }, RequestView> {
  return ownerCommand(
    deps,
    async ({ tx, context, kind, request, subject, head }) => {
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
      if (request.envelopeHash !== subject.envelopeHash) {
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
      const again = won && (await getRequest(tx, request.id));
      if (!again) return changedSinceYouLooked();
      const current = await requestNow({
        kind,
        subject,
        connection: tx,
        request: again,
      });
      const roles = rolesInTurn(
        tally({ requirements: current.requirements, votes: [] }),
      );
      const about = { request: again, subject, at: context.now };
      await tellReviewers(tx, about, { roles, settings: deps.settings });
      return accept('Submitted to the reviewers again');
    },
  );
}

/** Takes a request back. */
export function withdraw(
  deps: ApprovalsDeps,
): Command<{ id: string }, RequestView> {
  return ownerCommand(deps, async ({ tx, context, kind, request, subject }) => {
    const moved = transition(CHANGE_REQUEST_TABLE, request.state, 'withdraw');
    if (!moved.ok) return moved;
    const won = await moveRequest(tx, request, {
      state: moved.value,
      at: context.now.toISOString(),
    });
    if (!won) return changedSinceYouLooked();
    await stopReminders(tx, request);
    const followed = await kind.decided(tx, {
      request,
      subject,
      state: 'withdrawn',
      context,
    });
    return followed.ok ? accept('Request withdrawn') : followed;
  });
}

interface Step extends KnownSubject {
  readonly tx: Knex.Transaction;
  readonly context: CommandContext;
  readonly request: RequestRow;
  /** Newest commit, asked for before the transaction. */
  readonly head?: string;
}

/** What the owner's side does to a request: checked, done and audited alike. */
function ownerCommand<Input extends { id: string }>(
  deps: ApprovalsDeps,
  act: (step: Step, input: Input) => Promise<Result<string>>,
): Command<Input, RequestView> {
  return {
    permission: microAppsRequestCreatePermission,
    async run(context, input) {
      const { database, repository } = deps;
      const asked = await getRequest(database.knex, input.id);
      const head = asked?.appId
        ? await repository?.head(asked.appId)
        : undefined;
      return await transactionOrNothing(database, async tx => {
        const named = await getRequest(tx, input.id);
        const known = named && (await readSubject(deps, tx, named));
        const request = known && (await getRequest(tx, input.id));
        if (!known || !request) return unknownRequest();
        const { actor, now } = context;
        const { kind, subject } = known;
        const allowed = kind.mayManage({ actor, request, subject });
        if (!allowed.ok) return allowed;
        const done = await act({ ...known, tx, context, request, head }, input);
        if (!done.ok) return done;
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'request.changed',
          appId: subject.app?.id,
          summary: done.value,
          details: { requestId: request.id },
        });
        if (subject.app) {
          await enqueueAppChanged(tx, { appId: subject.app.id, at: now });
        }
        const after = await getRequest(tx, input.id);
        return after
          ? accept(
              await viewOf(deps, {
                ...known,
                connection: tx,
                request: after,
                actor,
              }),
            )
          : unknownRequest();
      });
    },
  };
}
