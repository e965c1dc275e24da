import { stopsRunning } from '@micro-apps/governance-core';
import type {
  DeploymentPort,
  OAuthClientPort,
} from '@micro-apps/plugin-micro-apps-node';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import {
  noteProgress,
  openHold,
  type HoldRow,
} from '../containment/DatabaseHolds';
import type { Seal } from '../credentials/sealed';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueueTakeBack } from '../kernel/takeBack';
import { SYSTEM_ACTOR } from '../kernel/types';
import {
  getResource,
  putResource,
  resourcesOfApp,
  type Resource,
} from '../provisioning/DatabaseResources';
import { sentenceOf } from '../provisioning/sentenceOf';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

type Deps = BackendDeps & { readonly seal?: Seal };

/**
 * Stops whatever runs of a held app and takes its sign-in back, as things stand
 * when it is done, and notes when that is confirmed. What does not work is
 * tried again until it does, without keeping other apps waiting; what works is
 * done at once. Of an app that was released meanwhile nothing is touched.
 */
export function takeBack(deps: Deps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { database, clock, logger } = deps;
    const appId = String(payload.appId);
    const problems: string[] = [];
    for (const step of await stepsFor(deps, appId)) {
      const hold = await stoppingHold(deps, appId);
      if (!hold) return;
      try {
        await step(hold);
      } catch (error) {
        logger.warn(`${appId} is not taken back yet: ${causeOf(error)}`);
        problems.push(sentenceOf(error));
      }
    }
    await database.transaction(async tx => {
      const app = await lockApp(tx, appId);
      const hold = app && (await openHold(tx, appId));
      if (!hold || !stopsRunning(app.standing)) return;
      const at = clock();
      if (problems.length > 0) {
        const tries = Number(payload.tries ?? 0) + 1;
        await noteProgress(tx, hold.id, {
          confirmedAt: null,
          problem: problems[0],
        });
        await enqueueTakeBack(tx, {
          appId,
          at,
          tries,
          dueAt: new Date(at.getTime() + pauseAfter(tries)),
        });
        return;
      }
      if (hold.confirmedAt) return;
      await noteProgress(tx, hold.id, {
        confirmedAt: at.toISOString(),
        problem: null,
      });
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'hold.confirmed',
        appId,
        summary: 'Nothing of it runs any more, and its sign-in is taken back',
        details: { holdId: hold.id },
      });
      await enqueueAppChanged(tx, { appId, at });
    });
  };
}

function pauseAfter(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
}

type Step = (hold: HoldRow) => Promise<void>;

async function stepsFor(deps: Deps, appId: string): Promise<readonly Step[]> {
  const { database, deployment, oauthClients } = deps;
  const [runtimes, clients] = [
    await resourcesOfApp(database.knex, { appId, kind: 'runtime' }),
    await resourcesOfApp(database.knex, { appId, kind: 'client' }),
  ];
  return [
    ...(deployment
      ? runtimes.map<Step>(
          place => hold => stopCopy(deps, deployment, { place, hold }),
        )
      : []),
    ...(oauthClients
      ? clients.map<Step>(
          client => hold => removeClient(deps, oauthClients, { client, hold }),
        )
      : []),
  ];
}

/** The hold of an app of which nothing may run. */
async function stoppingHold(
  { database }: Deps,
  appId: string,
): Promise<HoldRow | undefined> {
  const hold = await openHold(database.knex, appId);
  return hold && stopsRunning(hold.standing) ? hold : undefined;
}

async function stopCopy(
  { database }: Deps,
  deployment: DeploymentPort,
  { place: { appId, environment }, hold }: { place: Resource; hold: HoldRow },
): Promise<void> {
  const place = { appId, environment };
  const live = await deployment.get(place);
  if (live.state !== 'running') return;
  // Written before it stops: a crash forgets neither that it ran nor what.
  await noteProgress(database.knex, hold.id, {
    confirmedAt: null,
    ...(environment === 'sandbox' &&
      hold.sandboxCommit === undefined && { sandboxCommit: live.commit }),
  });
  await deployment.stop(place);
  const after = await deployment.get(place);
  if (after.state === 'running') {
    throw new Error(`The copy in ${environment} does not stop`);
  }
}

async function removeClient(
  { database, clock, seal }: Deps,
  oauthClients: OAuthClientPort,
  { client, hold }: { client: Resource; hold: HoldRow },
): Promise<void> {
  const { appId, environment, state, externalId } = client;
  if (state === 'failed') return;
  if (hold.confirmedAt) {
    await noteProgress(database.knex, hold.id, { confirmedAt: null });
  }
  if (state === 'wanted') {
    // Its answer was lost, or is on its way: the provider knows.
    const softwareId = `micro-apps:${appId}:${environment}`;
    for (const each of await oauthClients.list()) {
      if (each.softwareId === softwareId) {
        await oauthClients.removeById(each.clientId);
      }
    }
  }
  if (externalId !== undefined) {
    const opened = openSealed(client, seal);
    await (opened
      ? oauthClients.remove({ clientId: externalId, ...opened })
      : oauthClients.removeById(externalId));
  }
  await database.transaction(async tx => {
    await lockApp(tx, appId);
    const now = await getResource(tx, client);
    // Registered at this moment: whoever did so has noted it to be taken back.
    if (now?.state !== state || now.externalId !== externalId) return;
    await putResource(
      tx,
      {
        appId,
        environment,
        kind: 'client',
        state: 'failed',
        reason: 'Taken back while the app is held',
      },
      clock(),
    );
  });
}

function openSealed({ sealed }: Resource, seal: Seal | undefined) {
  if (sealed === undefined || !seal) return undefined;
  try {
    const [registrationAccessToken, registrationClientUri] = JSON.parse(
      seal.open(sealed),
    );
    return {
      registrationAccessToken: String(registrationAccessToken),
      registrationClientUri: String(registrationClientUri),
    };
  } catch {
    // Sealed with an earlier key; the provider removes it without.
    return undefined;
  }
}
