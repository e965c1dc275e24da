import {
  accept,
  envelopeDifference,
  refuse,
} from '@micro-apps/governance-core';
import { approvalSituation } from '../gates/approvalSituation';
import { readOrLockApp } from '../gates/DatabaseAppLock';
import { lastApprovedRequest } from '../gates/DatabaseApprovals';
import type { BackendDeps } from '../kernel/deps';
import type { RequestKind, RequestSubject } from '../kernel/requestKinds';
import { accessOf, requireEdit, requireRead } from '../registry/appAccess';
import type { AppRow, Connection } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { readInvolvement } from '../separation/DatabaseInvolvement';
import { rulesOnApp } from './rulesOnApp';

/** An app as the subject of a request. */
export async function appSubject(
  connection: Connection,
  app: AppRow,
): Promise<RequestSubject> {
  return {
    title: app.name,
    app,
    envelopeHash: app.envelopeHash,
    version: app.version,
    band: app.band,
    score: app.score,
    businessUnit: app.registration.businessUnit,
    involvement: await readInvolvement(connection, app),
  };
}

/** Approval of exactly one envelope of an app (requirements R3). */
export function appKind(
  deps: Pick<BackendDeps, 'settings' | 'gate' | 'repository'>,
): RequestKind {
  const { settings } = deps;
  return {
    kind: 'app',
    askRules: ({ connection, subject: { app }, now }) =>
      rulesOnApp(deps, { connection, app, now }),
    async subject(connection, { appId }) {
      const app = await readOrLockApp(connection, appId);
      return app && (await appSubject(connection, app));
    },
    async requirementsNow({ connection, subject: { app } }) {
      if (!app) return [];
      const { requirements } = await approvalSituation({
        connection,
        app,
        assessment: app,
        settings,
      });
      return requirements;
    },
    allows({ subject: { app }, choice }) {
      return choice === 'approve' && app?.standing !== 'active'
        ? refuse(
            'not-in-this-state',
            `The app is ${app?.standing}, so it cannot be approved now. The history says why`,
          )
        : accept(true);
    },
    // The gate reads the request itself; nothing else changes.
    decided: async () => accept(true),
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
