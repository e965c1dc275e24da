import {
  accept,
  envelopeDifference,
  refuse,
  type ApprovalRequirement,
} from '@micro-apps/governance-core';
import { approvalSituation } from '../gates/approvalSituation';
import { readOrLockApp } from '../gates/DatabaseAppLock';
import {
  lastApprovedRequest,
  undecidedRequestId,
} from '../gates/DatabaseApprovals';
import type { BackendDeps } from '../kernel/deps';
import type { RequestKind, RequestSubject } from '../kernel/requestKinds';
import type { Settings } from '../kernel/settings';
import { accessOf, requireEdit, requireRead } from '../registry/appAccess';
import type { AppRow, Connection } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { recordReview } from './recordReview';

/** A review needs a person even where an approval would not. */
const SOMEBODY: readonly ApprovalRequirement[] = [
  { role: 'security', count: 1, because: 'Somebody has to look at it' },
];

/**
 * Whether its owner confirms an app line by line, or a reviewer looks: at risk,
 * and at what counts as Low only once somebody has agreed to it.
 */
export async function wayOf(
  connection: Connection,
  { app, settings }: { app: AppRow; settings: Settings },
): Promise<'attest' | 'request'> {
  if (app.band !== 'low') return 'request';
  const { requirements } = await approvalSituation({
    connection,
    app,
    assessment: app,
    settings,
  });
  if (requirements.length > 0) return 'request';
  const asked = await undecidedRequestId(connection, {
    kind: 'review',
    subjectId: app.id,
  });
  return asked === undefined ? 'attest' : 'request';
}

/** Who has to look at an app: whoever would have to approve it. */
export async function reviewersOf(
  connection: Connection,
  { app, settings }: { app: AppRow; settings: Settings },
): Promise<readonly ApprovalRequirement[]> {
  const { requirements } = await approvalSituation({
    connection,
    app,
    assessment: app,
    settings,
  });
  return requirements.length > 0 ? requirements : SOMEBODY;
}

/** An app as the subject of its annual review. */
export async function reviewSubject(
  connection: Connection,
  app: AppRow,
): Promise<RequestSubject> {
  return {
    title: `Annual review of ${app.name}`,
    app,
    envelopeHash: app.envelopeHash,
    version: app.version,
    involvement: await readInvolvement(connection, app),
  };
}

/** The annual review of a Medium or High app (requirements R10). */
export function reviewKind({
  newId,
  settings,
}: Pick<BackendDeps, 'newId' | 'settings'>): RequestKind {
  return {
    kind: 'review',
    async subject(connection, { appId }) {
      const app = await readOrLockApp(connection, appId);
      return app && (await reviewSubject(connection, app));
    },
    requirementsNow: async ({ connection, subject: { app } }) =>
      app ? await reviewersOf(connection, { app, settings }) : SOMEBODY,
    async decided(tx, { request, subject, state, decidedBy, context }) {
      const { app } = subject;
      if (!app) return unknownApp();
      if (state !== 'approved') return accept(true);
      if (!decidedBy) {
        return refuse('not-eligible', 'Only a person reviews an app.');
      }
      await recordReview(
        tx,
        { newId },
        {
          app,
          by: { ref: decidedBy.voterRef, subject: decidedBy.subject },
          requestId: request.id,
          at: context.now,
        },
      );
      return accept(true);
    },
    mayManage: ({ actor, subject: { app } }) =>
      app ? requireEdit(accessOf({ actor, app, settings })) : unknownApp(),
    mayRead: ({ actor, subject: { app } }) =>
      app ? requireRead(accessOf({ actor, app, settings })) : unknownApp(),
    async differences({ connection, request }) {
      const before = await lastApprovedRequest(connection, {
        appId: request.appId,
        before: request.seq,
      });
      return envelopeDifference(before?.envelope ?? '{}', request.envelope);
    },
  };
}
