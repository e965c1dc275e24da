import type { Finding } from '@micro-apps/governance-core';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { productionEnvironment } from '../kernel/settings';
import { SYSTEM_ACTOR } from '../kernel/types';
import { insertRequest } from './DatabaseRequests';

/** Reasons that only say that nobody has approved yet. */
const ONLY_UNAPPROVED = new Set(['approval-missing', 'approval-void']);

/**
 * Approves by the rules where no person has to be asked: everything the gate
 * wants is there but the approval itself, and the list of who has to agree is
 * empty. Never without scans, because the gate is asked as for a promotion
 * (requirements R3: automatic approval still needs its scans to be green).
 */
export function considerAutomatic(deps: BackendDeps) {
  return async function consider({
    appId,
  }: Record<string, unknown>): Promise<void> {
    const { database, apps, settings, gate, repository, clock } = deps;
    const app = await apps.get(database.knex, String(appId));
    const commit = app && (await repository?.head(app.id));
    if (!app || !commit || app.standing !== 'active') return;
    const environment = productionEnvironment(settings);
    const prepared = await gate.prepare({
      connection: database.knex,
      app,
      commit,
      environment,
      now: clock(),
    });
    try {
      await database.transaction(async tx => {
        const current = await lockApp(tx, app.id);
        if (current?.standing !== 'active') return;
        const now = clock();
        const outcome = await gate.decide({
          connection: tx,
          app: current,
          commit,
          environment,
          now,
          prepared,
        });
        const others = outcome.decision.violations.filter(
          ({ code }) => !ONLY_UNAPPROVED.has(code),
        );
        const asksNobody =
          outcome.requirements !== undefined &&
          outcome.requirements.length === 0;
        const said = ['open', 'changes-requested', 'rejected', 'approved'];
        if (
          !asksNobody ||
          others.length > 0 ||
          said.includes(outcome.approval)
        ) {
          return;
        }
        if (outcome.findings.length === 0) return;
        const at = now.toISOString();
        const requestId = await insertRequest(tx, {
          kind: 'app',
          subjectId: app.id,
          appId: app.id,
          version: current.version,
          envelopeHash: current.envelopeHash,
          envelope: current.envelope,
          effectiveClass: current.effectiveClass,
          commit,
          state: 'approved',
          band: current.band,
          score: current.score,
          automatic: true,
          automaticKey: `${app.id}:${current.envelopeHash}:${commit}`,
          requirements: [],
          policyRevision: outcome.policyRevision,
          requestedBy: SYSTEM_ACTOR.ref,
          requestedAt: at,
          submittedAt: at,
          decidedAt: at,
          closedAt: at,
        });
        const decisionId = await gate.record(tx, {
          app: current,
          outcome,
          now,
        });
        await appendAuditEntry(tx, {
          at: now,
          actor: SYSTEM_ACTOR,
          action: 'request.approved',
          appId: app.id,
          summary: `Approved automatically: ${titleOf(
            current.band,
          )} risk, and ${metWords(outcome.findings)}`,
          details: {
            requestId,
            decisionId,
            commit,
            envelopeHash: current.envelopeHash,
            policyRevision: outcome.policyRevision,
          },
        });
        await enqueueAppChanged(tx, { appId: app.id, at: now });
      });
    } catch (error) {
      // Approved by another note already.
      if (!isUniqueViolation(error)) throw error;
    }
  };
}

/** Never says that a control is met which only an exception lifts. */
function metWords(findings: readonly Finding[]): string {
  const excepted = findings.filter(({ code }) => code === 'excepted').length;
  return excepted === 0
    ? `all ${findings.length} required controls are met`
    : `${findings.length - excepted} of ${
        findings.length
      } required controls are met, the others excepted for a while`;
}

function titleOf(band: string): string {
  return band.charAt(0).toUpperCase() + band.slice(1);
}
