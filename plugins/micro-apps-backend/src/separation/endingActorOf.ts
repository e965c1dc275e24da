import type { EndingActor } from '@micro-apps/governance-core';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { reviewerOf } from './appActor';

/** What somebody may be to an app whose data or end is decided about. */
export function endingActorOf(
  actor: Actor,
  app: AppRow,
  settings: Settings,
): EndingActor {
  const { isOwner, isSuccessor } = accessOf({ actor, app, settings });
  return {
    ...reviewerOf(actor, app, settings),
    isOwner: isOwner || isSuccessor,
  };
}
