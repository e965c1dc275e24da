import { canonicalJson, DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import type { PolicyResponse } from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../audit/appendAuditEntry';
import type { BackendDeps } from '../kernel/deps';

/** What everybody may know of the rules that decide now. */
export async function rulesInForce({
  policy,
  settings,
}: Pick<BackendDeps, 'policy' | 'settings'>): Promise<PolicyResponse> {
  const { lastSwitch: _, ...described } = await policy.describe();
  const riskModel = {
    revision: (settings.riskModel ?? DEFAULT_RISK_MODEL).revision,
    weakenings: settings.riskModelWeakenings ?? [],
  };
  const weakenings = [
    ...described.weakenings,
    ...(settings.approvalWeakenings ?? []),
  ];
  return {
    ...described,
    weakenings,
    coreRulesOnly: described.engine === 'none',
    riskModel,
    weakened: weakenings.length > 0 || riskModel.weakenings.length > 0,
    acknowledgement: described.acknowledgement ?? settings.acknowledgeWeakening,
  };
}

/** Changes whenever something changes that the audit log has to tell. */
export function fingerprintOf(rules: PolicyResponse): string {
  const { engine, revision, weakenings, riskModel } = rules;
  return sha256(
    canonicalJson({
      engine,
      revision,
      weakenings,
      riskModel,
      acknowledgement: rules.acknowledgement,
      pinnedRevision: rules.pinnedRevision,
    }),
  );
}
