import { accept } from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  type RepositoryView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireRead } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { getResource } from './DatabaseResources';

const COMMITS = 20;

/** Where the code lives, and its newest commits. */
export function readRepository(
  deps: BackendDeps,
): Command<{ id: string }, RepositoryView> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id }) {
      const { database, apps, settings, repository } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const head = await repository?.head(id);
      if (!repository || !head) return accept({ commits: [] });
      const row = await getResource(database.knex, {
        appId: id,
        environment: '',
        kind: 'repository',
      });
      const commits = await repository.log(id, COMMITS);
      return accept({
        head,
        url: row?.externalId,
        // What else an adapter knows of a commit stays with it.
        commits: commits.map(({ id: commit, message, author, at }) => ({
          id: commit,
          message,
          author,
          at,
        })),
      });
    },
  };
}
