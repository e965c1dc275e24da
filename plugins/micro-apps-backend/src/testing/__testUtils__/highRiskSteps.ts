import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  ATTESTATION_STATEMENTS,
  DOCUMENT_QUESTIONS,
  type AppDetail,
  type EvidenceView,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { sarifOf } from '../../__testUtils__';
import { file } from '../../flows/testing';
import type { DocumentedPortal } from './documentedPortal';

/** Maya's app for regulated data. */
export async function registeredHighRisk({
  call,
  portal,
}: DocumentedPortal): Promise<AppDetail> {
  return await call(portal.maya, 'registerApp', {
    body: {
      registration: aRegistration({
        name: 'Patient finder',
        scopes: ['patients:read'],
      }),
    },
    status: 201,
  });
}

/** Proof from its owner, a pipeline, a scanner and a reviewer; gives back the plan. */
export async function proved(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<EvidenceView> {
  const path = { id: app.id };
  const { envelopeHash } = app;
  const { head: commit } = await call(portal.maya, 'createRepository', {
    path,
    body: { files: [file('src/server.ts', 'start();')] },
  });
  await call(portal.maya, 'attest', {
    path,
    body: { envelopeHash, statements: ATTESTATION_STATEMENTS },
    status: 201,
  });
  const kind = 'incident-response-plan';
  const answers = Object.fromEntries(
    DOCUMENT_QUESTIONS[kind].map(({ id, example }) => [id, example]),
  );
  const plan = await call(portal.maya, 'submitDocument', {
    path,
    body: { kind, envelopeHash, answers },
    status: 201,
  });
  await call(portal.maya, 'reportEvidence', {
    path,
    body: {
      kind: 'vulnerability-scan',
      sarif: {
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'a scanner' } },
            invocations: [{ executionSuccessful: true }],
            results: [
              { ruleId: 'cve', level: 'error', message: { text: 'Old' } },
            ],
          },
        ],
      },
      commit,
    },
    status: 201,
  });
  const clean = { kind: 'dynamic-scan', sarif: sarifOf('ZAP') };
  const token = { repository: 'acme/patient-finder' };
  const pipeline = await portal.pipeline(token);
  for (const status of [201, 200]) {
    await call(pipeline, 'submitPipelineEvidence', {
      path,
      body: clean,
      status,
    });
    await call(portal.scanner, 'deliverEvidence', {
      body: { appId: app.id, ...clean },
      status,
    });
  }
  await call(portal.sam, 'recordSecurityReview', {
    path,
    body: { envelopeHash, outcome: 'fail', notes: 'The log shows names' },
    status: 201,
  });
  return plan;
}

/** It is sent back for a change, comes again, and Sam approves. */
export async function reviewed(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<void> {
  const { maya, sam } = portal;
  const { envelopeHash, version: expectedVersion } = app;
  const asked = await call(maya, 'requestApproval', {
    path: { id: app.id },
    body: { expectedVersion, note: 'For the clinic' },
    status: 201,
  });
  const request = { id: asked.id };
  await call(sam, 'listRequests', { query: '?state=open', status: 200 });
  const ballot = { envelopeHash, expectedVersion, reason: 'Mask the names' };
  const { items } = await call(sam, 'vote', {
    path: request,
    body: { ...ballot, choice: 'ask-for-changes', items: ['Mask names'] },
    status: 200,
  });
  await call(maya, 'tickItem', {
    path: { ...request, itemId: items[0].id },
    body: { done: true },
    status: 200,
  });
  await call(maya, 'resubmit', { path: request, status: 200 });
  await call(sam, 'vote', {
    path: request,
    body: { ...ballot, choice: 'approve' },
    status: 200,
  });
  await call(maya, 'getRequest', { path: request, status: 200 });
}

/** An exception is asked for, granted and taken back. */
export async function excepted(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
  plan: EvidenceView,
): Promise<void> {
  const { maya, sam } = portal;
  const path = { id: app.id };
  const exception = await call(maya, 'askException', {
    path,
    body: {
      controlId: 'known-vulnerabilities',
      reason: 'The list of known weaknesses cannot be reached',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      compensation: {
        statement: 'Whoever is on call stops the app at once',
        evidenceIds: [plan.id],
      },
    },
    status: 201,
  });
  const wish = { id: exception.requestId };
  const before = await call(sam, 'getRequest', { path: wish, status: 200 });
  await call(sam, 'vote', {
    path: wish,
    body: {
      choice: 'approve',
      reason: 'For a day',
      envelopeHash: before.envelopeHash,
      expectedVersion: before.version,
    },
    status: 200,
  });
  const kept = await call(maya, 'listAppExceptions', { path, status: 200 });
  expect(kept.items).toMatchObject([{ standing: 'active' }]);
  await call(sam, 'listExceptions', { query: '?show=ending', status: 200 });
  await call(sam, 'revokeException', {
    path: { id: exception.id },
    body: { reason: 'It can be reached again' },
    status: 200,
  });
}

/** An app, and the request for its approval that its owner took back. */
export interface Withdrawn {
  readonly other: AppDetail;
  readonly taken: RequestView;
}

/** Another app, whose owner takes the request for its approval back. */
export async function askedAndWithdrawn({
  call,
  portal,
}: DocumentedPortal): Promise<Withdrawn> {
  const other = await call(portal.maya, 'registerApp', {
    body: {
      registration: aRegistration({
        name: 'Sales helper',
        scopes: ['crm:write'],
      }),
    },
  });
  const taken = await call(portal.maya, 'requestApproval', {
    path: { id: other.id },
    body: { expectedVersion: other.version },
  });
  await call(portal.maya, 'withdraw', { path: { id: taken.id }, status: 200 });
  return { other, taken };
}

/** All that auditors and administrators read, before and after somebody is forgotten. */
export async function readByAuditors(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<void> {
  const { sam } = portal;
  const path = { id: app.id };
  await call(sam, 'getAuditHead', { status: 200 });
  await call(sam, 'listAuditEntries', { query: '?people=shown&limit=200' });
  await call(sam, 'listAuditEntries', { status: 200 });
  await call(sam, 'exportAudit', { query: '?people=shown', status: 200 });
  await call(sam, 'exportAudit', { status: 200 });
  await call(sam, 'getBundle', { path, status: 200 });
  await call(sam, 'getBundle', { path, query: '?people=shown' });
  await call(sam, 'erasePerson', {
    body: {
      ref: 'user:default/gone',
      reason: 'She asked for it',
      entries: [1, 2],
    },
    status: 200,
  });
  await call(sam, 'exportAudit', { query: '?people=shown', status: 200 });
  await call(sam, 'getStatus', { status: 200 });
}

/** The other app is asked for again, handed on, and approved past the reviewers. */
export async function overridden(
  { call, portal }: DocumentedPortal,
  { other, taken }: Withdrawn,
): Promise<void> {
  const { maya, sam, sue } = portal;
  const urgent = await call(maya, 'requestApproval', {
    path: { id: other.id },
    body: { expectedVersion: other.version },
  });
  const seen = {
    envelopeHash: other.envelopeHash,
    expectedVersion: other.version,
  };
  await call(sam, 'delegateRequest', {
    path: { id: urgent.id },
    body: { to: 'user:default/sue', note: 'I am away' },
    status: 200,
  });
  await call(sam, 'voteOnMany', {
    body: {
      votes: [
        { id: 'nothing', ...seen, choice: 'reject', reason: 'Not now' },
        { id: taken.id, ...seen, choice: 'reject', reason: 'Not now' },
      ],
    },
    status: 200,
  });
  await call(sam, 'overrideRequest', {
    path: { id: urgent.id },
    body: { ...seen, reason: 'The shop is down and this mends it' },
    status: 200,
  });
  await call(sue, 'reviewOverride', {
    path: { id: urgent.id },
    body: { outcome: 'upheld', reason: 'It was needed' },
    status: 200,
  });
}

/** The log is sound still, and what could not be delivered is sent again. */
export async function redelivered(
  { call, portal }: DocumentedPortal,
  app: AppDetail,
): Promise<void> {
  const { sam } = portal;
  const { sound } = await call(sam, 'verifyAudit', { status: 200 });
  expect(sound).toBe(true);
  const knex = await portal.knex();
  await knex('micro_apps_outbox').insert({
    topic: 'webhook.siem',
    message_key: 'siem:event-0',
    payload: JSON.stringify({ appId: app.id }),
    state: 'failed',
    attempts: 8,
    reason: 'It answered 400',
    created_at: '2026-11-25T08:00:00.000Z',
    due_at: '2026-11-25T08:00:00.000Z',
    finished_at: '2026-11-25T08:10:00.000Z',
  });
  const { items: failed } = await call(sam, 'listOutbox', {
    query: '?state=failed',
    status: 200,
  });
  await call(sam, 'retryDelivery', {
    path: { id: failed[0].id },
    status: 200,
  });
}
