import {
  APPROVER_ROLES,
  normaliseRef,
  refuse,
  type ApproverRole,
  type Result,
  accept,
} from '@micro-apps/governance-core';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { AppRow } from './AppStore';

/** What somebody is to one app. Registration facts need none of these. */
export interface AppAccess {
  readonly isOwner: boolean;
  readonly isSuccessor: boolean;
  readonly isAdministrator: boolean;
  /** Approver roles the person's groups hold. */
  readonly roles: readonly ApproverRole[];
  /** Evidence, logs and comments: owner, successor, reviewers, administrators. */
  readonly canRead: boolean;
  /** Change it, scan it, run it: owner, successor, administrators. */
  readonly canEdit: boolean;
}

/**
 * Works out what `actor` is to the app. Needs `actor.groups`. Whoever bears the
 * name of an owner and is somebody else is nothing to it (reliability E4).
 */
export function accessOf(options: {
  actor: Actor;
  app: Pick<AppRow, 'registration'> &
    Partial<Pick<AppRow, 'ownerSubject' | 'successorSubject'>>;
  settings: Settings;
}): AppAccess {
  const { actor, app, settings } = options;
  const me = normaliseRef(actor.ref);
  const { owner, successor } = app.registration;
  const isMe = (ref: string, subject: string | undefined) =>
    normaliseRef(ref) === me &&
    (subject === undefined || subject === actor.subject);
  const isOwner = isMe(owner, app.ownerSubject);
  const isSuccessor =
    successor !== undefined && isMe(successor, app.successorSubject);
  const isAdministrator = holds(actor, settings.administrators);
  // Reading is for reviewers of any unit; on what they decide is asked apart.
  const roles = APPROVER_ROLES.filter(role =>
    holds(actor, everyApproverGroup(settings, role)),
  );
  // Only a draft can belong to a team: one of it has to become the owner.
  const canClaim = owner.startsWith('group:') && holds(actor, [owner]);
  const canEdit = isOwner || isSuccessor || isAdministrator || canClaim;
  return {
    isOwner,
    isSuccessor,
    isAdministrator,
    roles,
    canEdit,
    canRead: canEdit || roles.length > 0,
  };
}

/** Refuses unless the person may read evidence, logs and comments. */
export function requireRead(access: AppAccess): Result<true> {
  return access.canRead
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only the owner, the successor and reviewers can see this. Ask the owner of the app',
      );
}

/** Refuses unless the person may change, scan and run the app. */
export function requireEdit(access: AppAccess): Result<true> {
  return access.canEdit
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only the owner, the successor and administrators can do this. Ask the owner of the app',
      );
}

/** True when one of the person's groups is on the list. */
export function holds(actor: Actor, groups: readonly string[]): boolean {
  return (actor.groups ?? []).some(group =>
    groups.includes(normaliseRef(group, 'group')),
  );
}
