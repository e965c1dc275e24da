import {
  accept,
  compareClass,
  refuse,
  type Integration,
  type Result,
  type Violation,
} from '@micro-apps/governance-core';
import {
  microAppsAppUpdatePermission,
  type ChangeRegistrationRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Directory } from '../directory/Directory';
import { insertDecision } from '../gates/DatabaseDecisions';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import {
  CONSIDER_APPROVAL,
  type ApprovalsPart,
  type ProvisioningPart,
} from '../kernel/parts';
import type { PendingPolicy } from '../policy/pendingPolicy';
import { accessOf, requireEdit } from './appAccess';
import type { AppRow } from './AppStore';
import { assess, checkIntegrations } from './assess';
import { insertVersion, lookAlikesOf, updateApp } from './DatabaseAppStore';
import { recordRefusal } from './recordRefusal';
import {
  askRegisterGate,
  refuseRegistration,
  type RegisterAnswer,
} from './registerGate';
import { unknownApp } from './unknownApp';

/**
 * Changes what is registered and assesses anew. Leaving what was approved
 * voids the approval in the same transaction (reliability P4).
 */
export function changeRegistration(
  deps: BackendDeps & {
    directory: Directory;
    approvals: ApprovalsPart;
    provisioning: ProvisioningPart;
  },
): Command<ChangeRegistrationRequest & { id: string }, AppRow> {
  return {
    permission: microAppsAppUpdatePermission,
    async run(context, { id, registration, expectedVersion }) {
      const { actor, now } = context;
      const { database, apps, settings, approvals } = deps;
      const current = await apps.get(database.knex, id);
      if (!current) return unknownApp();
      const allowed = requireEdit(accessOf({ actor, app: current, settings }));
      if (!allowed.ok) return allowed;
      const people = await deps.directory.check(registration);
      if (!people.ok) return people;
      const integrations = await deps.integrations.list();
      if (!integrations.ok) return integrations;
      const facts = { registration, integrations: integrations.value };
      const known = checkIntegrations(facts);
      if (!known.ok) return known;
      const model = settings.riskModel;
      const assessment = assess({ ...facts, model });
      const answer = await askRegisterGate(deps, {
        ...facts,
        app: current,
        assessment,
        now: context.now,
      });
      if (!answer.company.allowed && !answer.pendingPolicy) {
        const added = await addedViolations(deps, {
          current,
          answer,
          integrations: integrations.value,
          now: context.now,
        });
        if (added.length > 0) {
          await recordRefusal(deps, {
            app: current,
            assessment,
            answer,
            context,
          });
          return refuseRegistration(added);
        }
      }
      const decisionId = deps.newId();
      return await database.transaction(async tx => {
        const before = await apps.get(tx, id);
        if (!before) return unknownApp();
        if (before.version !== expectedVersion) return changedMeanwhile();
        const still = requireEdit(accessOf({ actor, app: before, settings }));
        if (!still.ok) return still;
        const at = now.toISOString();
        const { name } = registration;
        const lookAlikes = await lookAlikesOf(tx, { id, name });
        const after = await updateApp(tx, {
          before,
          registration,
          lookAlikes,
          assessment,
          pendingPolicy: stillPending(answer, now),
          at,
        });
        if (!after) return changedMeanwhile();
        await insertVersion(tx, { app: after, actor, at });
        await insertDecision(tx, {
          id: decisionId,
          app: after,
          decision: answer.decision,
          policy: answer.policy,
          now,
        });
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'app.changed',
          appId: id,
          summary: sentenceOf(before, after),
          details: {
            version: after.version,
            changed: changedFields(before, after),
            score: after.score,
            band: after.band,
            effectiveClass: after.effectiveClass,
            envelopeHash: after.envelopeHash,
            lookAlikes,
            decisionId,
            policyRevision: answer.policy.revision,
          },
        });
        await approvals.envelopeChanged(tx, { before, after, actor, at: now });
        await enqueue(tx, {
          topic: CONSIDER_APPROVAL,
          key: `${CONSIDER_APPROVAL}:${id}:v${after.version}`,
          payload: { appId: id },
          at: now,
        });
        await deps.provisioning.registrationChanged(tx, {
          app: after,
          at: now,
        });
        await enqueueAppChanged(tx, { appId: id, at: now });
        return accept(after);
      });
    },
  };
}

/**
 * What company rules say against the new version and not against the present
 * one. Newer rules may deny what is registered already; then a change that
 * makes nothing worse, a first step towards mending it, is still accepted.
 */
async function addedViolations(
  deps: BackendDeps,
  options: {
    current: AppRow;
    answer: RegisterAnswer;
    integrations: readonly Integration[];
    now: Date;
  },
): Promise<readonly Violation[]> {
  const { current, answer, integrations, now } = options;
  const { registration } = current;
  const facts = { registration, integrations };
  const before = await askRegisterGate(deps, {
    ...facts,
    app: current,
    assessment: assess({ ...facts, model: deps.settings.riskModel }),
    now,
  });
  const known = new Set(
    before.policy.answered ? before.company.violations.map(keyOf) : [],
  );
  return answer.company.violations.filter(each => !known.has(keyOf(each)));
}

function keyOf({ code, because, controlId }: Violation): string {
  return JSON.stringify([code, because, controlId]);
}

/** The mark on the new version: not asked yet, or denied as it was before. */
function stillPending(
  { company, pendingPolicy }: RegisterAnswer,
  now: Date,
): PendingPolicy | undefined {
  if (pendingPolicy || company.allowed) return pendingPolicy;
  return { since: now.toISOString(), violations: company.violations };
}

function changedMeanwhile(): Result<never> {
  return refuse(
    'changed-since-you-looked',
    'Somebody changed the registration since you opened it. Reload the page and make your change again',
  );
}

function changedFields(before: AppRow, after: AppRow): readonly string[] {
  const earlier: Record<string, unknown> = { ...before.registration };
  const later: Record<string, unknown> = { ...after.registration };
  return [...new Set([...Object.keys(earlier), ...Object.keys(later)])]
    .filter(
      field => JSON.stringify(earlier[field]) !== JSON.stringify(later[field]),
    )
    .sort();
}

function sentenceOf(before: AppRow, after: AppRow): string {
  const score =
    before.score === after.score
      ? `risk stays ${after.score} of 10`
      : `risk ${before.score} → ${after.score} of 10`;
  const lowered =
    compareClass(after.effectiveClass, before.effectiveClass) < 0
      ? `; class lowered from ${before.effectiveClass} to ${after.effectiveClass}`
      : '';
  return `Registration changed (version ${after.version}): ${score}${lowered}`;
}
