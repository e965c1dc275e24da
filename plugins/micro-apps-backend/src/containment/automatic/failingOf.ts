import {
  matchIntegrations,
  provenFailedAt,
  type Finding,
  type Integration,
} from '@micro-apps/governance-core';
import { judgeApp } from '../../gates/judgeApp';
import type { Settings } from '../../kernel/settings';
import type { Connection } from '../../registry/AppStore';
import type { FailedProof, RunningApp } from './DatabaseAutomatic';

/** A control of what runs that is proven to fail now. */
export interface Failing extends FailedProof {
  readonly finding: Finding;
}

/** On which facts what runs is judged. */
interface Facts {
  readonly connection: Connection;
  readonly running: RunningApp;
  /** Everything that apps may use. */
  readonly integrations: readonly Integration[];
  readonly settings: Pick<Settings, 'riskModel'>;
  readonly reviewDays?: number;
  readonly now: Date;
}

/**
 * Which of some controls what runs is proven to fail now, exceptions in force
 * taken into account; of several copies the newest proof counts. What is not
 * known is not among them.
 */
export async function failingOf(
  controlIds: readonly string[],
  facts: Facts,
): Promise<readonly Failing[]> {
  const { connection, running, settings, reviewDays, now } = facts;
  const { app, commits } = running;
  const { used } = matchIntegrations({
    registration: app.registration,
    integrations: facts.integrations,
  });
  const failing = new Map<string, Failing>();
  for (const commit of commits) {
    const { findings } = await judgeApp({
      connection,
      app,
      commit,
      integrations: used.map(({ integration }) => integration),
      model: settings.riskModel,
      reviewDays,
      now,
    });
    for (const finding of findings) {
      const { controlId } = finding;
      const provenAt = provenFailedAt(finding);
      if (provenAt === undefined || !controlIds.includes(controlId)) continue;
      const known = failing.get(controlId);
      if (!known || Date.parse(known.provenAt) < Date.parse(provenAt)) {
        failing.set(controlId, { controlId, provenAt, finding });
      }
    }
  }
  return [...failing.values()];
}
