import {
  accept,
  APPROVER_ROLES,
  refuse,
  type Result,
} from '@micro-apps/governance-core';
import { isAuditor } from '../../audit/auditAccess';
import { everyApproverGroup, type Settings } from '../../kernel/settings';
import type { Actor } from '../../kernel/types';
import { holds } from '../../registry/appAccess';

/** Platform teams, reviewers and auditors: numbers are of all apps. */
export function requireNumbers(actor: Actor, settings: Settings): Result<true> {
  const may =
    isAuditor(actor, settings) ||
    APPROVER_ROLES.some(role =>
      holds(actor, everyApproverGroup(settings, role)),
    );
  return may
    ? accept(true)
    : refuse(
        'not-allowed',
        'Only platform teams, reviewers and auditors see the numbers. Ask a portal administrator',
      );
}
