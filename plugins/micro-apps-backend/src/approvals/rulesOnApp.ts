import {
  DEFAULT_APPROVAL_RULES,
  inStep,
  requirementsOfDuties,
  type Refusal,
} from '@micro-apps/governance-core';
import type { PreparedGate } from '../gates/PromoteGate';
import type { BackendDeps } from '../kernel/deps';
import type { RulesNow } from '../kernel/requestKinds';
import { productionEnvironment } from '../kernel/settings';
import type { AppRow, Connection } from '../registry/AppStore';

/**
 * What company rules say now of an app that is about to be approved: the same
 * question as at the promote gate, so that nothing is approved that would be
 * held up there by a rule.
 */
export async function rulesOnApp(
  deps: Pick<BackendDeps, 'settings' | 'gate' | 'repository'>,
  about: { connection: Connection; app: AppRow | undefined; now: Date },
): Promise<RulesNow> {
  const { settings, gate, repository } = deps;
  const { connection, app, now } = about;
  if (!app) return { revision: 'unknown', requirements: [] };
  const commit = await repository?.head(app.id);
  const environment = productionEnvironment(settings);
  const prepared = await gate.prepare({
    connection,
    app,
    commit,
    environment,
    now,
  });
  const rules = settings.approvalRules ?? DEFAULT_APPROVAL_RULES;
  return {
    revision: prepared.policyRevision,
    requirements: requirementsOfDuties(prepared.policy.obligations).map(duty =>
      inStep(duty, rules),
    ),
    refusal: refusalOf(prepared),
    verdict: {
      decision: prepared.policy,
      engine: prepared.policyEngine,
      inputDigest: prepared.inputDigest,
      environment: environment.name,
      commit,
    },
  };
}

function refusalOf({
  policy,
  policyAnswered,
}: PreparedGate): Refusal | undefined {
  if (policy.allowed && policyAnswered) return undefined;
  const [first] = policy.violations;
  if (!policyAnswered) {
    return {
      code: 'busy',
      because: `${
        first?.because ?? 'The company rules gave no clear answer'
      }, so nothing can be approved now. Try again in a minute`,
    };
  }
  return {
    code: 'gate-closed',
    because: `Your company's rules do not allow what would be approved: ${
      first?.because ?? 'they say no'
    }${first?.next ? `. ${first.next}` : ''}`,
    details: policy.violations.map(({ because, next }) => ({
      message: next ? `${because}. ${next}` : because,
    })),
  };
}
