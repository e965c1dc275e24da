import {
  accept,
  planException,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { readOrLockApp } from '../gates/DatabaseAppLock';
import { grantedExceptions } from '../gates/DatabaseExceptionLedger';
import type { ExceptionRow } from '../gates/exceptionRecords';
import type { CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import type { RequestKind } from '../kernel/requestKinds';
import { accessOf, requireEdit, requireRead } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { approverRequirement } from './approverRequirement';
import { closeRow, getException } from './DatabaseExceptions';
import { exceptionSubject } from './exceptionSubject';
import { grantAsked } from './grantAsked';
import { limitsNow } from './limitsNow';
import { decidedAlready, unknownException } from './refusals';
import { controlTitle, linesOf, requestOf } from './whatIsAsked';

const ENDS = {
  rejected: 'refused',
  withdrawn: 'withdrawn',
  void: 'void',
} as const;
const DEEDS = {
  refused: 'not granted',
  withdrawn: 'no longer asked for',
  void: 'no longer asked for',
} as const;

/** An exception from one control of one app, decided by IT (requirements R10). */
export function exceptionKind({
  clock,
  policy,
  settings,
}: Pick<BackendDeps, 'clock' | 'policy' | 'settings'>): RequestKind {
  return {
    kind: 'exception',
    async subject(connection, { subjectId, appId }) {
      const app = await readOrLockApp(connection, appId);
      const asked = app && (await getException(connection, subjectId));
      return asked && (await exceptionSubject(connection, { app, asked }));
    },
    // The organisation's numbers may be smaller by now than when it was asked.
    async askRules({ connection, request, now }) {
      const { revision } = policy;
      const row = await getException(connection, request.subjectId);
      if (row?.state !== 'asked') return { revision, requirements: [] };
      const plan = planException({
        request: requestOf(row, now),
        earlier: await grantedExceptions(connection, row.appId),
        now: now.toISOString(),
        limits: await limitsNow(policy),
      });
      return plan.ok
        ? {
            revision,
            requirements: [approverRequirement(plan.value.approver)],
          }
        : { revision, requirements: [], refusal: plan.refusal };
    },
    async requirementsNow({ connection, request }) {
      const row = await getException(connection, request.subjectId);
      if (row?.state !== 'asked') return request.requirements;
      const now = clock();
      const plan = planException({
        request: requestOf(row, now),
        earlier: await grantedExceptions(connection, row.appId),
        now: now.toISOString(),
      });
      // What can no longer be granted is for those who were asked to refuse.
      return plan.ok
        ? [approverRequirement(plan.value.approver)]
        : request.requirements;
    },
    allows({ subject: { app }, choice }) {
      return choice === 'approve' && app?.standing !== 'active'
        ? refuse(
            'not-in-this-state',
            `The app is ${app?.standing}, so no exception can be granted now. The history says why`,
          )
        : accept(true);
    },
    async decided(tx, { request, subject, state, decidedBy, context }) {
      const { app, involvement } = subject;
      const row = await getException(tx, request.subjectId);
      if (!app || !row) return unknownException();
      if (state === 'changes-requested') return accept(true);
      if (state !== 'approved') {
        return await closeAsked(tx, { app, row, state, context });
      }
      if (!decidedBy) {
        return refuse(
          'not-eligible',
          'Only a person of IT grants an exception.',
        );
      }
      return await grantAsked(tx, {
        app,
        row,
        vote: decidedBy,
        involvement,
        commit: request.commit,
        context,
      });
    },
    mayManage: ({ actor, subject: { app } }) =>
      app ? requireEdit(accessOf({ actor, app, settings })) : unknownApp(),
    mayRead: ({ actor, subject: { app } }) =>
      app ? requireRead(accessOf({ actor, app, settings })) : unknownApp(),
    async differences({ connection, request }) {
      const row = await getException(connection, request.subjectId);
      return row ? linesOf(row) : [];
    },
  };
}

/** What was asked for ends without a grant, with its entry in the audit log. */
export async function closeAsked(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    row: ExceptionRow;
    state: keyof typeof ENDS;
    context: Pick<CommandContext, 'actor' | 'now'>;
  },
): Promise<Result<true>> {
  const { app, row, context } = options;
  const { actor, now } = context;
  const state = ENDS[options.state];
  const closed = await closeRow(tx, {
    id: row.id,
    state,
    at: now.toISOString(),
  });
  if (!closed) return decidedAlready();
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: `exception.${state}`,
    appId: app.id,
    summary: `Exception from "${controlTitle(row.controlId)}" ${DEEDS[state]}`,
    details: {
      exceptionId: row.id,
      requestId: row.requestId ?? null,
      controlId: row.controlId,
    },
  });
  return accept(true);
}
