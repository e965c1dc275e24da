import { APP_STANDING_TABLE, transition } from '@micro-apps/governance-core';
import type { ContainmentPart } from '../kernel/parts';
import type { ContainmentDeps } from './containmentDeps';
import { imposeHold } from './imposeHold';

/**
 * Suspends an app that security has decided to suspend, wherever it did so. Only
 * security releases it, so there are no checks to be told of.
 */
export function suspendApp(deps: ContainmentDeps): ContainmentPart['suspend'] {
  return async (tx, { app, reason, actor, at }) => {
    const moved = transition(APP_STANDING_TABLE, app.standing, 'suspend');
    if (!moved.ok) return;
    await imposeHold(tx, deps, {
      app,
      standing: 'suspended',
      reason,
      controlIds: [],
      missing: [],
      actor,
      at,
    });
  };
}
