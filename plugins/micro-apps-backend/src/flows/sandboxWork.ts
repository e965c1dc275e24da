import { stopsRunning } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { BackendDeps } from '../kernel/deps';
import { enqueueTakeBack } from '../kernel/takeBack';
import { SYSTEM_ACTOR } from '../kernel/types';
import { getResource, putResource } from '../provisioning/DatabaseResources';
import { isHeld, whyHeld } from '../provisioning/held';
import { placeApp, type PlacingDeps } from './placeApp';

/** Topic of the sandbox lane; payload `{ appId, commit? }`; the newest unless told. */
export const PLACE_SANDBOX = 'sandbox.place';

const COULD_NOT = 'The sandbox could not be started';

/** What is going on right now, by app id; gone after a restart, like the work. */
export type SandboxSteps = Map<string, string>;

/**
 * Puts the newest commit into the sandbox and notes how it went. What failed
 * is tried again later, with growing pauses; a note that is repeated after the
 * sandbox was placed, or stopped by somebody, does nothing.
 */
export function sandboxWork(
  deps: BackendDeps & PlacingDeps,
  steps: SandboxSteps,
) {
  return async function placeInSandbox(
    payload: Record<string, unknown>,
  ): Promise<void> {
    const { database, apps, repository, clock, settings } = deps;
    const appId = String(payload.appId);
    const key = { appId, environment: 'sandbox', kind: 'runtime' } as const;
    const row = await getResource(database.knex, key);
    if (!row || row.state === 'present') return;
    const app = await apps.get(database.knex, appId);
    // What a release puts in place again is what ran before.
    const commit =
      typeof payload.commit === 'string'
        ? payload.commit
        : await repository?.head(appId);
    const environment = settings.environments.find(
      ({ name }) => name === 'sandbox',
    );
    const note = noteOf(deps, { appId, commit });
    if (!app || !commit || !environment || isHeld(app)) {
      const reason =
        app && isHeld(app)
          ? whyHeld(app)
          : 'There is no code yet. Create the app from a golden path first';
      await database.transaction(async tx => {
        await putResource(tx, { ...key, state: 'failed', reason }, clock());
        await note(tx, 'sandbox.failed', COULD_NOT);
        // A stop of the portal may have hidden that it was started before.
        if (app && stopsRunning(app.standing)) {
          await enqueueTakeBack(tx, { appId, at: clock() });
        }
      });
      return;
    }
    try {
      await placeApp(deps, {
        app,
        environment,
        commit,
        onProgress: step => steps.set(appId, step),
        onRunning: tx =>
          note(
            tx,
            'sandbox.placed',
            `Sandbox runs commit ${commit.slice(0, 7)}`,
          ),
        // The reason is kept with the sandbox, where its owner sees it.
        onFailed: tx => note(tx, 'sandbox.failed', COULD_NOT),
      });
    } finally {
      steps.delete(appId);
    }
  };
}

function noteOf(
  { clock }: BackendDeps,
  { appId, commit = null }: { appId: string; commit?: string | null },
) {
  return async (tx: Knex.Transaction, action: string, summary: string) => {
    const at = clock();
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action,
      appId,
      summary,
      details: { commit },
    });
    await enqueueAppChanged(tx, { appId, at });
  };
}
