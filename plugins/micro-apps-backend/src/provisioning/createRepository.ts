import { hasEnded, accept, refuse } from '@micro-apps/governance-core';
import {
  microAppsAppCreatePermission,
  type CreateRepositoryRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireEdit } from '../registry/appAccess';
import { unknownApp } from '../registry/unknownApp';
import { authorOf } from './authorOf';
import { getResource, putResource } from './DatabaseResources';
import { withGeneratedFiles } from './generatedFiles';
import { whyHeld } from './held';
import { noAdapter } from './missing';
import { sentenceOf } from './sentenceOf';

/** Answer of `POST /v1/apps/:id/repository`. */
export interface CreatedRepository {
  readonly head: string;
  readonly url: string;
}

/** Creates an app's repository with one first commit; asking again changes nothing. */
export function createRepository(
  deps: BackendDeps,
): Command<CreateRepositoryRequest & { id: string }, CreatedRepository> {
  return {
    permission: microAppsAppCreatePermission,
    async run({ actor, now }, { id, files }) {
      const { database, apps, settings, repository } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      if (hasEnded(app.standing)) {
        return refuse('not-in-this-state', whyHeld(app));
      }
      if (!repository) return noAdapter('repositories');
      const key = { appId: id, environment: '', kind: 'repository' } as const;
      const earlier = await getResource(database.knex, key);
      if (earlier?.state !== 'present') {
        // The row comes first: what a crash leaves behind has an owner.
        await database.transaction(tx =>
          putResource(tx, { ...key, state: 'wanted' }, now),
        );
      }
      let created: CreatedRepository;
      try {
        created = await repository.create({
          appId: id,
          files: withGeneratedFiles(files, app),
          message: 'Create the app from its golden path',
          author: authorOf(actor),
        });
      } catch (error) {
        return refuse('invalid-input', sentenceOf(error));
      }
      await database.transaction(async tx => {
        // Asked twice at once: the other one may have noted it already. The
        // lock makes this one look after the other one's end.
        await lockApp(tx, id);
        const noted = await getResource(tx, key);
        if (noted?.state === 'present') return;
        await putResource(
          tx,
          { ...key, state: 'present', externalId: created.url },
          now,
        );
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'repository.created',
          appId: id,
          summary: 'Repository created from the golden path',
          details: { commit: created.head, files: files.length },
        });
        await enqueueAppChanged(tx, { appId: id, at: now });
      });
      return accept(created);
    },
  };
}
