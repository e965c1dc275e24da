import { explainScore, type WayDown } from '@micro-apps/governance-core';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  asksForWays,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';

/**
 * What together reaches a lower band when no single change does. Empty when
 * that is not so, is not known, or would explain another score than the shown.
 */
export function useWaysDown(app: AppDetail | undefined): readonly WayDown[] {
  const api = useMicroAppsApi();
  const asked = app && asksForWays(app.risk) ? app : undefined;
  const facts = asked && JSON.stringify([asked.registration, asked.risk]);
  const { value } = useAsyncResource(async () => {
    if (!asked) return undefined;
    const [model, integrations] = await Promise.all([
      api.getModel(),
      api.getIntegrations(),
    ]);
    const { score, ways } = explainScore({
      registration: asked.registration,
      integrations: integrations.items,
      model: model.riskModel,
      now: new Date().toISOString(),
    });
    const same =
      score.score === asked.score &&
      score.band === asked.band &&
      score.modelRevision === asked.risk.modelRevision;
    return { facts, ways: same ? ways : [] };
  }, [api, facts]);
  return value && value.facts === facts ? value.ways : [];
}
