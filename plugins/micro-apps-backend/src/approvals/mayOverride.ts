import {
  accept,
  refuse,
  standsApart,
  type Result,
} from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestSubject } from '../kernel/requestKinds';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';
import { voterOf } from './voterOf';

/**
 * Whether somebody may approve in an emergency, the portal's permission apart:
 * she has no part in it, and looks after the portal or leads IT. Asked here,
 * too, because a portal without permissions allows everything to everybody.
 */
export function mayOverride(options: {
  request: Pick<RequestRow, 'band'>;
  subject: RequestSubject;
  actor: Actor;
  settings: Settings;
}): Result<true> {
  const { request, subject, actor, settings } = options;
  const { people, ownerGroups } = subject.involvement;
  const apart = standsApart({
    voter: voterOf(actor),
    actingDirectly: actor.direct,
    band: request.band,
    involved: people,
    ownerGroups,
  });
  if (!apart.ok) return apart;
  const groups = [
    ...settings.administrators,
    ...everyApproverGroup(settings, 'it-lead'),
  ];
  return holds(actor, groups)
    ? accept(true)
    : refuse(
        'not-eligible',
        'Only portal administrators and heads of IT can approve in an emergency. Ask one of them',
      );
}
