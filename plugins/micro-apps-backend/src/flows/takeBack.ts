import type {
  DeploymentPort,
  OAuthClientPort,
} from '@micro-apps/plugin-micro-apps-node';
import type { Seal } from '../credentials/sealed';
import { lockApp } from '../gates/DatabaseAppLock';
import { causeOf } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { enqueueTakeBack } from '../kernel/takeBack';
import {
  getResource,
  putResource,
  resourcesOfApp,
  type Resource,
} from '../provisioning/DatabaseResources';
import { sentenceOf } from '../provisioning/sentenceOf';
import { reasonToStop, type Stop } from './reasonToStop';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

type Deps = BackendDeps & { readonly seal?: Seal };

/**
 * Stops whatever runs of a held or ended app and takes its sign-in back, as
 * things stand when it is done, and notes when that is confirmed. What does not work is
 * tried again until it does, without keeping other apps waiting; what works is
 * done at once. Of an app that was released meanwhile nothing is touched.
 */
export function takeBack(deps: Deps) {
  return async function work(payload: Record<string, unknown>): Promise<void> {
    const { database, clock, logger } = deps;
    const appId = String(payload.appId);
    const problems: string[] = [];
    for (const step of await stepsFor(deps, appId)) {
      const stop = await reasonToStop(database.knex, appId);
      if (!stop) return;
      try {
        await step(stop);
      } catch (error) {
        logger.warn(`${appId} is not taken back yet: ${causeOf(error)}`);
        problems.push(sentenceOf(error));
      }
    }
    await database.transaction(async tx => {
      await lockApp(tx, appId);
      const stop = await reasonToStop(tx, appId);
      if (!stop) return;
      const at = clock();
      if (problems.length > 0) {
        const tries = Number(payload.tries ?? 0) + 1;
        await stop.note(tx, { confirmedAt: null, problem: problems[0] });
        await enqueueTakeBack(tx, {
          appId,
          at,
          tries,
          dueAt: new Date(at.getTime() + pauseAfter(tries)),
        });
        return;
      }
      if (!stop.confirmedAt) await stop.confirm(tx, at);
    });
  };
}

function pauseAfter(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
}

type Step = (stop: Stop) => Promise<void>;

async function stepsFor(deps: Deps, appId: string): Promise<readonly Step[]> {
  const { database, deployment, oauthClients } = deps;
  const [runtimes, clients] = [
    await resourcesOfApp(database.knex, { appId, kind: 'runtime' }),
    await resourcesOfApp(database.knex, { appId, kind: 'client' }),
  ];
  return [
    ...(deployment
      ? runtimes.map<Step>(
          place => stop => stopCopy(deps, deployment, { place, stop }),
        )
      : []),
    ...(oauthClients
      ? clients.map<Step>(
          client => stop => removeClient(deps, oauthClients, { client, stop }),
        )
      : []),
  ];
}

async function stopCopy(
  { database }: Deps,
  deployment: DeploymentPort,
  { place: { appId, environment }, stop }: { place: Resource; stop: Stop },
): Promise<void> {
  const place = { appId, environment };
  const live = await deployment.get(place);
  if (live.state !== 'running') return;
  // Written before it stops: a crash forgets neither that it ran nor what.
  await stop.note(database.knex, {
    confirmedAt: null,
    ...(environment === 'sandbox' &&
      stop.sandboxCommit === undefined && { sandboxCommit: live.commit }),
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
  { client, stop }: { client: Resource; stop: Stop },
): Promise<void> {
  const { appId, environment, state, externalId } = client;
  if (state === 'failed') return;
  if (stop.confirmedAt) await stop.note(database.knex, { confirmedAt: null });
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
        reason: stop.because,
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
