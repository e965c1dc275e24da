import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import { readPolicyState, setNamedRules } from '../policy/DatabasePolicyState';
import { fingerprintOf, rulesInForce } from '../policy/rulesInForce';

/**
 * Writes into the audit log which rules decide, when they are others than it
 * named last: another revision or engine, values looser than shipped, a pinned
 * revision (requirements R12). Several instances write it once.
 *
 * @returns the fingerprint of the rules; `undefined` while there are none yet
 */
export async function notePolicy(
  deps: Pick<BackendDeps, 'clock' | 'database' | 'policy' | 'settings'>,
): Promise<string | undefined> {
  const { clock, database } = deps;
  const rules = await rulesInForce(deps);
  if (rules.revision === 'none yet') return undefined;
  const fingerprint = fingerprintOf(rules);
  const known = await readPolicyState(database.knex);
  if (known.fingerprint === fingerprint) return fingerprint;
  await database.transaction(async tx => {
    const state = await readPolicyState(tx, { lock: true });
    if (state.fingerprint === fingerprint) return;
    const at = clock();
    const { engine, revision, riskModel, weakenings } = rules;
    await setNamedRules(tx, { fingerprint, revision, at });
    const loose = weakenings.length + riskModel.weakenings.length;
    // An installation that never had rules of its own has nothing to tell.
    if (rules.coreRulesOnly && loose === 0 && !state.fingerprint) return;
    await appendAuditEntry(tx, {
      at,
      actor: SYSTEM_ACTOR,
      action: 'policy.changed',
      summary: `${
        rules.coreRulesOnly
          ? 'Only the rules of the core decide'
          : `Company rules ${revision} (${engine}) decide`
      }${
        loose > 0
          ? `; ${loose} ${
              loose === 1 ? 'value is' : 'values are'
            } looser than shipped`
          : ''
      }`,
      details: {
        engine,
        revision,
        weakenings,
        riskModel,
        pinnedRevision: rules.pinnedRevision,
      },
      personal: { acknowledgement: rules.acknowledgement },
    });
  });
  return fingerprint;
}
