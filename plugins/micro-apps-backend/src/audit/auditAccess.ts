import { accept, refuse, type Result } from '@micro-apps/governance-core';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';

/** Administrators and the auditors of the installation. */
export function requireAuditor(actor: Actor, settings: Settings): Result<true> {
  return isAuditor(actor, settings)
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only administrators and auditors can see the audit log. Ask one of them',
      );
}

/** Refuses unless the person may see who acted and what was said. */
export function requirePeople(actor: Actor, settings: Settings): Result<true> {
  return holds(actor, settings.administrators) ||
    (isAuditor(actor, settings) && settings.audit?.auditorsSeePeople)
    ? accept(true)
    : refuse(
        'not-allowed',
        'You can read the audit log without names. For names, ask an administrator',
      );
}

/** Whether the person reads the whole audit log. */
export function isAuditor(actor: Actor, settings: Settings): boolean {
  return (
    holds(actor, settings.administrators) ||
    holds(actor, settings.audit?.auditors ?? [])
  );
}
