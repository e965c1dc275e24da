import {
  accept,
  checkCompensation,
  controlById,
  instantOf,
  planException,
  refuse,
  type ExceptionApprover,
  type ExceptionLimits,
  type Finding,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsExceptionCreatePermission,
  type AskExceptionRequest,
  type ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import {
  grantedExceptions,
  namedEvidence,
} from '../gates/DatabaseExceptionLedger';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import { enqueue } from '../kernel/outbox';
import { accessOf, requireEdit } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import {
  getException,
  insertException,
  type AskedException,
} from './DatabaseExceptions';
import { EXCEPTION_OVERDUE } from './endUnanswered';
import { exceptionSubject } from './exceptionSubject';
import type { ExceptionsDeps } from './exceptionsDeps';
import { viewOf } from './exceptionView';
import { limitsNow } from './limitsNow';
import { askedAlready, unknownException } from './refusals';
import { approverRequirement } from './approverRequirement';
import { canonicalAsk, controlTitle, requestOf } from './whatIsAsked';

type Input = AskExceptionRequest & { readonly id: string };

/**
 * Asks to do without a control for a while. Everything that could not be
 * granted is refused here already, with what to do instead; what is accepted
 * becomes a request to whoever may grant it (requirements R10).
 */
export function askException(
  deps: ExceptionsDeps,
): Command<Input, ExceptionView> {
  return {
    permission: microAppsExceptionCreatePermission,
    async run(context, input) {
      const { actor, now } = context;
      const { apps, database, integrations, repository, settings } = deps;
      const app = await apps.get(database.knex, input.id);
      if (!app) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const known = await integrations.forRegistration(app.registration);
      if (!known.ok) return known;
      const commit = await repository?.head(app.id);
      const limits = await limitsNow(deps.policy);
      const reviewDays = await reviewDaysNow(deps.policy);
      try {
        return await database.transaction(async tx => {
          const current = await lockApp(tx, app.id);
          if (current?.version !== app.version) {
            return refuse(
              'changed-since-you-looked',
              'The registration changed at the same moment. Reload the page and ask again',
            );
          }
          if (current.standing !== 'active') {
            return refuse(
              'not-in-this-state',
              `The app is ${current.standing}, so no exception can be asked for now`,
            );
          }
          const { plain } = await judgeApp({
            connection: tx,
            app: current,
            commit,
            integrations: known.value,
            model: settings.riskModel,
            reviewDays,
            now,
          });
          const asked = askedBy(context, input, deps.newId());
          const approver = await planned(tx, {
            app: current,
            asked,
            findings: plain,
            commit,
            limits,
            now,
          });
          if (!approver.ok) return approver;
          return await writeAsk(tx, deps, {
            app: current,
            asked: { ...asked, compensation: approver.value.compensation },
            approver: approver.value.approver,
            commit,
            context,
          });
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        return askedAlready();
      }
    },
  };
}

function askedBy(
  { actor, now }: CommandContext,
  { id: appId, controlId, reason, startsAt, endsAt, compensation }: Input,
  id: string,
): AskedException {
  return {
    id,
    appId,
    controlId,
    reason,
    compensation,
    askedStartsAt: startsAt === undefined ? now.toISOString() : spelt(startsAt),
    endsAt: spelt(endsAt),
    requestedBy: actor.ref,
    requestedBySubject: actor.subject,
    requestedAt: now.toISOString(),
  };
}

/** One spelling of an instant; what is none stays for the core to refuse. */
function spelt(instant: string): string {
  const ms = instantOf(instant);
  return Number.isNaN(ms) ? instant : new Date(ms).toISOString();
}

/** What could be granted now: the role to ask, and the proof with its end. */
async function planned(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    asked: AskedException;
    findings: readonly Finding[];
    commit?: string;
    limits: ExceptionLimits;
    now: Date;
  },
): Promise<
  Result<{
    approver: ExceptionApprover;
    compensation: AskedException['compensation'];
  }>
> {
  const { app, asked, findings, commit, limits, now } = options;
  const isOpen = requireOpen(asked.controlId, findings);
  if (!isOpen.ok) return isOpen;
  const request = { ...requestOf(asked, now), startsAt: asked.askedStartsAt };
  const plan = planException({
    request,
    earlier: await grantedExceptions(tx, app.id),
    now: now.toISOString(),
    limits,
  });
  if (!plan.ok) return plan;
  const proven = checkCompensation({
    request,
    findings,
    evidence: await namedEvidence(tx, {
      appId: app.id,
      ids: asked.compensation.evidenceIds,
    }),
    context: {
      commit,
      envelopeHash: app.envelopeHash,
      now: now.toISOString(),
    },
  });
  if (!proven.ok) return proven;
  return accept({
    approver: plan.value.approver,
    compensation: { ...asked.compensation, ...proven.value },
  });
}

/** An exception is from something that is asked of this app and not met. */
function requireOpen(
  controlId: string,
  findings: readonly Finding[],
): Result<true> {
  const control = controlById(controlId);
  const finding = findings.find(each => each.controlId === controlId);
  // A control that there is not, or that is never lifted, is the core's to say.
  if (!control || control.neverExcepted) return accept(true);
  if (!finding) {
    return refuse(
      'not-in-this-state',
      `"${control.title}" is not asked of this app, so there is nothing to lift`,
    );
  }
  return finding.state === 'satisfied'
    ? refuse(
        'not-in-this-state',
        `"${control.title}" is met already, so there is nothing to lift`,
      )
    : accept(true);
}

async function writeAsk(
  tx: Knex.Transaction,
  deps: ExceptionsDeps,
  options: {
    app: AppRow;
    asked: AskedException;
    approver: ExceptionApprover;
    commit?: string;
    context: CommandContext;
  },
): Promise<Result<ExceptionView>> {
  const { app, asked, approver, commit, context } = options;
  const { actor, now } = context;
  const requestId = await deps.approvals.openRequest(tx, {
    kind: 'exception',
    subjectId: asked.id,
    subject: await exceptionSubject(tx, { app, asked }),
    envelope: canonicalAsk(asked),
    requirements: [approverRequirement(approver)],
    actor,
    now,
    commit,
    policyRevision: deps.policy.revision,
  });
  if (!requestId.ok) return requestId;
  await insertException(tx, { ...asked, requestId: requestId.value });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'exception.asked',
    appId: app.id,
    summary: `Exception asked for from "${controlTitle(
      asked.controlId,
    )}" until ${asked.endsAt.slice(0, 10)}`,
    details: {
      exceptionId: asked.id,
      requestId: requestId.value,
      controlId: asked.controlId,
      startsAt: asked.askedStartsAt,
      endsAt: asked.endsAt,
      compensatingControlId: asked.compensation.controlId ?? null,
      evidenceIds: asked.compensation.evidenceIds,
    },
    personal: {
      reason: asked.reason,
      compensation: asked.compensation.statement,
    },
  });
  await enqueue(tx, {
    topic: EXCEPTION_OVERDUE,
    key: `${EXCEPTION_OVERDUE}:${asked.id}`,
    payload: { exceptionId: asked.id },
    at: now,
    dueAt: new Date(asked.endsAt),
  });
  const row = await getException(tx, asked.id);
  if (!row) return unknownException();
  const { settings } = deps;
  return accept(viewOf({ row, app, actor, settings, now }));
}
