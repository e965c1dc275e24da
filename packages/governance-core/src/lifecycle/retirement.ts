import type { ApproverRole } from '../approvals/approval';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { HOUR, instantAfter } from '../time/instants';
import { APP_STANDING_TABLE } from './tables';
import { transition } from './transition';
import type { AppStanding } from './transitionTable';

/** Hours between the end of an app and the disposal of its data. @public */
export const DISPOSAL_GRACE_HOURS = 24;

/** Somebody who ends an app, or decides about its data. @public */
export interface EndingActor {
  /** Roles that she holds for this app. */
  readonly roles: readonly ApproverRole[];
  readonly isAdministrator: boolean;
  /** She is its owner or second owner. */
  readonly isOwner: boolean;
}

/** Whether an app is at its end: it stays on record as it was. @public */
export function hasEnded(standing: AppStanding): boolean {
  return standing === 'retired' || standing === 'disposed';
}

/**
 * Whether somebody may end an app, and how it stands then. There is no way
 * back; therefore the name is asked for, and the data goes only after a while.
 * Source: requirements R10, architecture "The model".
 *
 * @param options.typedName - what she typed to confirm
 * @public
 */
export function retireApp(options: {
  standing: AppStanding;
  name: string;
  typedName: string;
  actor: EndingActor;
}): Result<AppStanding> {
  const { standing, name, typedName, actor } = options;
  const { isOwner, isAdministrator, roles } = actor;
  if (!isOwner && !isAdministrator && !roles.includes('security')) {
    return refuse(
      'not-eligible',
      'Only its owner, security and portal administrators can retire an app. Ask one of them.',
    );
  }
  const moved = transition(APP_STANDING_TABLE, standing, 'retire');
  if (!moved.ok) return moved;
  return typedName.trim() === name.trim()
    ? moved
    : refuse(
        'invalid-input',
        'Type the name of the app exactly as it is shown, so that no other app is ended by mistake.',
      );
}

/**
 * When the data of a retired app begins to go.
 *
 * @param graceHours - configured; what makes no sense counts as the default
 * @returns ISO instant, UTC
 * @public
 */
export function disposalStartsAt(
  retiredAt: string,
  graceHours: number = DISPOSAL_GRACE_HOURS,
): string | undefined {
  const hours =
    Number.isFinite(graceHours) && graceHours >= 0
      ? graceHours
      : DISPOSAL_GRACE_HOURS;
  return instantAfter(retiredAt, hours * HOUR);
}

/**
 * Whether a retired app and its data are gone: nothing is left of the data,
 * nobody signs in any more, and no hold keeps anything.
 * Source: requirements R10.
 * @public
 */
export function disposeApp(options: {
  standing: AppStanding;
  itemsLeft: number;
  accessEnded: boolean;
  held: boolean;
}): Result<AppStanding> {
  const { standing, itemsLeft, accessEnded, held } = options;
  const moved = transition(APP_STANDING_TABLE, standing, 'dispose');
  if (!moved.ok) return moved;
  if (itemsLeft > 0 || held) {
    return refuse('not-in-this-state', 'Some of its data is still kept.');
  }
  return accessEnded
    ? accept(moved.value)
    : refuse('not-in-this-state', 'Its access has not ended yet.');
}
