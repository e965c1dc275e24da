import {
  APPROVER_ROLES,
  CHANGE_REQUEST_TABLE,
  REFUSAL_CODES,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import { REQUEST_KINDS } from '../requests';
import { band, dataClass, entityRef, instant, score } from './assessment';
import { named } from './named';

const role = named('ApproverRole', z.enum(APPROVER_ROLES));
const kind = named('RequestKind', z.enum(REQUEST_KINDS));
const state = named('ChangeRequestState', z.enum(CHANGE_REQUEST_TABLE.states));
export const requirement = named(
  'ApprovalRequirement',
  z.object({
    role,
    count: z.number().int(),
    because: z.string(),
    step: z.number().int().optional(),
  }),
);
export const approverRole = role;

/** One approval request with everything needed to decide. @public */
export const requestResponse = named(
  'Request',
  z.object({
    id: z.string(),
    kind,
    subjectId: z.string(),
    title: z.string(),
    appId: z.string().optional(),
    appName: z.string().optional(),
    state,
    band,
    version: z.number().int(),
    envelopeHash: z.string(),
    commit: z.string().optional(),
    requestedBy: entityRef,
    requestedAt: instant,
    decidedAt: instant.optional(),
    dueAt: instant.optional(),
    note: z.string().optional(),
    automatic: z.boolean(),
    requirements: z.array(requirement),
    tally: z.object({
      outcome: z.enum(['approved', 'rejected', 'changes-requested', 'waiting']),
      waitingFor: z.array(requirement.extend({ have: z.number().int() })),
    }),
    votes: z.array(
      z.object({
        voterRef: entityRef,
        role,
        choice: z.enum(['approve', 'reject', 'ask-for-changes']),
        reason: z.string(),
        at: instant,
        terms: z
          .object({
            approvedUntil: instant,
            minimumClass: dataClass,
            findings: z.string().optional(),
          })
          .optional(),
      }),
    ),
    items: z.array(
      z.object({ id: z.string(), text: z.string(), done: z.boolean() }),
    ),
    difference: z.array(
      z.object({ field: z.string(), before: z.string(), after: z.string() }),
    ),
    policyRevision: z
      .object({
        asked: z.string().optional(),
        decided: z.string().optional(),
        now: z.string(),
      })
      .optional(),
    viewer: z.object({
      mayVote: z.boolean(),
      whyNot: z.string().optional(),
      roles: z.array(role),
      mayOverride: z.boolean().optional(),
      mayReviewOverride: z.boolean().optional(),
    }),
    delegations: z.array(
      z.object({
        role,
        from: entityRef,
        to: entityRef,
        note: z.string().optional(),
        at: instant,
      }),
    ),
    override: z
      .object({
        by: entityRef,
        reason: z.string(),
        at: instant,
        dueAt: instant,
        isOverdue: z.boolean(),
        review: z
          .object({
            by: entityRef,
            outcome: z.enum(['upheld', 'taken-back']),
            reason: z.string(),
            at: instant,
          })
          .optional(),
      })
      .optional(),
  }),
);

/** `GET /v1/requests`. @public */
export const requestsResponse = named(
  'Requests',
  z.object({
    items: z.array(
      named(
        'RequestSummary',
        z.object({
          id: z.string(),
          kind,
          subjectId: z.string(),
          title: z.string(),
          appId: z.string().optional(),
          appName: z.string().optional(),
          entityRef: entityRef.optional(),
          state,
          band: band.optional(),
          score: score.optional(),
          version: z.number().int(),
          requestedBy: entityRef,
          requestedAt: instant,
          dueAt: instant.optional(),
          clock: z.enum(['reviewers', 'owner', 'stopped']),
          waitingFor: z.array(role),
          change: z.string(),
          mayVote: z.boolean(),
          secondLookDueAt: instant.optional(),
        }),
      ),
    ),
    nextCursor: z.string().optional(),
    total: z.number().int(),
    lastDecidedAt: instant.optional(),
  }),
);

/** `POST /v1/requests/votes`. @public */
export const votesResponse = named(
  'VoteResults',
  z.object({
    results: z.array(
      z.object({
        id: z.string(),
        status: z.number().int(),
        state: state.optional(),
        code: z.enum(REFUSAL_CODES).optional(),
        message: z.string().optional(),
      }),
    ),
  }),
);
