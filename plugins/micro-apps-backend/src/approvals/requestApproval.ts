import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsRequestCreatePermission,
  type RequestApprovalRequest,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { assessApp } from '../gates/assessApp';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { productionEnvironment } from '../kernel/settings';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { getRequest, insertRequest } from './DatabaseRequests';
import { dueAt } from './dueAt';
import { viewOf } from './requestView';

/** Asks the reviewers to approve exactly the present envelope. */
export function requestApproval(
  deps: BackendDeps,
): Command<RequestApprovalRequest & { id: string }, RequestView> {
  return {
    permission: microAppsRequestCreatePermission,
    async run({ actor, now }, { id, expectedVersion, note }) {
      const { database, apps, settings, gate, repository } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      if (app.standing !== 'active') {
        return refuse(
          'not-in-this-state',
          `The app is ${app.standing}, so it cannot be approved now`,
        );
      }
      const environment = productionEnvironment(settings);
      const commit = await repository?.head(id);
      const prepared = await gate.prepare({
        connection: database.knex,
        app,
        commit,
        environment,
        now,
      });
      try {
        return await database.transaction(async tx => {
          const current = await lockApp(tx, id);
          if (current?.version !== expectedVersion) {
            return refuse(
              'changed-since-you-looked',
              'The registration changed since you opened it. Reload the page and ask again',
            );
          }
          const outcome = await gate.decide({
            connection: tx,
            app: current,
            commit,
            environment,
            now,
            prepared,
          });
          const requirements = outcome.requirements ?? [];
          // What the catalog of integrations says today, where it is stricter.
          const today = assessApp(
            current,
            outcome.integrations,
            settings.riskModel,
          );
          if (outcome.approval === 'approved') {
            return refuse('not-in-this-state', 'This is approved already');
          }
          if (requirements.length === 0) {
            return refuse(
              'not-in-this-state',
              'Nobody has to approve this app. Run the scans; the rules approve it when they are green',
            );
          }
          const at = now.toISOString();
          const requestId = await insertRequest(tx, {
            appId: id,
            version: current.version,
            envelopeHash: current.envelopeHash,
            envelope: current.envelope,
            effectiveClass: today.effectiveClass,
            commit,
            state: 'open',
            band: today.band,
            score: today.score,
            automatic: false,
            requirements,
            policyRevision: outcome.policyRevision,
            requestedBy: actor.ref,
            requestedBySubject: actor.subject,
            requestedAt: at,
            submittedAt: at,
            dueAt: dueAt(now),
            note,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'request.opened',
            appId: id,
            summary: `Approval asked for (${requirements
              .map(({ role }) => role)
              .join(', ')})`,
            details: {
              requestId,
              version: current.version,
              envelopeHash: current.envelopeHash,
            },
          });
          await enqueueAppChanged(tx, { appId: id, at: now });
          const request = await getRequest(tx, requestId);
          return request
            ? accept(
                await viewOf(deps, {
                  connection: tx,
                  app: current,
                  request,
                  actor,
                }),
              )
            : unknownApp();
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        return refuse(
          'not-in-this-state',
          'Approval has been asked for already. Open the request to see where it stands',
        );
      }
    },
  };
}
