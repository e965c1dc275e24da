import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppPromotePermission,
  type DeploymentView,
  type PromoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Seal } from '../credentials/sealed';
import { findCurrent, getDeployment } from '../deployments/DatabaseDeployments';
import { deploymentView } from '../deployments/deployment';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import { recordOfKey, type SentKey } from '../kernel/DatabaseIdempotencyKeys';
import type { BackendDeps } from '../kernel/deps';
import { noAdapter, noKey } from '../provisioning/missing';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { decidePromotion } from './decidePromotion';

/**
 * Promotes the newest commit to an environment behind the gate. The gate is
 * decided inside the transaction that writes the deployment, on what is stored
 * at that moment. Asking again for what runs, or is on its way, changes
 * nothing; neither does asking again with the same key.
 */
export function promoteApp(
  deps: BackendDeps & { seal?: Seal },
): Command<PromoteRequest & { id: string }, DeploymentView> {
  return {
    permission: microAppsAppPromotePermission,
    async run({ actor, now }, { id, environment: name, idempotencyKey }) {
      const { database, apps, settings, repository, gate, seal } = deps;
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
      if (!deps.deployment || !deps.oauthClients) {
        return noAdapter('running apps');
      }
      if (!seal) return noKey();
      const commit = await repository?.head(id);
      const content = { id, environment: name };
      const sent: SentKey | undefined =
        idempotencyKey === undefined
          ? undefined
          : {
              route: 'app.promote',
              actor: actor.ref,
              key: idempotencyKey,
              content,
            };
      const asked = { appId: id, environment: name, commit, sent };
      const earlier = await findEarlier(deps, asked);
      if (!earlier.ok) return earlier;
      if (earlier.value) return accept(earlier.value);
      const prepared = await gate.prepare({
        connection: database.knex,
        app,
        commit,
        environment,
        now,
      });
      let decided: Result<string>;
      try {
        decided = await database.transaction(tx =>
          decidePromotion(
            tx,
            { ...deps, seal },
            {
              appId: id,
              commit,
              environment,
              prepared,
              sent,
              actor,
              now,
            },
          ),
        );
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        // Asked twice at once: the other one was first.
        const winner = await findEarlier(deps, asked);
        if (!winner.ok) return winner;
        return winner.value ? accept(winner.value) : busy(name);
      }
      if (!decided.ok) return decided;
      const made = await getDeployment(database.knex, decided.value);
      return made ? accept(deploymentView(made)) : unknownApp();
    },
  };
}

async function findEarlier(
  { database }: BackendDeps,
  asked: {
    appId: string;
    environment: string;
    commit: string | undefined;
    sent: SentKey | undefined;
  },
): Promise<Result<DeploymentView | undefined>> {
  const { appId, environment, commit, sent } = asked;
  const id = sent && (await recordOfKey(database.knex, sent));
  if (id?.ok === false) return id;
  const keyed = id && (await getDeployment(database.knex, id.value));
  if (keyed) return accept(deploymentView(keyed));
  const current =
    commit &&
    (await findCurrent(database.knex, { appId, environment, commit }));
  return accept(current ? deploymentView(current) : undefined);
}

function busy(name: string): Result<never> {
  return refuse(
    'busy',
    `Another promotion to ${name} is on its way. Wait until it is done`,
  );
}
