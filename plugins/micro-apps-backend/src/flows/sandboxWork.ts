import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import { placeApp, type PlacingDeps } from './placeApp';

/** Topic of the sandbox lane; payload `{ appId }`. */
export const PLACE_SANDBOX = 'sandbox.place';

/** What is going on right now, by app id; gone after a restart, like the work. */
export type SandboxSteps = Map<string, string>;

/** Puts the newest commit into the sandbox and notes how it went. */
export function sandboxWork(
  deps: BackendDeps & PlacingDeps,
  steps: SandboxSteps,
) {
  return async function placeInSandbox({
    appId,
  }: Record<string, unknown>): Promise<void> {
    const { database, apps, repository, clock, settings, logger } = deps;
    const app = await apps.get(database.knex, String(appId));
    const commit = app && (await repository?.head(app.id));
    const environment = settings.environments.find(
      ({ name }) => name === 'sandbox',
    );
    if (!app || !commit || !environment) return;
    let summary: string;
    try {
      await placeApp(deps, {
        app,
        environment,
        commit,
        onProgress: step => steps.set(app.id, step),
      });
      summary = `Sandbox runs commit ${commit.slice(0, 7)}`;
    } catch (error) {
      // The reason is kept with the sandbox, where its owner sees it.
      logger.warn(`Sandbox of ${app.id} could not be started: ${error}`);
      summary = 'The sandbox could not be started';
    } finally {
      steps.delete(app.id);
    }
    const at = clock();
    await database.transaction(async tx => {
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'sandbox.placed',
        appId: app.id,
        summary,
        details: { commit },
      });
      await enqueueAppChanged(tx, { appId: app.id, at });
    });
  };
}
