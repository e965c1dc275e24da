import type { Person } from '@micro-apps/governance-core';
import type { RequestSubject } from '../kernel/requestKinds';
import type { Actor } from '../kernel/types';

/** A person as eligibility asks for her. */
export function voterOf(actor: Actor): Person {
  return {
    ref: actor.ref,
    subject: actor.subject,
    email: actor.email,
    groups: actor.groups ?? [],
  };
}

/** Whose own approvers decide on a subject. */
export function unitOf({ businessUnit, app }: RequestSubject) {
  return businessUnit ?? app?.registration.businessUnit;
}
