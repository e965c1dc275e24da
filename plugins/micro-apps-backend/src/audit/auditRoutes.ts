import { accept, refuse } from '@micro-apps/governance-core';
import {
  auditEntriesQuery,
  auditEntriesResponse,
  auditExportLine,
  auditExportQuery,
  auditHeadResponse,
  auditHeadsQuery,
  auditVerificationQuery,
  auditVerificationResponse,
  microAppsAuditExportPermission,
  microAppsAuditReadPermission,
  type AuditHeadView,
  type AuditVerification,
} from '@micro-apps/plugin-micro-apps-common';
import type { Router } from 'express';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { requireAuditor } from './auditAccess';
import { readHead } from './DatabaseEntries';
import { exportAudit } from './exportAudit';
import { readEntries } from './readEntries';
import { verifyAudit } from './verifyAudit';

/** The routes of the record of every change. */
export function auditRoutes(router: Router, deps: BackendDeps): void {
  const { pipeline } = deps;
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/audit/verification',
    id: 'verifyAudit',
    summary: 'Follow the audit chain to its end; for auditors',
    response: auditVerificationResponse,
    schema: auditVerificationQuery,
    command: checkAudit(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/audit/entries',
    id: 'listAuditEntries',
    summary: 'Read the audit log, newest first; reading it is noted, too',
    response: auditEntriesResponse,
    schema: auditEntriesQuery,
    command: readEntries(deps),
  });
  pipeline.endpoint(router, {
    method: 'get',
    path: '/v1/audit/heads',
    id: 'getAuditHead',
    summary: 'Where the audit chain ends, to be kept elsewhere; for auditors',
    response: auditHeadResponse,
    schema: auditHeadsQuery,
    command: tellHead(deps),
  });
  pipeline.linesEndpoint(router, {
    method: 'get',
    path: '/v1/audit/export',
    id: 'exportAudit',
    summary: 'The whole audit chain, one entry a line; for auditors',
    response: auditExportLine,
    schema: auditExportQuery,
    command: exportAudit(deps),
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
      const allowed = requireAuditor(actor, settings);
      if (!allowed.ok) return allowed;
      const expected =
        count !== undefined && head !== undefined ? { count, head } : undefined;
      const verified = await verifyAudit(database.knex, { expected });
      if (verified.ok) return accept({ sound: true, ...verified.value });
      const { because, details } = verified.refusal;
      return accept({ sound: false, at: details?.[0]?.path ?? '', because });
    },
  };
}

function tellHead({
  database,
  settings,
}: BackendDeps): Command<{ seq?: number }, AuditHeadView> {
  return {
    permission: microAppsAuditExportPermission,
    async run({ actor }, { seq }) {
      const allowed = requireAuditor(actor, settings);
      if (!allowed.ok) return allowed;
      const head = await readHead(database.knex, seq);
      return head
        ? accept(head)
        : refuse(
            'unknown-record',
            'The audit log has no entry of this number. Check it, or give another number',
          );
    },
  };
}
