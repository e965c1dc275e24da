import type {
  AppDetail,
  ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  useAsyncResource,
  useMicroAppsApi,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';

const LOOK_MS = 10_000;

/** How an app is held, asked anew whenever its page shows another standing. */
export function useContainment(
  app: AppDetail | undefined,
  stamp: number,
): AsyncResource<ContainmentView | undefined> {
  const api = useMicroAppsApi();
  const { id, standing, version } = app ?? {};
  return useAsyncResource(
    async () => (id === undefined ? undefined : await api.getContainment(id)),
    [api, id, standing, version, stamp],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
}
