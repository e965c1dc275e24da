import type { BackendDeps } from '../kernel/deps';
import {
  readPolicyState,
  setComparedRules,
} from '../policy/DatabasePolicyState';
import { answerPending } from './answerPending';
import { markReapprovals } from './markReapprovals';
import { notePolicy } from './notePolicy';

/**
 * What follows from company rules without anybody asking: the audit log names
 * them, registrations that wait for an answer get it, and what runs is compared
 * with rules that are new. May run at any time, anywhere, twice at once.
 */
export async function watchPolicy(deps: BackendDeps): Promise<void> {
  const fingerprint = await notePolicy(deps);
  await answerPending(deps);
  if (fingerprint === undefined) return;
  const { compared } = await readPolicyState(deps.database.knex);
  if (compared === fingerprint) {
    await markReapprovals(deps, { onlyDue: true });
  } else if (await markReapprovals(deps, { onlyDue: false })) {
    await setComparedRules(deps.database.knex, fingerprint);
  }
}
