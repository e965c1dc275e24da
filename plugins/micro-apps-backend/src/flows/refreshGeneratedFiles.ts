import type { BackendDeps } from '../kernel/deps';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import { SYSTEM_ACTOR } from '../kernel/types';
import { withGeneratedFiles } from '../provisioning/generatedFiles';

/** Topic; payload `{ appId }`. */
export const REFRESH_FILES = 'repository.refresh';

/**
 * After a registration changed: commits the files that the registry writes, so
 * that the app reads its new limits. What was checked before does not count
 * for the new commit.
 */
export function refreshGeneratedFiles(deps: BackendDeps) {
  return async function work({
    appId,
  }: Record<string, unknown>): Promise<void> {
    const { database, apps, repository, clock } = deps;
    const app = await apps.get(database.knex, String(appId));
    const before = app && (await repository?.head(app.id));
    if (!app || !repository || !before) return;
    const text = await repository.readFile({
      appId: app.id,
      commit: before,
      path: 'AGENTS.md',
    });
    const instructions =
      text === undefined
        ? []
        : [
            {
              path: 'AGENTS.md',
              contentBase64: Buffer.from(text).toString('base64'),
            },
          ];
    const { head } = await repository.commit({
      appId: app.id,
      files: withGeneratedFiles(instructions, app),
      message: `Follow version ${app.version} of the registration`,
      author: { name: 'Micro Apps', email: 'portal@micro-apps.invalid' },
    });
    if (head === before) return;
    const at = clock();
    await database.transaction(async tx => {
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'repository.updated',
        appId: app.id,
        summary: `Repository follows version ${app.version} of the registration`,
        details: { commit: head },
      });
      await enqueueAppChanged(tx, { appId: app.id, at });
    });
  };
}
