import {
  leaveHeld,
  listHeld,
  resumeHeld,
  stopForHold,
} from '../deployments/DatabaseDeployments';
import { enqueue } from '../kernel/outbox';
import type { ProvisioningPart } from '../kernel/parts';
import { enqueueTakeBack } from '../kernel/takeBack';
import { putResource } from '../provisioning/DatabaseResources';
import { whyHeld } from '../provisioning/held';
import { DEPLOY } from './deployApp';
import { PLACE_SANDBOX } from './sandboxWork';

/** How long what was released may wait for its turn to be put in place. */
const RESUME_MS = 3_600_000;
const NOT_AGAIN =
  'This commit does not meet the controls that it was held for. Promote the newest one';

/** What a hold does to copies of an app, in its own transaction. */
export const appHeld: ProvisioningPart['appHeld'] = async (tx, held) => {
  const { app, holdId, earlierHoldId, at } = held;
  await stopForHold(tx, {
    appId: app.id,
    holdId,
    earlierHoldId,
    reason: whyHeld(app),
    at,
  });
  await enqueueTakeBack(tx, { appId: app.id, at });
};

/**
 * Orders that what a hold stopped runs again. What left its envelope meanwhile
 * is told so by the deployment, and so is what the gate in front of its sign-in
 * does not let through: a release opens no gate.
 */
export const appReleased: ProvisioningPart['appReleased'] = async (
  tx,
  { app, hold, allows, at },
) => {
  const restarted: string[] = [];
  const left: string[] = [];
  const permittedUntil = new Date(at.getTime() + RESUME_MS);
  for (const deployment of await listHeld(tx, hold.id)) {
    const { id, environment, commit } = deployment;
    if (app.standing !== 'active' || !(await allows(commit))) {
      await leaveHeld(tx, id, NOT_AGAIN);
      left.push(environment);
      continue;
    }
    await resumeHeld(tx, deployment, permittedUntil);
    await enqueue(tx, {
      topic: DEPLOY,
      key: `${DEPLOY}:${id}:${hold.id}`,
      group: app.id,
      payload: { deploymentId: id },
      at,
    });
    restarted.push(environment);
  }
  const { sandboxCommit } = hold;
  if (sandboxCommit !== undefined) {
    await putResource(
      tx,
      {
        appId: app.id,
        environment: 'sandbox',
        kind: 'runtime',
        state: 'wanted',
      },
      at,
    );
    await enqueue(tx, {
      topic: PLACE_SANDBOX,
      key: `${PLACE_SANDBOX}:${app.id}:${hold.id}`,
      group: app.id,
      payload: { appId: app.id, commit: sandboxCommit },
      at,
    });
    restarted.push('sandbox');
  }
  return { restarted, left };
};
