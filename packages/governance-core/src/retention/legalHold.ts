import type { EndingActor } from '../lifecycle/retirement';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';

function mayKeep({ roles }: EndingActor): boolean {
  return roles.includes('security') || roles.includes('privacy');
}

/**
 * Whether somebody may set a legal hold: from then on nothing of the app's
 * data is disposed of. Keeping is safe, so the owner may, if she has the role.
 * Source: requirements R8; reliability B10.
 * @public
 */
export function setLegalHold(actor: EndingActor): Result<true> {
  return mayKeep(actor)
    ? accept(true)
    : refuse(
        'not-eligible',
        'Only security and privacy set a legal hold. Tell one of them what has to be kept.',
      );
}

/**
 * Whether somebody may lift a legal hold. Nobody frees the data of her own app:
 * it may be evidence against her.
 * @public
 */
export function liftLegalHold(actor: EndingActor): Result<true> {
  if (!mayKeep(actor)) {
    return refuse(
      'not-eligible',
      'Only security and privacy lift a legal hold. Ask one of them.',
    );
  }
  return actor.isOwner
    ? refuse(
        'not-eligible',
        'It is your own app. Somebody else of security or privacy has to lift the hold.',
      )
    : accept(true);
}

/**
 * Whether somebody may confirm that more than the usual share of an app's data
 * goes at once (reliability B11).
 * @public
 */
export function confirmDisposal(actor: EndingActor): Result<true> {
  return actor.isOwner || actor.isAdministrator || mayKeep(actor)
    ? accept(true)
    : refuse(
        'not-eligible',
        'Only its owner, security, privacy and portal administrators confirm this. Ask the owner of the app.',
      );
}
