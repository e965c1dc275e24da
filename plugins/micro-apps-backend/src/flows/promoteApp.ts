import { createHash, randomBytes } from 'node:crypto';
import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppPromotePermission,
  type DeploymentView,
  type PromoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Seal } from '../credentials/sealed';
import {
  deploymentView,
  getDeployment,
  insertDeployment,
  listDeployments,
} from '../deployments/DatabaseDeployments';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { noAdapter } from '../provisioning/createRepository';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { DEPLOY } from './deployApp';

/** A deploy token ends by itself (architecture, Promote). */
const TOKEN_MS = 5 * 60_000;

/** SHA-256; the database never holds a token that could be used. */
export function tokenHashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Promotes the newest commit to an environment behind the gate. The gate is
 * decided inside the transaction that writes the deployment, on what is stored
 * at that moment. Asking again for what runs, or is on its way, changes nothing.
 */
export function promoteApp(
  deps: BackendDeps & { seal?: Seal },
): Command<PromoteRequest & { id: string }, DeploymentView> {
  return {
    permission: microAppsAppPromotePermission,
    async run({ actor, now }, { id, environment: name }) {
      const { database, apps, settings, repository, gate, newId, seal } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const environment = settings.environments.find(
        each => each.name === name && each.gate === 'promote',
      );
      if (!environment) {
        return refuse(
          'invalid-input',
          `There is no environment "${name}" to promote to`,
          [{ path: 'environment', message: 'Choose one from the list' }],
        );
      }
      if (!deps.deployment || !deps.oauthClients || !seal) {
        return noAdapter('running apps');
      }
      const commit = await repository?.head(id);
      const earlier = commit
        ? await already(deps, { id, name, commit })
        : undefined;
      if (earlier) return accept(earlier);
      const prepared = await gate.prepare({ app, environment: name });
      const deploymentId = newId();
      let done: Result<true>;
      try {
        done = await database.transaction(async (tx): Promise<Result<true>> => {
          const current = await apps.get(tx, id);
          if (!current) return unknownApp();
          const outcome = await gate.decide({
            connection: tx,
            app: current,
            commit,
            environment,
            now,
            prepared,
          });
          const decisionId = await gate.record(tx, {
            app: current,
            outcome,
            now,
          });
          const { violations } = outcome.decision;
          if (!outcome.decision.allowed || !commit) {
            await appendAuditEntry(tx, {
              at: now,
              actor,
              action: 'promotion.refused',
              appId: id,
              summary: `Promotion to ${name} refused: ${
                violations[0]?.because ?? 'there is no code yet'
              }`,
              details: {
                decisionId,
                commit: commit ?? null,
                violations: violations.map(({ code }) => code),
              },
            });
            return refuse(
              'gate-closed',
              violations.length === 1
                ? `Not yet: ${violations[0].because}`
                : `Not yet: ${violations.length} things are still open`,
              violations.map(({ because, next, controlId }) => ({
                path: controlId,
                message: next ? `${because}. ${next}` : because,
              })),
            );
          }
          const token = randomBytes(32).toString('base64url');
          await insertDeployment(tx, {
            id: deploymentId,
            appId: id,
            environment: name,
            commit,
            envelopeHash: current.envelopeHash,
            decisionId,
            tokenHash: tokenHashOf(token),
            tokenExpiresAt: new Date(now.getTime() + TOKEN_MS),
            by: actor.ref,
            at: now,
          });
          await appendAuditEntry(tx, {
            at: now,
            actor,
            action: 'promotion.allowed',
            appId: id,
            summary: `Promotion of commit ${commit.slice(
              0,
              7,
            )} to ${name} allowed`,
            details: {
              deploymentId,
              decisionId,
              commit,
              envelopeHash: current.envelopeHash,
            },
          });
          await enqueue(tx, {
            topic: DEPLOY,
            key: `${DEPLOY}:${deploymentId}`,
            payload: { deploymentId, token: seal.seal(token) },
            at: now,
          });
          await enqueueAppChanged(tx, { appId: id, at: now });
          return accept(true);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        return refuse(
          'busy',
          `Another promotion to ${name} is on its way. Wait until it is done`,
        );
      }
      if (!done.ok) return done;
      const made = await getDeployment(database.knex, deploymentId);
      return made ? accept(deploymentView(made)) : unknownApp();
    },
  };
}

/** The deployment of exactly this commit that runs or is on its way. */
async function already(
  { database }: BackendDeps,
  asked: { id: string; name: string; commit: string },
): Promise<DeploymentView | undefined> {
  const all = await listDeployments(database.knex, asked.id);
  const found = all.find(
    ({ environment, commit, state }) =>
      environment === asked.name &&
      commit === asked.commit &&
      ['requested', 'deploying', 'running'].includes(state),
  );
  return found && deploymentView(found);
}
