import type {
  AppDetail,
  RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  useAsyncResource,
  useMicroAppsApi,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';

const LOOK_MS = 10_000;

/** What ending an app would do, or how far its end has come. */
export function useRetirement(
  app: AppDetail | undefined,
  stamp: number,
): AsyncResource<RetirementView | undefined> {
  const api = useMicroAppsApi();
  const { id, standing, version } = app ?? {};
  return useAsyncResource(
    async () => (id === undefined ? undefined : await api.getRetirement(id)),
    [api, id, standing, version, stamp],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
}
