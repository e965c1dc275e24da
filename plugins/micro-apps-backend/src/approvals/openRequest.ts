import {
  accept,
  refuse,
  rolesInTurn,
  tally,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { NewRequest } from '../kernel/requestKinds';
import type { Settings } from '../kernel/settings';
import {
  getRequest,
  insertRequest,
  undecidedRequest,
} from './DatabaseRequests';
import { dueAt } from './dueAt';
import { bandOf } from './kinds';
import { tellReviewers } from './tellPeople';

const SUBJECT_ID = /^[!-~]{1,80}$/;

/**
 * Asks people to approve something, in the caller's transaction, which has
 * locked the subject. Refuses when they have been asked already and nobody has
 * decided yet.
 *
 * @returns the id of the request
 */
export async function openRequest(
  tx: Knex.Transaction,
  asked: NewRequest,
  settings: Settings,
): Promise<Result<string>> {
  const { kind, subjectId, subject, requirements, actor, now } = asked;
  if (!SUBJECT_ID.test(subjectId)) {
    throw new Error(`"${subjectId}" cannot name what a request is about`);
  }
  const { app } = subject;
  if (await undecidedRequest(tx, { kind, subjectId })) {
    return refuse(
      'not-in-this-state',
      'Approval has been asked for already. Open the request to see where it stands',
    );
  }
  const at = now.toISOString();
  const requestId = await insertRequest(tx, {
    kind,
    subjectId,
    appId: app?.id ?? '',
    version: subject.version,
    envelopeHash: subject.envelopeHash,
    envelope: asked.envelope,
    effectiveClass: asked.effectiveClass ?? app?.effectiveClass ?? 'public',
    commit: asked.commit,
    state: 'open',
    band: bandOf(subject),
    score: subject.score ?? app?.score ?? 0,
    automatic: false,
    requirements,
    policyRevision: asked.policyRevision,
    requestedBy: actor.ref,
    requestedBySubject: actor.subject,
    requestedAt: at,
    submittedAt: at,
    dueAt: asked.dueAt ?? dueAt(now),
    note: asked.note,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'request.opened',
    appId: app?.id,
    summary: `Approval asked for (${requirements
      .map(({ role }) => role)
      .join(', ')})`,
    details: {
      requestId,
      kind,
      subjectId,
      version: subject.version,
      envelopeHash: subject.envelopeHash,
    },
  });
  const request = await getRequest(tx, requestId);
  if (request) {
    const roles = rolesInTurn(tally({ requirements, votes: [] }));
    const about = { request, subject, at: now };
    await tellReviewers(tx, about, { roles, settings });
  }
  if (app) await enqueueAppChanged(tx, { appId: app.id, at: now });
  return accept(requestId);
}
