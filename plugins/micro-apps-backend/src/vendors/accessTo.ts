import { APPROVER_ROLES } from '@micro-apps/governance-core';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';

/** What somebody is to vendors at large; they belong to no app. */
export function accessTo(
  actor: Actor,
  settings: Settings,
): { isAdministrator: boolean; canRead: boolean } {
  const isAdministrator = holds(actor, settings.administrators);
  return {
    isAdministrator,
    canRead:
      isAdministrator ||
      APPROVER_ROLES.some(role =>
        holds(actor, everyApproverGroup(settings, role)),
      ),
  };
}
