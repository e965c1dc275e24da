import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const STATE = 'micro_apps_policy_state';

/** Which rules were in force last. */
export interface PolicyState {
  /** Of the rules that the audit log named last; empty at the very first start. */
  readonly fingerprint: string;
  /** Of the rules that running apps were last compared with. */
  readonly compared: string;
}

/** Reads the one row; in a transaction, others wait for it. */
export async function readPolicyState(
  connection: Connection,
  { lock = false }: { lock?: boolean } = {},
): Promise<PolicyState> {
  const query = connection(STATE).where({ id: 1 });
  const row = await (lock ? query.forUpdate() : query).first<
    PolicyState | undefined
  >('fingerprint', 'compared');
  if (!row) throw new Error('The state of company rules has no row');
  return row;
}

/** Notes which rules the audit log names from now on. */
export async function setNamedRules(
  tx: Knex.Transaction,
  named: { fingerprint: string; revision: string; at: Date },
): Promise<void> {
  const { fingerprint, revision, at } = named;
  await tx(STATE)
    .where({ id: 1 })
    .update({ fingerprint, revision, since: at.toISOString() });
}

/** Notes that every running app was compared with these rules. */
export async function setComparedRules(
  connection: Connection,
  fingerprint: string,
): Promise<void> {
  await connection(STATE).where({ id: 1 }).update({ compared: fingerprint });
}
