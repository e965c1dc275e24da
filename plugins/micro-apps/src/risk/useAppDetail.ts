import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';

/** While something is on its way, the page looks again by itself. */
const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

/** One app, kept up to date. */
export function useAppDetail(appId: string) {
  const api = useMicroAppsApi();
  const [pollMs, setPollMs] = useState(BUSY_MS);
  return useAsyncResource(
    async () => {
      const app = await api.getApp(appId);
      setPollMs(isBusy(app) ? BUSY_MS : IDLE_MS);
      return app;
    },
    [api, appId],
    { pollMs },
  );
}

function isBusy(app: AppDetail): boolean {
  return (
    app.sandbox.state === 'preparing' ||
    app.lastScan?.state === 'queued' ||
    app.lastScan?.state === 'running' ||
    app.deployments.some(
      ({ state }) => state === 'requested' || state === 'deploying',
    ) ||
    // The access of an app that was ended goes within seconds.
    (app.standing === 'retired' &&
      app.findings.some(
        ({ controlId, state }) =>
          controlId === 'credentials-revoked' && state !== 'satisfied',
      )) ||
    // Automatic approval follows green scans within a second or two.
    (app.nextStep.code === 'ready' && app.approval === 'not-needed')
  );
}
