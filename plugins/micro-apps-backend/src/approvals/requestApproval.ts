import { accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsRequestCreatePermission,
  type RequestApprovalRequest,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { assessApp } from '../gates/assessApp';
import { lockApp } from '../gates/DatabaseAppLock';
import type { Command } from '../kernel/commands';
import { productionEnvironment } from '../kernel/settings';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { appSubject } from './appKind';
import { getRequest } from './DatabaseRequests';
import { readSubject, type ApprovalsDeps } from './kinds';
import { openRequest } from './openRequest';
import { viewOf } from './requestView';

/** Asks the reviewers to approve exactly the present envelope. */
export function requestApproval(
  deps: ApprovalsDeps,
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
        const today = assessApp({
          app: current,
          integrations: outcome.integrations,
          model: settings.riskModel,
          now,
        });
        if (outcome.approval === 'approved') {
          return refuse('not-in-this-state', 'This is approved already');
        }
        if (requirements.length === 0) {
          return refuse(
            'not-in-this-state',
            'Nobody has to approve this app. Run the scans; the rules approve it when they are green',
          );
        }
        const subject = await appSubject(tx, current);
        const asked = await openRequest(
          tx,
          {
            kind: 'app',
            subjectId: id,
            subject: { ...subject, band: today.band, score: today.score },
            envelope: current.envelope,
            effectiveClass: today.effectiveClass,
            commit,
            requirements,
            policyRevision: outcome.policyRevision,
            actor,
            now,
            note,
          },
          settings,
        );
        if (!asked.ok) return asked;
        const request = await getRequest(tx, asked.value);
        const known = request && (await readSubject(deps, tx, request));
        return known
          ? accept(
              await viewOf(deps, {
                ...known,
                connection: tx,
                request,
                actor,
              }),
            )
          : unknownApp();
      });
    },
  };
}
