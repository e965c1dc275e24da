import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  microAppsAdaptersExtensionPoint,
  type MicroAppsAdapters,
  type PolicyEnginePort,
} from '@micro-apps/plugin-micro-apps-node';
import { aQuestion } from '@micro-apps/plugin-micro-apps-node/testing';
import type { JsonObject } from '@backstage/types';
import { microAppsModuleOpa } from './module';

async function start(policy: JsonObject) {
  let engine: PolicyEnginePort | undefined;
  const nothing = () => undefined;
  const adapters: MicroAppsAdapters = {
    setRepository: nothing,
    setDeployment: nothing,
    setOAuthClients: nothing,
    setScanRunner: nothing,
    setDisposition: nothing,
    setPolicyEngine: given => {
      engine = given;
    },
  };
  const backend = await startTestBackend({
    extensionPoints: [[microAppsAdaptersExtensionPoint, adapters]],
    features: [
      microAppsModuleOpa,
      mockServices.rootConfig.factory({ data: { microApps: { policy } } }),
    ],
  });
  return { engine, stop: () => backend.stop() };
}

describe('the module', () => {
  it('plugs the shipped rules in, and takes them away at the end', async () => {
    const { engine, stop } = await start({});
    expect((await engine?.decide(aQuestion()))?.decision.allowed).toBe(true);
    await stop();
    await expect(engine?.decide(aQuestion())).rejects.toThrow();
  });

  it('starts with a bundle that is not there yet, and answers nothing', async () => {
    const { engine, stop } = await start({
      engine: 'bundle',
      bundle: { file: '/no/such/bundle.tar.gz' },
    });
    expect(await engine?.describe()).toMatchObject({
      engine: 'bundle',
      revision: 'none yet',
      problem: { because: 'The file of the bundle is not there' },
    });
    await stop();
  });

  it('does not start with wrong settings', async () => {
    await expect(
      start({ settings: { rules: { 'retention-window': { maxDays: -1 } } } }),
    ).rejects.toThrow('microApps.policy.settings.rules.retention-window');
  });
});
