import {
  accept,
  checkCompensation,
  controlById,
  evaluateControls,
  exceptionPhase,
  grantException,
  refuse,
  type Finding,
  type GrantedException,
  type Result,
  type Vote,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import {
  grantedExceptions,
  namedEvidence,
} from '../gates/DatabaseExceptionLedger';
import { latestEvidence } from '../gates/DatabaseLatestEvidence';
import type { ExceptionRow } from '../gates/exceptionRecords';
import type { CommandContext } from '../kernel/commands';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import type { AppRow } from '../registry/AppStore';
import type { Involvement } from '../separation/DatabaseInvolvement';
import { grantRow } from './DatabaseExceptions';
import { cancelEndNotices, remindOfEnd } from './exceptionNotices';
import { decidedAlready } from './refusals';
import { controlTitle, requestOf } from './whatIsAsked';

/** What was asked for, and who says yes. */
export interface Granting {
  /** Locked by the transaction. */
  readonly app: AppRow;
  readonly row: ExceptionRow;
  readonly vote: Vote;
  readonly involvement: Involvement;
  /** Commit that the proof was looked at for. */
  readonly commit?: string;
  readonly context: Pick<CommandContext, 'actor' | 'now'>;
}

/**
 * Grants what was asked for, in the transaction of the vote that decides: the
 * rules, the chain and the proof are looked at once more, as of now. Refusing
 * takes the vote back.
 */
export async function grantAsked(
  tx: Knex.Transaction,
  granting: Granting,
): Promise<Result<true>> {
  const { app, row, vote, involvement, context } = granting;
  const { actor, now } = context;
  const at = now.toISOString();
  if (vote.role !== 'it' && vote.role !== 'it-lead') {
    return refuse('not-eligible', 'Only IT grants an exception.');
  }
  const request = requestOf(row, now);
  const earlier = await grantedExceptions(tx, app.id);
  const granted = grantException({
    id: row.id,
    request,
    earlier,
    grantor: {
      person: {
        ref: vote.voterRef,
        subject: vote.subject,
        email: actor.email,
        groups: actor.groups ?? [],
      },
      role: vote.role,
    },
    involved: involvement.people.map(({ person }) => person),
    now: at,
  });
  if (!granted.ok) return granted;
  const proven = await compensationNow(tx, granting);
  if (!proven.ok) return proven;
  const exception: GrantedException = {
    ...granted.value,
    compensation: { ...request.compensation, ...proven.value },
  };
  const grantedBySubject = vote.subject;
  if (!(await grantRow(tx, { ...exception, grantedBySubject }))) {
    return decidedAlready();
  }
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'exception.granted',
    appId: app.id,
    summary: `Exception from "${controlTitle(
      row.controlId,
    )}" granted until ${exception.endsAt.slice(0, 10)}`,
    details: {
      exceptionId: row.id,
      requestId: row.requestId ?? null,
      controlId: row.controlId,
      startsAt: exception.startsAt,
      endsAt: exception.endsAt,
      renewal: exception.renewal,
      grantedAs: exception.grantedAs,
      evidenceIds: exception.compensation.evidenceIds,
    },
  });
  await forgetEnds(tx, { earlier, exception, now });
  await remindOfEnd(tx, { app, granted: row, at: now });
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${app.id}:exception:${row.id}`,
    payload: { appId: app.id },
    at: now,
  });
  return accept(true);
}

/** Whether what makes up for it is proven at this moment, and until when. */
async function compensationNow(
  tx: Knex.Transaction,
  { app, row, commit, context }: Granting,
): Promise<Result<{ readonly evidenceExpiresAt?: string }>> {
  const { compensation, controlId } = row;
  const at = {
    commit,
    envelopeHash: app.envelopeHash,
    now: context.now.toISOString(),
  };
  const control = compensation.controlId && controlById(compensation.controlId);
  const findings: readonly Finding[] = control
    ? evaluateControls({
        required: [{ control, because: '' }],
        registration: app.registration,
        integrations: [],
        evidence: await latestEvidence(tx, { appId: app.id, ...at }),
        context: at,
      })
    : [];
  return checkCompensation({
    request: { controlId, compensation },
    findings,
    evidence: await namedEvidence(tx, {
      appId: app.id,
      ids: compensation.evidenceIds,
    }),
    context: at,
  });
}

/** The end of what this one follows is no end: nobody is told of it. */
async function forgetEnds(
  tx: Knex.Transaction,
  options: {
    earlier: readonly GrantedException[];
    exception: GrantedException;
    now: Date;
  },
): Promise<void> {
  const { earlier, exception, now } = options;
  for (const other of earlier) {
    const phase = exceptionPhase(other, now.toISOString());
    const follows =
      other.controlId === exception.controlId &&
      (phase === 'active' || phase === 'coming') &&
      other.endsAt >= exception.startsAt &&
      other.endsAt <= exception.endsAt;
    if (follows) await cancelEndNotices(tx, other.id);
  }
}
