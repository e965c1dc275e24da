import type { Finding } from '@micro-apps/governance-core';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { BackendDeps } from '../kernel/deps';
import type { AppRow, Connection } from '../registry/AppStore';

/** Judges the controls of one commit as things are stored now. */
export type FindingsOf = (
  connection: Connection,
  app: AppRow,
  commit: string | undefined,
) => Promise<readonly Finding[]>;

/**
 * Asks the integration catalog and company rules, before any transaction, and gives back how to
 * judge inside one.
 *
 * @returns `undefined` while the catalog cannot be reached
 */
export async function prepareFindings(
  deps: Pick<BackendDeps, 'integrations' | 'policy' | 'settings'>,
  app: AppRow,
  now: Date,
): Promise<FindingsOf | undefined> {
  const { integrations, policy, settings } = deps;
  const known = await integrations.forRegistration(app.registration);
  if (!known.ok) return undefined;
  const reviewDays = await reviewDaysNow(policy);
  return async (connection, current, commit) => {
    const { findings } = await judgeApp({
      connection,
      app: current,
      commit,
      integrations: await integrations.asDecidedNow(known.value, connection),
      model: settings.riskModel,
      reviewDays,
      now,
    });
    return findings;
  };
}
