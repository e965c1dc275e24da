import type { MicroAppsAdapters } from '@micro-apps/plugin-micro-apps-node';

export type Adapters = {
  [K in keyof MicroAppsAdapters]?: Parameters<MicroAppsAdapters[K]>[0];
};

/** Keeps what modules plug in; the same socket twice is a mistake. */
export function collectAdapters() {
  const given: Adapters = {};
  const setter =
    <K extends keyof MicroAppsAdapters>(name: K) =>
    (adapter: Adapters[K]) => {
      if (given[name]) {
        throw new Error(`Two modules answer ${name}; install only one`);
      }
      given[name] = adapter;
    };
  const adapters: MicroAppsAdapters = {
    setRepository: setter('setRepository'),
    setDeployment: setter('setDeployment'),
    setOAuthClients: setter('setOAuthClients'),
    setScanRunner: setter('setScanRunner'),
    setPolicyEngine: setter('setPolicyEngine'),
    setDisposition: setter('setDisposition'),
  };
  return { given, adapters };
}
