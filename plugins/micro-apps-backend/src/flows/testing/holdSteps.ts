import { accept, normaliseRef, refuse } from '@micro-apps/governance-core';
import type {
  ContainmentRequest,
  ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import { contain } from '../../containment/contain';
import type { ContainmentDeps } from '../../containment/containmentDeps';
import { holdsOfApp, openHold } from '../../containment/DatabaseHolds';
import { releaseByChecks } from '../../containment/releaseByChecks';
import { cancelGroup } from '../../kernel/outbox';
import { TAKE_BACK } from '../../kernel/takeBack';
import type { Actor } from '../../kernel/types';
import { appHeld, appReleased } from '../holdEffects';
import { APP, MAYA, NOAH, SAM, type Portal, type Stack } from './stack';
import { accepted } from './steps';

/** A second reviewer of security. */
export const SUE: Actor = {
  ...SAM,
  ref: 'user:default/sue',
  subject: 'sub-sue',
};
const PEOPLE = [MAYA, SAM, SUE, NOAH];

/** What containment stands on. */
export function containmentDeps(portal: Portal): ContainmentDeps {
  return {
    ...portal.deps,
    async findActor({ ref }) {
      const found = PEOPLE.find(person => person.ref === normaliseRef(ref));
      return found
        ? accept(found)
        : refuse<Actor>('unknown-record', 'Nobody is called that');
    },
    provisioning: {
      appHeld,
      appReleased,
      stopTakingBack: (tx, appId) =>
        cancelGroup(tx, { topic: TAKE_BACK, group: appId }),
    },
  };
}

/** Holds or releases the app as it is now. */
export async function asked(
  stack: Stack,
  portal: Portal,
  changes: Partial<ContainmentRequest> & {
    action: ContainmentRequest['action'];
  },
  actor: Actor = SAM,
) {
  const app = await portal.deps.apps.get(stack.knex, APP);
  const hold = await openHold(stack.knex, APP);
  return await contain(containmentDeps(portal)).run(stack.context(actor), {
    id: APP,
    reason: 'It sends data somewhere',
    expectedVersion: app?.version ?? 0,
    holdId: changes.action === 'release' ? hold?.id : undefined,
    ...changes,
  });
}

/** Security quarantines the app; nothing is taken back yet. */
export async function quarantined(
  stack: Stack,
  portal: Portal,
  changes: Partial<ContainmentRequest> = {},
): Promise<ContainmentView> {
  return accepted(
    await asked(stack, portal, { action: 'quarantine', ...changes }),
  );
}

/** The owner asks for release by the checks. */
export async function selfReleased(stack: Stack, portal: Portal) {
  const app = await portal.deps.apps.get(stack.knex, APP);
  return await releaseByChecks(containmentDeps(portal)).run(stack.context(), {
    id: APP,
    expectedVersion: app?.version ?? 0,
  });
}

/** What is left of the app outside the database. */
export function leftOf({ ports }: Stack) {
  const { places, clients } = ports.world;
  return {
    running: [...places.entries()].flatMap(([place, { runtime }]) =>
      runtime?.state === 'running' ? [`${place} ${runtime.commit}`] : [],
    ),
    clients: [...clients.values()].map(({ softwareId }) => softwareId),
  };
}

/** Nothing of the app may run, and that is so. */
export async function expectTakenBack(stack: Stack): Promise<void> {
  expect(leftOf(stack)).toEqual({ running: [], clients: [] });
  const [{ standing }] = await stack.knex('micro_apps_apps').where({ id: APP });
  expect(standing).toBe('quarantined');
  const [newest] = await holdsOfApp(stack.knex, APP);
  expect(newest.confirmedAt).toBeDefined();
  const deployments = await stack.knex('micro_apps_deployments');
  for (const { state, open_key } of deployments) {
    expect(['requested', 'deploying', 'running']).not.toContain(state);
    expect(open_key).toBeNull();
  }
}
