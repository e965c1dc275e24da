import type { ApproverRole } from '../approvals/approval';
import { openFindings } from '../decisions/floorDecision';
import type { Finding } from '../findings/finding';
import { APP_STANDING_TABLE } from '../lifecycle/tables';
import { hasEnded } from '../lifecycle/retirement';
import { transition } from '../lifecycle/transition';
import type { AppStanding } from '../lifecycle/transitionTable';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';

/** Ways to hold an app, mildest first. @public */
export const HOLD_ACTIONS = ['restrict', 'quarantine', 'suspend'] as const;
/** @public */
export type HoldAction = (typeof HOLD_ACTIONS)[number];

/** How an app is held. @public */
export const HELD_STANDINGS = [
  'restricted',
  'quarantined',
  'suspended',
] as const;
/** @public */
export type HeldStanding = (typeof HELD_STANDINGS)[number];

/** What each way to hold an app makes of it. */
const HELD_AS: Readonly<Record<HoldAction, HeldStanding>> = {
  restrict: 'restricted',
  quarantine: 'quarantined',
  suspend: 'suspended',
};

/** Whether somebody holds the app. @public */
export function isContained(
  standing: AppStanding,
): standing is HeldStanding & AppStanding {
  return HELD_STANDINGS.some(held => held === standing);
}

/**
 * Whether nothing of the app may run or sign people in while it stands so. A
 * restricted app keeps running; only nothing new is added. What has ended does
 * not run either.
 * @public
 */
export function stopsRunning(standing: AppStanding): boolean {
  return (
    standing === 'quarantined' || standing === 'suspended' || hasEnded(standing)
  );
}

/** Somebody who holds or releases an app. @public */
export interface ContainmentActor {
  /** Roles that she holds for this app. */
  readonly roles: readonly ApproverRole[];
  readonly isAdministrator: boolean;
  /** She is its owner or second owner, under any account. */
  readonly isOwner: boolean;
}

function mayContain({ roles, isAdministrator }: ContainmentActor): boolean {
  return isAdministrator || roles.includes('security') || roles.includes('it');
}

/**
 * Whether somebody may hold an app, and how it stands then. Holding again what
 * is held the same way is allowed: a release that somebody was about to give
 * does not count for the newer hold (reliability E11).
 * Source: requirements "Guardrails", architecture "The model".
 * @public
 */
export function holdApp(options: {
  standing: AppStanding;
  action: HoldAction;
  actor: ContainmentActor;
}): Result<HeldStanding> {
  const { standing, action, actor } = options;
  if (!mayContain(actor)) {
    return refuse(
      'not-eligible',
      'Only security, IT and portal administrators can hold an app. Tell one of them what you saw.',
    );
  }
  const wanted = HELD_AS[action];
  if (standing === wanted) return accept(wanted);
  const moved = transition(APP_STANDING_TABLE, standing, action);
  return moved.ok ? accept(wanted) : moved;
}

/**
 * Whether somebody may release an app that people hold, and how it stands then.
 * Nobody frees her own app from what somebody else imposed, and what is
 * suspended only security frees.
 *
 * @param options.heldFrom - how it stood before it was held
 * @param options.imposedByActor - she holds it herself
 * @public
 */
export function releaseApp(options: {
  standing: AppStanding;
  heldFrom: AppStanding;
  actor: ContainmentActor;
  imposedByActor: boolean;
}): Result<AppStanding> {
  const { standing, heldFrom, actor, imposedByActor } = options;
  const to = releasedTo(standing, heldFrom);
  if (!to.ok) return to;
  if (actor.isOwner && !imposedByActor) {
    return refuse(
      'not-eligible',
      'It is your own app, and somebody else holds it. Mend it and release it by its checks, or ask whoever holds it.',
    );
  }
  if (standing === 'suspended') {
    return actor.roles.includes('security')
      ? to
      : refuse(
          'not-eligible',
          'Only security releases a suspended app. Ask the security team.',
        );
  }
  return mayContain(actor)
    ? to
    : refuse(
        'not-eligible',
        'Only security, IT and portal administrators can release an app. Ask whoever holds it.',
      );
}

/**
 * Whether a hold ends by its checks: a quarantine does, and so does whatever the
 * portal restricted by itself because a check failed.
 * @public
 */
export function endsByChecks(
  standing: AppStanding,
  byPortal: boolean,
): boolean {
  return standing === 'quarantined' || (byPortal && standing === 'restricted');
}

/**
 * Whether an app in quarantine may be released by its owner: every control that
 * it is held for is met again. Source: requirements "Self-release".
 *
 * @param options.byPortal - the portal holds it by itself
 * @param options.findings - verdicts for the commit and the envelope of now,
 *   exceptions in force taken into account
 * @param options.causes - ids of the controls that it is held for; empty: all
 *   that the promote gate asks for
 * @returns how it stands then, or what is missing, each with its step
 * @public
 */
export function releaseItself(options: {
  standing: AppStanding;
  heldFrom: AppStanding;
  findings: readonly Finding[];
  causes: readonly string[];
  highIncidentOpen: boolean;
  byPortal?: boolean;
}): Result<AppStanding> {
  const { standing, heldFrom, findings, causes, byPortal = false } = options;
  if (!endsByChecks(standing, byPortal)) {
    return refuse(
      'not-in-this-state',
      standing === 'suspended'
        ? 'A suspended app is released by security only. Speak with the security team.'
        : `It is ${standing} now, and only a quarantine ends by its checks. Reload the page to see where it stands.`,
    );
  }
  if (options.highIncidentOpen) {
    return refuse(
      'not-in-this-state',
      'An incident of high severity is open. When it is closed, the app can be released.',
    );
  }
  if (!findings.some(({ control }) => control.gates.includes('promote'))) {
    return refuse(
      'gate-closed',
      'Nothing of it has been checked. Run the checks first.',
    );
  }
  const missing = missingForRelease({ findings, causes });
  if (missing.length > 0) {
    return refuse(
      'gate-closed',
      `${missing.length} of the controls that it is held for ${
        missing.length === 1 ? 'is' : 'are'
      } not met yet: ${missing.map(({ title }) => title).join(', ')}.`,
      missing.map(({ controlId, title, because, control }) => ({
        path: controlId,
        message: `${title}: ${because}. ${control.howToSatisfy}`,
      })),
    );
  }
  return releasedTo(standing, heldFrom);
}

/**
 * The controls that keep an app in quarantine, as the checks say now.
 * @public
 */
export function missingForRelease(options: {
  findings: readonly Finding[];
  causes: readonly string[];
}): readonly Finding[] {
  const { findings, causes } = options;
  return openFindings(findings, 'promote').filter(
    ({ controlId }) => causes.length === 0 || causes.includes(controlId),
  );
}

/** What was a draft before is a draft again: nobody has confirmed it. */
function releasedTo(
  standing: AppStanding,
  heldFrom: AppStanding,
): Result<AppStanding> {
  return transition(
    APP_STANDING_TABLE,
    standing,
    heldFrom === 'draft' ? 'release-to-draft' : 'release',
  );
}
