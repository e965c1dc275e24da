import { accept, refuse, type Result } from '@micro-apps/governance-core';
import {
  microAppsAppPromotePermission,
  type DeploymentView,
  type PromoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Seal } from '../credentials/sealed';
import { findCurrent, getDeployment } from '../deployments/DatabaseDeployments';
import { deploymentView } from '../deployments/deployment';
import { deploymentOfKey } from '../deployments/DatabasePromotionKeys';
import type { Command } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
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
      const asked = {
        appId: id,
        environment: name,
        commit,
        actor: actor.ref,
        idempotencyKey,
      };
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
              idempotencyKey,
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
    actor: string;
    idempotencyKey: string | undefined;
  },
): Promise<Result<DeploymentView | undefined>> {
  const { appId, environment, commit, actor, idempotencyKey } = asked;
  const id =
    idempotencyKey === undefined
      ? undefined
      : await deploymentOfKey(database.knex, { actor, key: idempotencyKey });
  const keyed = id && (await getDeployment(database.knex, id));
  if (keyed) {
    return keyed.appId === appId && keyed.environment === environment
      ? accept(deploymentView(keyed))
      : refuse(
          'invalid-input',
          'This key was used for another promotion. Send a new one',
          [{ path: 'idempotencyKey', message: 'Send a new key' }],
        );
  }
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
