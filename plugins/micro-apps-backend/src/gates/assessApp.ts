import {
  BANDS,
  classifyData,
  deriveControls,
  maxClass,
  scoreRisk,
  type Band,
  type Circumstances,
  type Integration,
  type RiskModel,
} from '@micro-apps/governance-core';
import type { AssessedFacts } from '../policy/assessedFacts';
import type { AppRow } from '../registry/AppStore';

/** What an app is today, with the integration catalog of today. */
export type Assessment = AssessedFacts;

/**
 * Assesses an app anew: a vendor's class may have risen since it was
 * registered. What is stored counts where it is stricter.
 *
 * @param options.now - a vendor whose approval has ended by then costs points
 * @param options.circumstances - what the records say of the running app
 */
export function assessApp(options: {
  app: AppRow;
  integrations: readonly Integration[];
  model?: RiskModel;
  now: Date;
  circumstances?: Circumstances;
}): Assessment {
  const { app, integrations, model, now, circumstances } = options;
  const { registration } = app;
  const { effective } = classifyData({ registration, integrations, model });
  const effectiveClass = maxClass(app.effectiveClass, effective);
  const risk = scoreRisk({
    registration,
    integrations,
    model,
    now: now.toISOString(),
  });
  const band = stricterBand(app.band, risk.band);
  const score = Math.max(app.score, risk.score);
  return {
    effectiveClass,
    score,
    band,
    modelRevision: risk.modelRevision,
    model,
    required: deriveControls({
      registration,
      integrations,
      score: { ...risk, band, score },
      effectiveClass,
      circumstances,
    }),
  };
}

/** The riskier of two bands; a word that is no band counts as High. */
export function stricterBand(a: Band, b: Band): Band {
  const [rankA, rankB] = [BANDS.indexOf(a), BANDS.indexOf(b)];
  if (rankA < 0 || rankB < 0) return 'high';
  return rankA > rankB ? a : b;
}
