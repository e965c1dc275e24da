import {
  microAppsEvidenceCreatePermission,
  type EvidenceView,
  type ReportEvidenceRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { accessOf, requireEdit } from '../registry/appAccess';
import { handIn } from './handIn';
import { readReport } from './reports/readReport';

/** A result that a maker sends herself: kept, shown, never meets a control. */
export function reportEvidence(
  deps: BackendDeps,
): Command<ReportEvidenceRequest & { id: string }, EvidenceView> {
  return {
    permission: microAppsEvidenceCreatePermission,
    async run(context, { id, kind, commit, ...report }) {
      const reading = readReport(report, {
        kind,
        baseline: deps.settings.approvedComponents,
        now: context.now,
      });
      if (!reading.ok) return reading;
      const { tool, outcome, problems, summary } = reading.value;
      return await handIn(deps, {
        context,
        appId: id,
        allowed: app =>
          requireEdit(
            accessOf({ actor: context.actor, app, settings: deps.settings }),
          ),
        evidence: () => ({
          kind,
          provenance: 'self-reported',
          tool,
          outcome,
          summary: `Reported by ${context.actor.ref}: ${summary}`.slice(0, 500),
          problems,
          commit,
          by: context.actor.ref,
        }),
        sarif: report.sarif,
        cyclonedx: report.cyclonedx,
      });
    },
  };
}
