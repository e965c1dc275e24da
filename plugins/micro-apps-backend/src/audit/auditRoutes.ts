import { accept, refuse } from '@micro-apps/governance-core';
import {
  auditVerificationQuery,
  auditVerificationResponse,
  microAppsAuditReadPermission,
  type AuditVerification,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { holds } from '../registry/appAccess';
import { verifyAudit } from './verifyAudit';

/** The route that tells whether the record of every change is whole. */
export function auditRoutes(router: Router, deps: BackendDeps): void {
  deps.pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/audit/verification',
    id: 'verifyAudit',
    summary: 'Follow the audit chain to its end; for administrators',
    response: auditVerificationResponse,
    schema: auditVerificationQuery,
    command: checkAudit(deps),
  });
}

/**
 * Follows the whole chain. A break is an answer, not a refusal: whoever asks
 * has to hear of it in full.
 */
function checkAudit({
  database,
  settings,
}: BackendDeps): Command<{ count?: number; head?: string }, AuditVerification> {
  return {
    permission: microAppsAuditReadPermission,
    async run({ actor }, { count, head }) {
      if (!holds(actor, settings.administrators)) {
        return refuse(
          'not-allowed',
          'Only administrators can check the audit log. Ask one of them',
        );
      }
      const expected =
        count !== undefined && head !== undefined ? { count, head } : undefined;
      const verified = await verifyAudit(database.knex, { expected });
      if (verified.ok) return accept({ sound: true, ...verified.value });
      const { because, details } = verified.refusal;
      return accept({ sound: false, at: details?.[0]?.path ?? '', because });
    },
  };
}
