import { endRequest } from '../../approvals/endRequest';
import { appRetired } from '../../containment/appRetired';
import { appRetired as exceptionsEnd } from '../../exceptions/appRetired';
import { createRetention } from '../../retention/createRetention';
import { createRetirement } from '../../retirement/createRetirement';
import type { Actor } from '../../kernel/types';
import { retireApp } from '../../retirement/retireApp';
import type { RetirementDeps } from '../../retirement/retirementDeps';
import { endSearch } from '../../succession/endSearch';
import { appHeld } from '../holdEffects';
import { APP, type Portal, type Stack } from './stack';

/** Retention and the end of apps in one portal, with work that is driven by hand. */
export function endingPortal(portal: Portal) {
  const approvals = { endRequest };
  const retention = createRetention(portal.deps);
  const deps: RetirementDeps = {
    ...portal.deps,
    approvals,
    containment: { appRetired },
    exceptions: { appRetired: exceptionsEnd({ approvals }) },
    endSearch,
    provisioning: { appHeld },
    retention,
  };
  createRetirement(deps);
  return {
    deps,
    sweep: () => retention.sweep(),
    /** Works off everything that is due, and what follows from it. */
    async drain() {
      await portal.drain();
      await retention.drain();
      await portal.deps.outbox.drain();
    },
  };
}

/** Maya, or somebody else, ends her app. */
export function retire(
  stack: Stack,
  { deps }: Pick<ReturnType<typeof endingPortal>, 'deps'>,
  changes: {
    typedName?: string;
    expectedVersion?: number;
    idempotencyKey?: string;
  } = {},
  actor?: Actor,
) {
  return retireApp(deps).run(stack.context(actor), {
    id: APP,
    reason: 'Nobody uses it any more',
    typedName: 'Where2Eat',
    expectedVersion: 1,
    ...changes,
  });
}

/** Puts things where the app keeps them, by `environment:name`. */
export function keep(
  { ports }: Stack,
  things: Readonly<Record<string, string>>,
): void {
  for (const [key, content] of Object.entries(things)) {
    ports.world.kept.set(`${APP}:${key}`, content);
  }
}

/** What the app keeps, by `environment:name`. */
export function kept({ ports }: Stack): readonly string[] {
  return [...ports.world.kept.keys()].map(key => key.slice(APP.length + 1));
}
