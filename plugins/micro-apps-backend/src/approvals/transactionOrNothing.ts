import type { Refusal, Result } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Database } from '../kernel/database';

class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.because);
    this.refusal = refusal;
  }
}

/**
 * One transaction whose writes are kept only when all of it is accepted: what
 * a kind of request refuses after the vote was written takes the vote back.
 */
export async function transactionOrNothing<T>(
  database: Database,
  work: (tx: Knex.Transaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await database.transaction(async tx => {
      const result = await work(tx);
      if (!result.ok) throw new Refused(result.refusal);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
